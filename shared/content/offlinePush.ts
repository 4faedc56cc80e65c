/** What a push shows and does: the settings of a message, and of a policy. */
import type { AppleTokenKind } from '../devices/rules/device.ts';

export interface CallHandle {
  type: 'generic' | 'phoneNumber' | 'emailAddress';
  value: string;
}

export interface VoipSettings {
  handle?: CallHandle | undefined;
  callerName?: string | undefined;
  hasVideo?: boolean | undefined;
}

/** Plays even if the phone is muted or in a Focus. The app needs Apple's critical alerts entitlement. */
export interface CriticalSound {
  /** `default`, or a file name with extension in the app. */
  name: string;
  critical: boolean;
  /** 0 to 1. */
  volume?: number | undefined;
}

/** `app`: the phone counts by itself, in the app's notification service extension. The others set `aps.badge`, or nothing. */
export type BadgeMode = 'none' | 'set' | 'increment' | 'app';

export interface BadgeSettings {
  mode: BadgeMode;
  /** `set`: the number. `increment`: how many more, by default 1. */
  value?: number | undefined;
}

/** `high`: at once. `normal`: when it suits the battery. `low`: without waking the phone. */
export type PushPriority = 'high' | 'normal' | 'low';

/** `apns-priority`. Apple: "Sending notification requests to APNs". */
export const apnsPriorities = { high: 10, normal: 5, low: 1 } as const satisfies Record<PushPriority, number>;

export type InterruptionLevel = 'passive' | 'active' | 'time-sensitive' | 'critical';

/** Texts of a push, in one language. */
export interface PushTexts {
  /** Shown above the text, in addition to it. */
  title?: string | undefined;
  subtitle?: string | undefined;
  /** Replaces the text. */
  desc?: string | undefined;
}

/** The app's own texts, found by key in its Localizable.strings. Apple: "Generating a remote notification". */
export interface LocalizationKeys {
  titleLocKey?: string | undefined;
  titleLocArgs?: readonly string[] | undefined;
  subtitleLocKey?: string | undefined;
  subtitleLocArgs?: readonly string[] | undefined;
  /** Replaces the text, like `desc`. */
  locKey?: string | undefined;
  locArgs?: readonly string[] | undefined;
}

/** `alert` shows, `voip` rings, `background` wakes the app and shows nothing. */
export type MessagePushType = 'alert' | 'voip' | 'background';

/** The settings that a policy may hold. */
export interface PushSettings extends PushTexts, LocalizationKeys {
  disabled?: boolean | undefined;
  pushType?: MessagePushType | undefined;
  /** `always`: also while the user is online. Default `offline`. */
  pushWhen?: 'offline' | 'always' | undefined;
  /** By language (BCP 47): replaces `title`, `subtitle` and `desc` for its readers. */
  texts?: Readonly<Record<string, PushTexts>> | undefined;
  /** Replace `{{name}}` in `title`, `subtitle` and `desc`, in every language. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** Only the message's IDs and `ext` go through Apple. */
  contentFree?: boolean | undefined;
  /** Passed to the app unchanged, at `ext` of the payload. */
  ext?: unknown;
  /** `none`, `default` (also if absent), or a file name with extension in the app. */
  sound?: string | CriticalSound | undefined;
  badge?: BadgeSettings | undefined;
  interruptionLevel?: InterruptionLevel | undefined;
  /** 0 to 1: the highest comes first in a summary. */
  relevanceScore?: number | undefined;
  threadId?: string | undefined;
  category?: string | undefined;
  /** At most 64 bytes. Default: the message's ID. */
  collapseId?: string | undefined;
  /** How long Apple stores it for a phone that it cannot reach. 0: one attempt. */
  ttlSeconds?: number | undefined;
  /** Only for alerts: a ring is always `high`, and a push that only wakes the app is `normal`. */
  priority?: PushPriority | undefined;
  mutableContent?: boolean | undefined;
  /** https URL that the app's notification service extension attaches. */
  image?: string | undefined;
  /** The alert also wakes the app in the background. */
  wakeInBackground?: boolean | undefined;
  /** Adds what the app's extension needs to show it as a person's message, with an avatar. */
  communication?: boolean | undefined;
  /** What the app does with it while it is in the foreground. */
  foreground?: 'show' | 'hide' | undefined;
  /** Only for `pushType: 'voip'`. */
  voip?: VoipSettings | undefined;
}

/** A team's named settings. */
export interface Policy extends PushSettings {
  /** Users may name it in their messages. Without it, it is for servers, and does not exist for users. */
  forUsers?: boolean | undefined;
}

export interface OfflinePush extends PushSettings {
  /** The team's named settings that these override. */
  policyId?: string | undefined;
}

export function pushTypeOf({ pushType = 'alert' }: Pick<PushSettings, 'pushType'>): MessagePushType {
  return pushType;
}

/** The kind of a device's token that a push goes to. */
export function tokenKindOf(pushType: MessagePushType): AppleTokenKind {
  return pushType === 'voip' ? 'voip' : 'alert';
}
