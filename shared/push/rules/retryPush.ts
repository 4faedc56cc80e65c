/** A push to be retried later. */
import type { ApnsHeaders } from '../../apns/rules/pushTypes.ts';
import type { TokenKind } from '../../devices/rules/device.ts';
import type { ConversationLevel } from '../../people/rules/conversationLevel.ts';

/** A retried push. It names the device, not its token: by then the token may have changed. */
export interface RetryPush {
  userId: string;
  deviceId: string;
  kind: TokenKind;
  headers: ApnsHeaders;
  payload: object;
  /** At least 1. */
  attemptsMade: number;
  /** The message's settings that decide again who is reached. Absent: none, or a recall. */
  occasion?: RetryOccasion | undefined;
  /** The team's function has reported that the last attempt failed. Only with an external token. */
  isHandedOver?: true | undefined;
}

export interface RetryOccasion {
  /** Online users are pushed to as well. */
  alsoOnline?: true | undefined;
  /** The message mentions this user. */
  isMentioned?: true | undefined;
  /** Default level of the members of the message's group. */
  groupLevel?: ConversationLevel | undefined;
  /** A server forces the message. */
  isForced?: true | undefined;
}
