/** Calls, their timers, the report guard's notes and the ticket keys, in memory. The real stores have the same tests. */
import type { CallStore, CallTimerQueue, TicketKeys } from '../../../shared/calls/ports.ts';
import { type Call, isOver, nextVersion } from '../../../shared/calls/rules/call.ts';
import type { DetailsRevision } from '../../../shared/calls/rules/callRevision.ts';
import { applyNarrowChange, narrowChange } from '../../../shared/calls/rules/narrowChange.ts';
import type {
  CallRecord,
  CallReport,
  CallTimer,
  HeardReport,
  RepeatedAlert,
  RingResult,
} from '../../../shared/calls/rules/record.ts';
import { ticketKey } from '../../../shared/calls/rules/ticketSeal.ts';
import { type CallTarget, type CallTimelineEvent, callOutcomes } from '../../../shared/calls/rules/timeline.ts';
import type { ReportStore } from '../../../shared/devices/ports.ts';
import type { Device } from '../../../shared/devices/rules/device.ts';
import type { DeviceName } from '../../../shared/devices/rules/deviceName.ts';
import type { MissedReport } from '../../../shared/devices/rules/reportRecord.ts';
import type { DeviceTarget, Target } from '../../../shared/push/rules/decide.ts';
import type { TargetOutcome } from '../../../shared/push/rules/targetOutcome.ts';
import type { MemoryDevices } from './devices.ts';

interface KeptCall {
  record: CallRecord;
  targets: CallTarget[];
  notes: CallTimelineEvent[];
  heard: HeardReport[];
}

export class MemoryCalls implements CallStore {
  readonly #calls = new Map<string, KeptCall>();
  readonly #pairs = new Map<string, { callId: string; from: string; expiresAtMs: number }>();

