/** What is planned for one target: a push, a skip, or a failure. */
import type { PushNote } from '../../content/payloads/pushNote.ts';
import type { PushDecision, SkipDecision, Target } from './decide.ts';
import type { DevicePush } from './devicePush.ts';
import type { RetryOccasion } from './retryPush.ts';

export interface PlannedPush
  extends Omit<DevicePush, 'deadlineMs'>,
    Pick<PushDecision, 'decision' | 'rule' | 'pushType'> {
  /** Size of the payload as UTF-8 JSON. */
  bytes: number;
  /** A text was shortened to fit. */
  truncated: boolean;
  notes: readonly PushNote[];
  /** For a further attempt, if there is one. */
  occasion?: RetryOccasion | undefined;
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
