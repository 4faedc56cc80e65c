/** Where calls, their logs and timers are kept, and the keys of ring tickets. */
import type { DeviceName } from '../devices/rules/deviceName.ts';
import type { DeviceTarget } from '../push/rules/decide.ts';
import type { TargetOutcome } from '../push/rules/targetOutcome.ts';
import type { Call } from './rules/call.ts';
import type {
  CallLogEntry,
  CallLogPage,
  CallRecord,
  CallReport,
  CallTimer,
  LoggedCall,
  RepeatedAlert,
  RingResult,
} from './rules/record.ts';
import type { TicketKey } from './rules/ringTicket.ts';
import type { CallTimelineEvent } from './rules/timeline.ts';

/**
 * What others write about a call stands beside it, each thing by itself and of fixed size, so that nobody can make the
 * call larger than the next one can write, and phones that report at once do not wait for each other.
 */
export interface CallStore {
  /** @returns false when a call with this ID exists: nothing is written then. */
  create(record: CallRecord): Promise<boolean>;
  /**
   * Creates a call of two, unless the callee's own call to this caller may still ring.
   * @param over that call, once it is known to ring no more.
   * @returns `rings`: the ID of the callee's call. Nothing is written then, as when a call with this ID `exists`.
   */
  createBetween(record: CallRecord, callee: string, over?: string): Promise<'created' | 'exists' | { rings: string }>;
  find(callId: string): Promise<CallRecord | undefined>;
  /** All that is kept of it. */
  report(callId: string): Promise<CallReport | undefined>;
  /**
   * Writes what was made of a call, unless somebody has changed it in a way that this does not go together with.
   * @param read the call as it was read.
   * @param changed the next version.
   * @returns the call as it is now; undefined when it must be read again.
   */
  change(read: Call, changed: Call): Promise<Call | undefined>;
  /** Adds what became of pushes, whatever the state is by then. */
  recordRing(callId: string, result: RingResult): Promise<void>;
  /** What became of ringing one phone in one way. */
  findTarget(callId: string, target: DeviceTarget): Promise<TargetOutcome | undefined>;
  /** Counts alerts that came again, and keeps the last outcome of each phone. */
  countRepeated(callId: string, alerts: readonly RepeatedAlert[]): Promise<void>;
  /** When the next ones are due. */
  repeatAlertsAt(callId: string, dueAtMs: number): Promise<void>;
  /** Keeps a device's report. The first one of each kind counts. */
  addReport(callId: string, report: CallTimelineEvent & DeviceName): Promise<void>;
  /**
   * Notes that these callees get their missed-call alert now.
   * @returns those for whom nobody has noted it before: of several that ask at once, one is told.
   */
  claimMissedAlerts(callId: string, userIds: readonly string[]): Promise<string[]>;
  /** Takes that back for those who could not be told, so that a later try tells them. */
  releaseMissedAlerts(callId: string, userIds: readonly string[]): Promise<void>;
  /** Adds lines to the timeline: one of each event, reason and device. */
  note(callId: string, events: readonly CallTimelineEvent[]): Promise<void>;
}

export interface CallTimerQueue {
  /** Each is handed over when it is due, never before, and at least once. @returns those that the queue did not take. */
  schedule(timers: readonly CallTimer[]): Promise<CallTimer[]>;
}

export interface CallLogStore {
  /** An entry that is there already is no error. @returns those that could not be written now. */
  add(entries: readonly CallLogEntry[]): Promise<CallLogEntry[]>;
  /** The calls of a page, as far as they are kept. */
  calls(callIds: readonly string[]): Promise<LoggedCall[]>;
  /** Newest first. @param after `next` of the page before. */
  list(userId: string, limit: number, after?: string): Promise<CallLogPage>;
  /** `next` of a page that ends with this entry. */
  placeOf(entry: CallLogEntry): string;
  /** Matches every `next`, and little else. */
  readonly placePattern: RegExp;
}

/** The keys that sign ring tickets. */
export interface TicketKeys {
  /** The one to sign with. A ring waits for it, so it comes within 300 ms or is an error. */
  signing(): Promise<TicketKey>;
  /** Those that tickets may be signed with, as far as they are known. */
  verifying(): Promise<readonly TicketKey[]>;
  /** As `verifying`, after looking for newer and older ones. Looks at most every few seconds. */
  refresh(): Promise<readonly TicketKey[]>;
}

export interface CallPorts {
  calls: CallStore;
  callTimers: CallTimerQueue;
  ticketKeys: TicketKeys;
  callLog: CallLogStore;
}
