/** A user's settings about being reached: profile, do-not-disturb, mutes, blocks. */
import type { Device } from '../../devices/rules/device.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Times of day in the user's own time zone, `HH:MM`. An end that is not after its start is on the next day. */
export interface QuietWindow {
  /** Days on which it starts, in the user's own time zone. Default: every day. */
  days?: readonly Weekday[] | undefined;
  start: string;
  /** The first minute that is no longer quiet. */
  end: string;
}

export interface DoNotDisturb {
  windows: readonly QuietWindow[];
  /** ISO 8601, UTC: until then it is quiet without a break. */
  until?: string | undefined;
  /** Calls ring anyway. Default false. */
  allowCalls?: boolean | undefined;
  /** Messages that mention the user are pushed anyway. Default false. */
  allowMentions?: boolean | undefined;
}

export interface Profile {
  nickname?: string | undefined;
  avatarUrl?: string | undefined;
  /** BCP 47. For devices that report none. */
  locale?: string | undefined;
  /** IANA name. Without one the device's time zone applies, and without that UTC. */
  timeZone?: string | undefined;
  doNotDisturb?: DoNotDisturb | undefined;
  /** False: broadcasts do not reach the user. Default true. */
  receiveBroadcasts?: boolean | undefined;
}

/** A user's setting for one conversation. Default: that of the group, otherwise `push`. */
export interface ConversationSettings {
  /** `silent`: shown without sound and banner. `none`: not pushed. */
  receive: 'push' | 'silent' | 'none';
  /** Messages that mention the user are pushed as if `receive` were `push`. Default false. */
  mentionsStillPush?: boolean | undefined;
  /** ISO 8601, UTC: from then on these settings mean nothing. Absent: for good. */
  until?: string | undefined;
}

/** Everything that decides whether and how a message or call reaches a user. */
export interface Recipient {
  userId: string;
  devices: readonly Device[];
  profile?: Profile | undefined;
  /** Setting for the message's conversation. */
  conversation?: ConversationSettings | undefined;
  /** Why their data could not be read: nothing else is known about them then, and nothing can be decided. */
  fault?: unknown;
  /** The user has blocked the sender. */
  hasBlockedSender?: boolean | undefined;
}
