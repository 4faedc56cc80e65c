/** A push that is tried again later. */
import type { ApnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { TokenKind } from '../../devices/rules/device.ts';

/** A push that is tried again. It names the device, not its token: by then that may be another. */
export interface RetryPush {
  userId: string;
  deviceId: string;
  kind: TokenKind;
  headers: ApnsHeaders;
  payload: object;
  /** At least 1. */
  attemptsMade: number;
  /** What its message asked for, as far as it decides again who is reached. Absent: nothing of it, or a recall. */
  occasion?: RetryOccasion | undefined;
}

export interface RetryOccasion {
  /** Online users are pushed to as well. */
  alsoOnline?: true | undefined;
  /** The message mentions this user. */
  isMentioned?: true | undefined;
}
