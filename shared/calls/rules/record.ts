/** What is stored about a call: its state, the outcomes of its pushes, its timers and call log entries. */
import type { CallDetails } from '../../content/payloads/voipPayload.ts';
import type { Device } from '../../devices/rules/device.ts';
import type { DeviceName } from '../../devices/rules/deviceName.ts';
import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';
import type { Call } from './call.ts';
import type { CallTarget, CallTimelineEvent } from './timeline.ts';

/** A stored call: the state machine's part, and the content for its phones. Small, whoever is called. */
export interface CallRecord {
  call: Call;
  hasVideo: boolean;
  details: CallDetails;
  /** Epoch milliseconds: when the caller last changed `details`. Absent: phones show what their push contained. */
  revisedAtMs?: number | undefined;
  /** One of the apps shows its users coarse outcomes. */
  isCoarse?: true | undefined;
  /** Whether the members of the called group get a Live Activity of the call. Absent: as their apps set it. */
  liveActivity?: boolean | undefined;
  /** Phones show that Live Activity: each change of the call is broadcast to them. */
  showsActivity?: true | undefined;
  /** The app of a rung phone asks for a background push when the ringing stops. */
  tellsWhenStopped?: boolean | undefined;
  /** Epoch milliseconds: when the phones that ring by alerts get the next one. */
  repeatAlertsAtMs?: number | undefined;
  /** ID of the request that started it: the log lines of its timers name it. */
  requestId?: string | undefined;
  /** Epoch milliseconds: when the caller tapped, or else when the request arrived. Absent in calls of 0.3.0. */
  tappedAtMs?: number | undefined;
  /** Callees for whom the missed-call alert is due or sent. */
  missedAlerts?: ReadonlySet<string> | undefined;
  /** Phones whose ring is insured by an alert, by `phoneKey`. */
  insured?: ReadonlySet<string> | undefined;
  /** Those of them that reported the call afterwards. */
  insuredReports?: ReadonlySet<string> | undefined;
}

/** Which phone has reported a ring to CallKit, and when its report arrived. */
export interface HeardReport extends DeviceName, Pick<Device, 'appId' | 'appVersion' | 'osVersion'> {
  /** Epoch milliseconds, by the server's clock: the phone's may be wrong. */
  arrivedAtMs: number;
  /** Epoch milliseconds, by the same clock: when CallKit took the call. Absent unless the phone says how long ago it was. */
  happenedAtMs?: number | undefined;
}

/** A call with the outcomes of its pushes, and its timeline. */
export interface CallReport extends CallRecord {
  targets: TargetOutcome[];
  timeline: CallTimelineEvent[];
  /** Reports of phones; absent if none is stored. */
  heard?: readonly HeardReport[] | undefined;
}

/** Outcomes of ringing some of the callees. */
export interface RingResult {
  targets: readonly CallTarget[];
  /** See {@link CallRecord}; absent: unchanged. */
  isCoarse?: true | undefined;
  tellsWhenStopped?: true | undefined;
  repeatAlertsAtMs?: number | undefined;
}

/** Outcome of a repeated alert. */
export interface RepeatedAlert {
  at: string;
  outcome: TargetOutcome;
}

/** Timers about the Live Activity of a call in a group. */
export type ActivityTask = 'show_activity' | 'update_activity' | 'remove_activity';

/** A timer of a call, as its queue delivers it. */
export interface CallTimer {
  callId: string;
  /** Epoch milliseconds. */
  dueAtMs: number;
  /**
   * `expire`: phones have rung long enough. `repeat_alerts`: phones that ring by alerts get another one.
   * `stop_ringing`: the phones of `userIds` that still show the ring get a background push that ends it. `tell_missed`:
   * `userIds` have missed the call, and get an alert about it. `insure`: phones that have not reported the call in time
   * get an alert. `withdraw_insurance`: those that have reported it since lose the alert. `show_activity`: members of the
   * group get the call's Live Activity. `update_activity`: it shows the call as it is now. `remove_activity`: its
   * channels are deleted.
   */
  task: 'expire' | 'repeat_alerts' | 'stop_ringing' | 'tell_missed' | 'insure' | 'withdraw_insurance' | ActivityTask;
  /** For `show_activity`: the member after whom it goes on; absent: it begins. */
  cursor?: string | undefined;
  userIds?: string[] | undefined;
  /** Epoch milliseconds, for `tell_missed` and `insure`: until then it waits for pushes that are still on their way. */
  waitsUntilMs?: number | undefined;
  /** See {@link CallRecord}. */
  requestId?: string | undefined;
}

/** An entry of a user's call log: the call, and when it began. Its outcome is read from the call itself. */
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
