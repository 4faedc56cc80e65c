/** Calls, their timers, the report guard's notes and the ticket keys, in memory. The real stores have the same tests. */
import type {
  CallRecord,
  CallStore,
  CallTimelineEvent,
  CallTimer,
  CallTimerQueue,
  DeviceName,
  ReportStore,
  RingReport,
  TicketKeys,
} from '../../shared/flows/callPorts.ts';
import type { Call } from '../../shared/rules/call.ts';
import type { Device } from '../../shared/rules/device.ts';
import { ticketKey } from '../../shared/rules/ringTicket.ts';
import type { MemoryDevices } from './memoryDevices.ts';

export class MemoryCalls implements CallStore {
  readonly #records = new Map<string, CallRecord>();

  async create(record: CallRecord): Promise<boolean> {
    if (this.#records.has(record.call.callId)) return false;
    this.#records.set(record.call.callId, structuredClone(record));
    return true;
  }

  async find(callId: string): Promise<CallRecord | undefined> {
    return structuredClone(this.#records.get(callId));
  }

  async replaceState(call: Call, readVersion: number, events: readonly CallTimelineEvent[]): Promise<boolean> {
    const record = this.#records.get(call.callId);
    if (record?.call.version !== readVersion) return false;
    record.call = structuredClone(call);
    record.timeline.push(...structuredClone(events));
    return true;
  }

  async recordRing(callId: string, report: RingReport): Promise<CallRecord> {
    const { targets, events, tellsWhenStopped, repeatAlertsAtMs } = report;
    const record = this.#existing(callId);
    record.targets.push(...structuredClone(targets));
    record.timeline.push(...structuredClone(events));
    if (tellsWhenStopped) record.tellsWhenStopped = true;
    if (repeatAlertsAtMs !== undefined) record.repeatAlertsAtMs = repeatAlertsAtMs;
    return structuredClone(record);
  }

  async claimMissedAlerts(callId: string, userIds: readonly string[]): Promise<string[]> {
    const record = this.#existing(callId);
    const told = record.missedAlerts ?? new Set();
    record.missedAlerts = new Set([...told, ...userIds]);
    return userIds.filter((userId) => !told.has(userId));
  }

  async releaseMissedAlerts(callId: string, userIds: readonly string[]): Promise<void> {
    const record = this.#existing(callId);
    record.missedAlerts = new Set([...(record.missedAlerts ?? [])].filter((userId) => !userIds.includes(userId)));
  }

  async note(callId: string, events: readonly CallTimelineEvent[], repeatAlertsAtMs?: number): Promise<void> {
    const record = this.#existing(callId);
    record.timeline.push(...structuredClone(events));
    if (repeatAlertsAtMs !== undefined) record.repeatAlertsAtMs = repeatAlertsAtMs;
  }

  #existing(callId: string): CallRecord {
    const record = this.#records.get(callId);
    if (record === undefined) throw new Error(`there is no call ${callId}`);
    return record;
  }
}

export class MemoryReports implements ReportStore {
  readonly #devices: MemoryDevices;

  constructor(devices: MemoryDevices) {
    this.#devices = devices;
  }

  async addMissed(
    name: DeviceName,
    { callId, createdAtMs }: { callId: string; createdAtMs: number },
    nowMs: number,
  ): Promise<Device | undefined> {
    const device = await this.#devices.find(name.userId, name.deviceId);
    if (device === undefined) return undefined;
    const { missedReports = [], reportsSettledUntil, appVersion = '' } = device;
    const isSettled = reportsSettledUntil !== undefined && Date.parse(reportsSettledUntil) >= createdAtMs;
    if (isSettled || missedReports.includes(callId)) return undefined;
    device.missedReports = [...missedReports, callId];
    device.missedReportAt = new Date(nowMs).toISOString();
    device.missedReportVersion = appVersion;
    this.#devices.add(device);
    return device;
  }

  async settle(name: DeviceName, untilMs: number): Promise<void> {
    const device = await this.#devices.find(name.userId, name.deviceId);
    if (device === undefined) return;
    if (device.reportsSettledUntil !== undefined && Date.parse(device.reportsSettledUntil) >= untilMs) return;
    device.reportsSettledUntil = new Date(untilMs).toISOString();
    delete device.missedReports;
    delete device.missedReportAt;
    delete device.missedReportVersion;
    this.#devices.add(device);
  }
}

/** Keeps the timers that were set, oldest first; nobody runs them. */
export class MemoryCallTimers implements CallTimerQueue {
  readonly scheduled: CallTimer[] = [];

  async schedule(timers: readonly CallTimer[]): Promise<CallTimer[]> {
    this.scheduled.push(...structuredClone(timers));
    return [];
  }
}

/** One key that never changes, unless `keys` is given others: the first one signs. */
export class MemoryTicketKeys implements TicketKeys {
  keys = [ticketKey('a key for tests, 32 characters or more')];

  async signing() {
    const [key] = this.keys;
    if (key === undefined) throw new Error('there is no ticket key');
    return key;
  }

  async verifying() {
    return this.keys;
  }

  async refresh() {
    return this.keys;
  }
}
