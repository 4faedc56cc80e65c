/** What is stored of a call: the state, what became of its pushes, its timers and the lines of call logs. */
import type { CallDetails } from '../../content/payloads/voipPayload.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { Call } from './call.ts';
import type { CallTarget, CallTimelineEvent } from './timeline.ts';

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
export interface RingResult {
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
  next?: string | undefined;
}
