/** Stores of calls, their logs and timers, and the keys of ring tickets. */
import type { DeviceName } from '../devices/rules/deviceName.ts';
import type { DeviceTarget } from '../push/rules/decide.ts';
import type { TargetOutcome } from '../push/rules/targetOutcome.ts';
import type { Call } from './rules/call.ts';
import type { DetailsRevision } from './rules/callRevision.ts';
import type {
  CallLogEntry,
  CallLogPage,
  CallRecord,
  CallReport,
  CallTimer,
  HeardReport,
  LoggedCall,
  RepeatedAlert,
  RingResult,
} from './rules/record.ts';
import type { PublishedRing, RingChannelAddress } from './rules/ringChannel.ts';
import type { TicketKey } from './rules/ticketSeal.ts';
import type { CallTimelineEvent } from './rules/timeline.ts';

/**
 * What others write about a call is stored beside it, in separate items of fixed size, so that nobody can make the call
 * too large to write, and phones that report at the same time do not wait for each other.
 */
export interface CallStore {
  /** @returns false if a call with this ID exists: nothing is written then. */
  create(record: CallRecord): Promise<boolean>;
  /**
   * Creates a call between two users, unless the callee's own call to this caller may still ring.
   * @param over that call, once it is known to have stopped ringing.
   * @returns `rings`: the ID of the callee's call. Nothing is written then, nor if a call with this ID `exists`.
   */
  createBetween(record: CallRecord, callee: string, over?: string): Promise<'created' | 'exists' | { rings: string }>;
  find(callId: string): Promise<CallRecord | undefined>;
  /** Everything that is stored about it. */
  report(callId: string): Promise<CallReport | undefined>;
  /**
   * Writes a change of a call, unless a conflicting change was written in between.
   * @param read the call as it was read.
   * @param changed the next version.
   * @returns the current call; undefined if it must be read again.
   */
  change(read: Call, changed: Call): Promise<Call | undefined>;
  /**
   * Changes fields of a call that rings or is answered. Of two concurrent revisions of a field the later one stays.
   * @returns the revised call; undefined if it is over.
   */
  revise(callId: string, revision: DetailsRevision, revisedAtMs: number): Promise<CallRecord | undefined>;
  /** Adds outcomes of pushes, whatever the state is by then. */
  recordRing(callId: string, result: RingResult): Promise<void>;
  /** Outcome of ringing one phone in one way. */
  findTarget(callId: string, target: DeviceTarget): Promise<TargetOutcome | undefined>;
  /** Counts repeated alerts, and keeps the last outcome of each phone. */
  countRepeated(callId: string, alerts: readonly RepeatedAlert[]): Promise<void>;
  /** When the next ones are due. */
  repeatAlertsAt(callId: string, dueAtMs: number): Promise<void>;
  /** Notes that phones show the call's Live Activity. */
  noteActivity(callId: string): Promise<void>;
  /** Stores a device's report, unless one of its kind is stored. @returns whether it is stored now. */
  addReport(callId: string, report: CallTimelineEvent & DeviceName, heard: HeardReport): Promise<boolean>;
  /**
   * Notes that these callees get their missed-call alert now.
   * @returns those not noted before: of several concurrent callers, one gets each callee.
   */
  claimMissedAlerts(callId: string, userIds: readonly string[]): Promise<string[]>;
  /** Undoes that for callees whose alert failed, so that a later try sends it. */
  releaseMissedAlerts(callId: string, userIds: readonly string[]): Promise<void>;
  /**
   * Notes that these phones, by `phoneKey`, are insured by an alert now.
   * @returns those not noted before: of several concurrent callers, one gets each phone.
   */
  claimInsurance(callId: string, phones: readonly string[]): Promise<string[]>;
  /** Notes that an insured phone has reported the call. */
  noteInsuredReport(callId: string, phone: string): Promise<void>;
  /** Adds entries to the timeline: one for each event, reason and device. */
  note(callId: string, events: readonly CallTimelineEvent[]): Promise<void>;
}

export interface CallTimerQueue {
  /** Each is delivered when it is due, never before, and at least once. @returns those that the queue rejected. */
  schedule(timers: readonly CallTimer[]): Promise<CallTimer[]>;
}

export interface CallLogStore {
  /** An existing entry is not an error. @returns those that could not be written now. */
  add(entries: readonly CallLogEntry[]): Promise<CallLogEntry[]>;
  /** The calls of a page, as far as they still exist. */
  calls(callIds: readonly string[]): Promise<LoggedCall[]>;
  /** Newest first. @param after `next` of the previous page. */
  list(userId: string, limit: number, after?: string): Promise<CallLogPage>;
  /** `next` of a page that ends with this entry. */
  placeOf(entry: CallLogEntry): string;
  /** Matches every `next`, and little else. */
  readonly placePattern: RegExp;
}

/** The keys that sign ring tickets. */
export interface TicketKeys {
  /** The signing key. A ring waits for it, so it comes within 300 ms or is an error. */
  signing(): Promise<TicketKey>;
  /** Keys that tickets may be signed with, as far as they are known. */
  verifying(): Promise<readonly TicketKey[]>;
  /** Like `verifying`, after fetching newer and older ones. Fetches at most every few seconds. */
  refresh(): Promise<readonly TicketKey[]>;
}

export interface RingPublisher {
  /** @throws Error if the channel does not take it: phones then learn by asking. */
  publish(ring: PublishedRing): Promise<void>;
}

export interface CallPorts {
  /** Where ringing phones listen; undefined on a stage without a ring channel. */
  ringChannel?: RingChannelAddress | undefined;
  /** Absent on a stage without a ring channel. */
  rings?: RingPublisher | undefined;
  calls: CallStore;
  callTimers: CallTimerQueue;
  ticketKeys: TicketKeys;
  callLog: CallLogStore;
}
