/** What a user has said about being reached: profile, do-not-disturb, mutes, blocks. */
import type { Device } from '../../devices/rules/device.ts';

/** Times of day in the user's own time zone, `HH:MM`. An end that is not after its start is on the next day. */
export interface QuietWindow {
  start: string;
  /** The first minute that is no longer quiet. */
  end: string;
}

export interface DoNotDisturb {
  windows: readonly QuietWindow[];
  /** Calls ring all the same. Default false. */
  allowCalls?: boolean | undefined;
  /** Messages that mention the user are pushed all the same. Default false. */
  allowMentions?: boolean | undefined;
}

export interface Profile {
  nickname?: string | undefined;
  avatarUrl?: string | undefined;
  /** BCP 47. For devices that say none of their own. */
  locale?: string | undefined;
  /** IANA name. Without one the device's counts, and without that UTC. */
  timeZone?: string | undefined;
  doNotDisturb?: DoNotDisturb | undefined;
}

/** What a user wants of one conversation. Default: `push`. */
export interface ConversationSettings {
  /** `silent`: shown without a sound. `none`: not pushed. */
  receive: 'push' | 'silent' | 'none';
  /** Messages that mention the user are pushed as if `receive` were `push`. Default false. */
  mentionsStillPush?: boolean | undefined;
}

/** Everything that decides whether and how a message or call reaches a user. */
export interface Recipient {
  userId: string;
  devices: readonly Device[];
  profile?: Profile | undefined;
  /** Of the conversation that the message is in. */
  conversation?: ConversationSettings | undefined;
  /** What went wrong when their data were read: nothing else is known of them then, and nothing can be decided. */
  fault?: unknown;
  /** The user has blocked the sender. */
  hasBlockedSender?: boolean | undefined;
}
