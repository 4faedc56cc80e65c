/** What is planned for one target: a push, a skip, or a failure. */
import type { PreparedPayload } from '../../apns/rules/preparedPayload.ts';
import type { ApnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { MessagePushType } from '../../content/offlinePush.ts';
import type { PushNote } from '../../content/payloads/pushNote.ts';
import type { Device, DeviceToken } from '../../devices/rules/device.ts';
import type { DeviceTarget, PushRule, SkipDecision, Target } from './decide.ts';
import type { PushAbout } from './externalPush.ts';
import type { RetryOccasion } from './retryPush.ts';

/** A push that can leave, of a message or of a recall. */
export interface DeliverablePush {
  decision: 'push';
  target: DeviceTarget;
  device: Device;
  token: DeviceToken;
  headers: ApnsHeaders;
  /** A plain object, or a `PreparedPayload`. */
  payload: object;
  pushType: MessagePushType;
  rule?: PushRule | undefined;
  notes?: readonly PushNote[] | undefined;
  /** For a further attempt, if there is one. */
  occasion?: RetryOccasion | undefined;
  /** With an external token. */
  about?: PushAbout | undefined;
}

/** A push of a message, as sending and explaining plan it. */
export interface PlannedPush extends DeliverablePush {
  rule: PushRule;
  notes: readonly PushNote[];
  payload: PreparedPayload;
  /** Size of the payload as UTF-8 JSON. */
  bytes: number;
  /** A text was shortened to fit. */
  truncated: boolean;
}

/** `unreadable`: the recipient's data. `internal_error`: the log has the cause. */
export type FailReason = 'unreadable' | 'internal_error';

/** One recipient for whom nothing could be planned: the others get theirs. */
export interface FailedPlan {
  decision: 'fail';
  target: Target;
  reason: FailReason;
}

export type PlannedTarget = PlannedPush | SkipDecision | FailedPlan;

export type DeliverableTarget = DeliverablePush | SkipDecision | FailedPlan;