  async create(record: CallRecord): Promise<boolean> {
    if (this.#calls.has(record.call.callId)) return false;
    this.#calls.set(record.call.callId, { record: structuredClone(record), targets: [], notes: [], heard: [] });
    return true;
  }

  async createBetween(record: CallRecord, callee: string, over?: string) {
    const { callId, from, createdAtMs, expiresAtMs } = record.call;
    if (this.#calls.has(callId)) return 'exists';
    const pair = JSON.stringify([from, callee].toSorted());
    const known = this.#pairs.get(pair);
    const mayRing = known !== undefined && known.from !== from && known.expiresAtMs > createdAtMs;
    if (mayRing && known.callId !== over) return { rings: known.callId };
    this.#pairs.set(pair, { callId, from, expiresAtMs });
    await this.create(record);
    return 'created';
  }

  async find(callId: string): Promise<CallRecord | undefined> {
    return structuredClone(this.#calls.get(callId)?.record);
  }

  async report(callId: string): Promise<CallReport | undefined> {
    const kept = this.#calls.get(callId);
    if (kept === undefined) return undefined;
    const { record, targets, notes, heard } = structuredClone(kept);
    return { ...record, ...(heard.length > 0 && { heard }), ...callOutcomes(record.call, targets, notes) };
  }

  async change(read: Call, changed: Call): Promise<Call | undefined> {
    const record = this.#calls.get(read.callId)?.record;
    if (record === undefined) return undefined;
    const narrow = narrowChange(read, changed);
    const isAsRead = record.call.version === read.version;
    const call = narrow === undefined ? (isAsRead ? changed : undefined) : applyNarrowChange(record.call, narrow);
    if (call !== undefined) record.call = structuredClone(call);
    return structuredClone(call);
  }

  async revise(callId: string, revision: DetailsRevision, revisedAtMs: number): Promise<CallRecord | undefined> {
    const record = this.#calls.get(callId)?.record;
    if (record === undefined || isOver(record.call)) return undefined;
    Object.assign(record.details, structuredClone(revision));
    record.hasVideo = record.details.hasVideo;
    record.revisedAtMs = revisedAtMs;
    record.call = nextVersion(record.call);
    return structuredClone(record);
  }

  async claimMissedAlerts(callId: string, userIds: readonly string[]): Promise<string[]> {
    const { record } = this.#existing(callId);
    const told = record.missedAlerts ?? new Set();
    record.missedAlerts = new Set([...told, ...userIds]);
    return userIds.filter((userId) => !told.has(userId));
  }

  async claimInsurance(callId: string, phones: readonly string[]): Promise<string[]> {
    const { record } = this.#existing(callId);
    const known = record.insured ?? new Set();
    record.insured = new Set([...known, ...phones]);
    return phones.filter((phone) => !known.has(phone));
  }

  async noteInsuredReport(callId: string, phone: string): Promise<void> {
    const { record } = this.#existing(callId);
    record.insuredReports = new Set([...(record.insuredReports ?? []), phone]);
  }

  async releaseMissedAlerts(callId: string, userIds: readonly string[]): Promise<void> {
    const { record } = this.#existing(callId);
    record.missedAlerts = new Set([...(record.missedAlerts ?? [])].filter((userId) => !userIds.includes(userId)));
  }

  async recordRing(
    callId: string,
    { targets, isCoarse, tellsWhenStopped, repeatAlertsAtMs }: RingResult,
  ): Promise<void> {
    const kept = this.#existing(callId);
    kept.targets.push(...structuredClone(targets));
    if (isCoarse) kept.record.isCoarse = true;
    if (tellsWhenStopped) kept.record.tellsWhenStopped = true;
    if (repeatAlertsAtMs !== undefined) kept.record.repeatAlertsAtMs = repeatAlertsAtMs;
  }

  async findTarget(callId: string, target: DeviceTarget): Promise<TargetOutcome | undefined> {
    return this.#calls.get(callId)?.targets.find(({ outcome }) => isSameTarget(outcome, target))?.outcome;
  }

  async countRepeated(callId: string, alerts: readonly RepeatedAlert[]): Promise<void> {
    for (const { at, outcome } of structuredClone(alerts)) {
      const kept = this.#existing(callId).targets.find((target) => isSameTarget(target.outcome, outcome));
      if (kept === undefined) throw new Error(`the call ${callId} has no such target`);
      kept.repeated = { at, outcome, count: (kept.repeated?.count ?? 0) + 1 };
    }
  }

  async repeatAlertsAt(callId: string, dueAtMs: number): Promise<void> {
    this.#existing(callId).record.repeatAlertsAtMs = dueAtMs;
  }

  async noteActivity(callId: string): Promise<void> {
    this.#existing(callId).record.showsActivity = true;
  }

  async addReport(callId: string, report: CallTimelineEvent, phone: HeardReport): Promise<boolean> {
    const { notes, heard } = this.#existing(callId);
    if (notes.some((note) => isSameNote(note, report))) return false;
    notes.push(structuredClone(report));
    heard.push(structuredClone(phone));
    return true;
  }

  async note(callId: string, events: readonly CallTimelineEvent[]): Promise<void> {
    const kept = this.#existing(callId);
    for (const event of structuredClone(events)) {
      kept.notes = [...kept.notes.filter((note) => !isSameNote(note, event)), event];
    }
  }

  #existing(callId: string): KeptCall {
    const kept = this.#calls.get(callId);
    if (kept === undefined) throw new Error(`there is no call ${callId}`);
    return kept;
  }
}

function isSameTarget(one: Target, other: Target): boolean {
  return one.userId === other.userId && one.deviceId === other.deviceId && one.kind === other.kind;
}

function isSameNote(one: CallTimelineEvent, other: CallTimelineEvent): boolean {
  const nameOf = ({ event, reason, deviceId, userId }: CallTimelineEvent) =>
    [event, reason, deviceId, userId].join('#');
  return nameOf(one) === nameOf(other);
}

export class MemoryReports implements ReportStore {
  /** What is counted stands before the device is written, as a conditional write does both at once. */
  readonly #counted = new Set<string>();
  readonly #devices: MemoryDevices;

  constructor(devices: MemoryDevices) {
    this.#devices = devices;
  }

  async addMissed(
    read: Device,
    { callId, from, createdAtMs, rangAtMs }: MissedReport,
    nowMs: number,
  ): Promise<Device | undefined> {
    const device = await this.#devices.find(read.userId, read.deviceId);
    if (device === undefined) return undefined;
    const { appVersion = '', reports = {} } = device;
    const { missedReports, missedCallers, settledUntilMs } = reports;
    const isSettled = settledUntilMs !== undefined && settledUntilMs >= createdAtMs;
    const counted = [read.userId, read.deviceId, callId].join('\n');
    const isOutdated = JSON.stringify(missedReports) !== JSON.stringify(read.reports?.missedReports);
    if (isSettled || isOutdated || this.#counted.has(counted)) return undefined;
    this.#counted.add(counted);
    device.reports = {
      ...reports,
      missedReports: [...(missedCallers === undefined ? [] : (missedReports ?? [])), callId],
      missedCallers: [...(missedCallers ?? []), from],
      missedReportAtMs: nowMs,
      missedRangAtMs: rangAtMs,
      missedReportVersion: appVersion,
      receiptAtMs: undefined,
    };
    this.#devices.add(device);
    return device;
  }

  async settle(name: DeviceName, untilMs: number, version?: string): Promise<void> {
    const device = await this.#devices.find(name.userId, name.deviceId);
    if (device === undefined) return;
    const { settledUntilMs = 0, reportingVersion } = device.reports ?? {};
    const isNew = settledUntilMs < untilMs;
    const reports = isNew ? { settledUntilMs: untilMs } : device.reports;
    device.reports = { ...reports, reportingVersion: version ?? reportingVersion };
    this.#devices.add(device);
  }

  async noteReceipt(name: DeviceName, nowMs: number): Promise<void> {
    const device = await this.#devices.find(name.userId, name.deviceId);
    if (device?.reports?.missedReports === undefined) return;
    device.reports.receiptAtMs = nowMs;
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
