/** What calls work with: where they, their timers, logs and directories are kept. */
import type { Call } from '../rules/call.ts';
import type { DirectoryChange, DirectoryEntries, DirectoryEntry } from '../rules/callDirectory.ts';
import type { CallTarget, CallTimelineEvent } from '../rules/callTimeline.ts';
import type { Target } from '../rules/decide.ts';
import type { Device } from '../rules/device.ts';
import type { MissedReport } from '../rules/reportGuard.ts';
import type { TicketKey } from '../rules/ringTicket.ts';
import type { TargetOutcome } from '../rules/targetOutcome.ts';
import type { CallDetails } from '../rules/voipPayload.ts';

/** A call as it is kept: the state machine's part, and what its phones are told. Small, whoever is called. */
export interface CallRecord {
  call: Call;
  hasVideo: boolean;
  details: CallDetails;
  /** An app that is concerned shows its users coarse outcomes. */
  isCoarse?: true | undefined;
  /** The app of a phone that was rung wants a background push when the ringing stops. */
  tellsWhenStopped?: boolean | undefined;
  /** Epoch milliseconds: when the phones that are rung by alerts get the next one. */
  repeatAlertsAtMs?: number | undefined;
  /** Of the request that began it: the log lines of what its timers do name it. */
  requestId?: string | undefined;
  /** The callees who get or have got the alert that they have missed the call. */
  missedAlerts?: ReadonlySet<string> | undefined;
}

/** A call with what became of its pushes, and what has happened in it. */
export interface CallReport extends CallRecord {
  targets: TargetOutcome[];
  timeline: CallTimelineEvent[];
}

/** What became of ringing some of the callees. */
export interface RingReport {
  targets: readonly CallTarget[];
  /** See {@link CallRecord}; absent: as it was. */
  isCoarse?: true | undefined;
  tellsWhenStopped?: true | undefined;
  repeatAlertsAtMs?: number | undefined;
}

/** What became of an alert that came again. */
export interface RepeatedAlert {
  at: string;
  outcome: TargetOutcome;
}

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
  recordRing(callId: string, report: RingReport): Promise<void>;
  /** What became of ringing one phone in one way. */
  findTarget(callId: string, target: Required<Target>): Promise<TargetOutcome | undefined>;
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

/** Something to do about a call at a moment: what the call timers' queue hands over. */
export interface CallTimer {
  callId: string;
  /** Epoch milliseconds. */
  dueAtMs: number;
  /**
   * `expire`: phones have rung long enough. `repeat_alerts`: those that are rung by alerts get another one.
   * `stop_ringing`: the phones of `userIds` that still show the ring are told, in the background, that it is over.
   * `tell_missed`: `userIds` have missed the call, and get an alert that says so.
   */
  task: 'expire' | 'repeat_alerts' | 'stop_ringing' | 'tell_missed';
  userIds?: string[] | undefined;
  /** Epoch milliseconds, of `tell_missed`: until then it waits for the pushes that still ring. */
  waitsUntilMs?: number | undefined;
  /** See {@link CallRecord}. */
  requestId?: string | undefined;
}

export interface CallTimerQueue {
  /** Each is handed over when it is due, never before, and at least once. @returns those that the queue did not take. */
  schedule(timers: readonly CallTimer[]): Promise<CallTimer[]>;
}

/** A line of a user's call log: which call, and when it began. What became of it is read from the call itself. */
export interface CallLogEntry {
  userId: string;
  callId: string;
  /** Epoch milliseconds. */
  createdAtMs: number;
}

/** What the log shows of a call. */
export type LoggedCall = Pick<CallRecord, 'call' | 'hasVideo'>;

export interface CallLogPage {
  entries: CallLogEntry[];
  /** Where the next page begins; undefined on the last one. */
  next?: string;
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
}

/** How a change of a user's call directory went. `full`: it holds as many numbers as it may. */
export type DirectoryWrite = 'changed' | 'unchanged' | 'full';

export interface CallDirectoryStore {
  /**
   * @param entry undefined takes the number out. @param number E.164 without `+`.
   * @param territory whose dialling rules the number was read by: calls are read by the same.
   */
  set(userId: string, number: string, entry: DirectoryEntry | undefined, territory: string): Promise<DirectoryWrite>;
  /** The version of the last change; 0 when there was none. */
  version(userId: string): Promise<number>;
  entries(userId: string): Promise<DirectoryEntries>;
  /** All changes after a version, as far as they are kept. */
  changesSince(userId: string, version: number): Promise<DirectoryChange[]>;
}

/** The part of the call directories that ringing needs. */
export interface BlockedNumberStore {
  /** In the order of the questions. @param asked of each user, numbers in E.164 without `+`. */
  find(asked: readonly { userId: string; numbers: readonly string[] }[]): Promise<BlockedNumbers[]>;
}

export interface BlockedNumbers {
  /** The user blocks one of the numbers. */
  blocks: boolean;
  /** The territories whose dialling rules the user's numbers were last read by. */
  territories: readonly string[];
}

/** The keys that sign ring tickets. */
export interface TicketKeys {
  /** The one to sign with. */
  signing(): Promise<TicketKey>;
  /** Those that tickets may be signed with, as far as they are known. */
  verifying(): Promise<readonly TicketKey[]>;
  /** As `verifying`, after looking for newer and older ones. Looks at most every few seconds. */
  refresh(): Promise<readonly TicketKey[]>;
}

/** The report guard's notes, on the device. Of a device that is gone nothing is noted. */
export interface ReportStore {
  /**
   * Counts a call that rang a device and was not reported, as the rule has decided it for the device as it was read.
   * @returns the device when it was counted now: not when something has been counted or settled since it was read.
   */
  addMissed(device: Device, missed: MissedReport, nowMs: number): Promise<Device | undefined>;
  /**
   * A report has come, or the app was started: calls that began until then count no longer.
   * @param reportingVersion of the app, when it was a report.
   */
  settle(device: DeviceName, untilMs: number, reportingVersion?: string): Promise<void>;
  /** A device that has missed reports has sent a receipt. */
  noteReceipt(device: DeviceName, nowMs: number): Promise<void>;
}

export interface DeviceName {
  userId: string;
  deviceId: string;
}
