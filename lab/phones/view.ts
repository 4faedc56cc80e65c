/**
 * State of a phone: the answer of `GET /lab/phones/{phoneId}` (docs/lab.md, "Routes") which the page draws. Types and
 * plain data only, because the page's bundle imports this file too.
 */
import type { CallState } from '../../shared/calls/rules/callState.ts';
import type { EndedReason } from '../../shared/calls/rules/endedReason.ts';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';

export const appStates = ['foreground', 'background', 'killed'] as const;
/** `killed`: the app's process does not run. iOS starts it for a VoIP push. */
export type AppState = (typeof appStates)[number];

export const builds = ['release', 'debug'] as const;
/** How Xcode signed the app: release builds get production tokens, debug builds development tokens. */
export type Build = (typeof builds)[number];

export const permissions = ['granted', 'provisional', 'notDetermined', 'denied'] as const;
/**
 * The user's answer when the app asked to show notifications. `provisional`: the app has not asked, and may show them in
 * Notification Centre. VoIP pushes do not need it.
 */
export type Permission = (typeof permissions)[number];

export type Network = 'on' | 'off';

export const phoneActions = [
  'answer',
  'decline',
  'busy',
  'mute',
  'hold',
  'speaker',
  'end',
  'holdAndAnswer',
  'endAndAnswer',
  'swap',
  'callBack',
  'seeRecents',
  'join',
  'open',
  'home',
  'lock',
  'kill',
  'clear',
  'dismiss',
  'respond',
  'deliverSummary',
] as const;
/**
 * What a user can tap. `mute`, `hold` and `speaker` toggle. `holdAndAnswer`, `endAndAnswer`: a second call, with what
 * becomes of the first; `swap`: the call on hold. `callBack`: an entry of Recents; `seeRecents`: open that list. `join`:
 * a call, on its Live Activity. `home`: unlock, or leave the app. `clear`: clear the lock screen;
 * `dismiss`: clear one notification. `respond`: an action of a notification's category. No tap means `busy` and
 * `deliverSummary`: they stand for an app that finds its user in another kind of call, and for the time of the summary.
 */
export type PhoneAction = (typeof phoneActions)[number];

export const quietReasons = ['passive', 'focus', 'provisional', 'summary'] as const;
/**
 * Why a notification came without banner and sound. `passive`: its sender wants that; it is on the lock screen all the
 * same. `focus`, `provisional`: only in Notification Centre. `summary`: it has waited for the scheduled summary.
 */
export type QuietReason = (typeof quietReasons)[number];

export const notificationActions = ['reply', 'mute'] as const;
/** What the lab's app offers under a notification: to write back, or to mute the conversation. */
export type NotificationAction = (typeof notificationActions)[number];

/** Which notification the user acts on. With `respond`: the action, and with `reply` what the user wrote. */
export interface NotificationResponse {
  messageId?: string | undefined;
  actionId?: NotificationAction | undefined;
  text?: string | undefined;
}

/** The categories of the lab's app, by their identifiers. iOS shows no buttons for others. */
export const appCategories: Readonly<Record<string, readonly NotificationAction[]>> = {
  message: ['reply', 'mute'],
};

export interface ShownNotification {
  /** For pushes about a message. */
  messageId?: string | undefined;
  title?: string | undefined;
  subtitle?: string | undefined;
  body: string;
  sound?: string | undefined;
  /** Notifications of one thread are shown as one stack. */
  threadId?: string | undefined;
  /** `time-sensitive` ones break through, as in iOS. */
  interruptionLevel?: string | undefined;
  /** Absent: it came with banner and sound. */
  quiet?: QuietReason | undefined;
  /** `aps.category`: see `appCategories`. */
  category?: string | undefined;
  /** 0 to 1. The scheduled summary has the highest on top. */
  relevanceScore?: number | undefined;
  /** URL of a picture that the app's extension attached. The lab shows one of its own in its place. */
  image?: string | undefined;
  /** Sender of a communication notification, which iOS shows with an avatar. */
  sender?: { userId: string; name?: string | undefined; avatarUrl?: string | undefined } | undefined;
  /** For an alert that rings instead of a VoIP push. */
  call?: { callId: string; hasVideo: boolean } | undefined;
  /** For an alert about a missed call. */
  missedCall?: { callId: string } | undefined;
  /** ISO 8601, UTC. */
  at: string;
}

/** What an action is about. */
export interface ActionDetails extends NotificationResponse {
  /** With `callBack`: the entry of Recents. */
  callId?: string | undefined;
  /** With `join`. */
  activityId?: string | undefined;
}

/** One call as this phone shows it. It stays, with how it ended, until the next call or until it is cleared. */
export interface CallView {
  callId: string;
  state: CallState;
  /** Set if the end of the call on this phone was reported to CallKit. Not set if the user ended it here. */
  endedReason?: EndedReason | undefined;
  callerName: string;
  hasVideo: boolean;
  handle: { type: string; value: string };
  /** Set if this phone has started the call: the names above are those of the other side then. */
  isOutgoing?: true | undefined;
  /** For an outgoing call: whether a phone of the other side has reported that it rings. */
  isRingingThere?: boolean | undefined;
  /** What the user did with CallKit's buttons: CXSetMutedCallAction, CXSetHeldCallAction. */
  muted: boolean;
  held: boolean;
  /** Where the app plays the sound. Nothing that CallKit knows. */
  speaker?: boolean | undefined;
  /** CXCallUpdate.supportsHolding: without it there is no hold button. */
  supportsHolding: boolean;
  /** Epoch seconds: when the ringing ends. */
  expiresAt: number;
  /** ISO 8601, UTC. */
  answeredAt?: string | undefined;
  endedAt?: string | undefined;
}

/** An entry in the Recents of the Phone app. */
export interface RecentCall {
  callId: string;
  /** The other side. */
  callerName: string;
  handle: { type: string; value: string };
  hasVideo: boolean;
  isOutgoing: boolean;
  /** Nobody answered it on any phone of the user. */
  isMissed: boolean;
  /** When it began: ISO 8601, UTC. */
  at: string;
  /** How long it ran on this phone; absent if it did not. */
  durationSeconds?: number | undefined;
}

/** A Live Activity on the lock screen. */
export interface ActivityView {
  /** `activityId` of its attributes. */
  activityId: string;
  /** Name and fields of the app's `ActivityAttributes` type. */
  attributesType: string;
  attributes: Readonly<Record<string, unknown>>;
  contentState: Readonly<Record<string, unknown>>;
  /** As ActivityKit names it. `stale`: its stale date is past. `ended`: shown until its dismissal date. */
  state: 'active' | 'stale' | 'ended';
  /** When that content was true: ISO 8601, UTC. */
  at: string;
  /** The broadcast channel that updates it. Absent: an update token does. */
  channelId?: string | undefined;
}

export interface PhoneView {
  phoneId: string;
  deviceId: string;
  /** `Bob’s iPhone` */
  name: string;
  userId?: string | undefined;
  /** The user's nickname, or else e-mail address, if any. */
  userName?: string | undefined;
  appId: string;
  build: Build;
  /** The user's settings in iOS, which the app reports when it registers: BCP 47, IANA, ISO 3166. */
  locale: string;
  timeZone: string;
  territory?: string | undefined;
  environment: ApnsEnvironment;
  installed: boolean;
  /** The API's answer to the app's last registration. Absent without a user. */
  registration?: { registered: boolean; problem?: string | undefined } | undefined;
  state: AppState;
  locked: boolean;
  network: Network;
  permission: Permission;
  /** The installed version of the app, which it reports when it next registers. */
  appVersion: string;
  reportsCalls: boolean;
  /** How long the app takes to report a call to CallKit. From 7,000 on, iOS does not wait for it. */
  reportDelayMs: number;
  /** How far the phone's date and time are ahead; negative: behind. */
  clockErrorMs: number;
  /** Whether the app names the other of Apple's two hosts when it registers its tokens. */
  wrongEnvironment: boolean;
  /** The user's settings for the app's notifications: without alerts nothing is shown, and no extension runs. */
  allowsAlerts: boolean;
  allowsSounds: boolean;
  allowsBadges: boolean;
  /** A Focus of iOS: it silences alerts that are not `time-sensitive`. No app and no server learns of it. */
  focus: boolean;
  /** Users whose communication notifications the Focus lets through. */
  focusAllows: readonly string[];
  /** The app's notifications wait for the scheduled summary, unless they are `time-sensitive` or of a person. */
  summary: boolean;
  /** The user ended the app's process: until the app is opened or the phone restarted, no background push starts it. */
  forceQuit: boolean;
  /** iOS delays pushes that only wake the app, and keeps the newest alone until the app is opened. */
  holdsBackgroundPushes: boolean;
  isHoldingPush: boolean;
  /** Background pushes lost since the app was last opened, or the phone restarted. `replaced`: iOS held a newer one instead. */
  lostPushes: { forceQuit: number; replaced: number };
  /** Why the app could not send what its user wrote into a notification. */
  replyProblem?: string | undefined;
  /** Since a restart the phone has not been unlocked, and the app cannot read its login from the keychain. */
  beforeFirstUnlock: boolean;
  /** On the lock screen and in Notification Centre, newest first. */
  notifications: ShownNotification[];
  /** How many notifications wait for the scheduled summary. */
  waiting: number;
  /** Everything that was ever shown, newest first: the app's conversation. At most 50. */
  history: ShownNotification[];
  badge: number;
  /** Newest first. */
  activities: ActivityView[];
  call?: CallView | undefined;
  /** A call beside that one: it comes in while that one runs, or it is on hold. */
  secondCall?: CallView | undefined;
  /** The Phone app's list of calls, newest first. At most 50. */
  recents: RecentCall[];
  /** Badge of the Phone app: missed calls since its list was last opened. */
  missedCalls: number;
  /** Why the app could not start or join a call. */
  callProblem?: string | undefined;
  voip: { blocked: boolean; missedReports: number };
}

/** `PATCH /lab/phones/{phoneId}`. */
export interface PhoneChange {
  state?: AppState | undefined;
  network?: Network | undefined;
  permission?: Permission | undefined;
  appVersion?: string | undefined;
  reportsCalls?: boolean | undefined;
  reportDelayMs?: number | undefined;
  clockErrorMs?: number | undefined;
  wrongEnvironment?: boolean | undefined;
  allowsAlerts?: boolean | undefined;
  allowsSounds?: boolean | undefined;
  allowsBadges?: boolean | undefined;
  focus?: boolean | undefined;
  focusAllows?: readonly string[] | undefined;
  summary?: boolean | undefined;
  holdsBackgroundPushes?: boolean | undefined;
  restarted?: true | undefined;
  locale?: string | undefined;
  timeZone?: string | undefined;
  territory?: string | undefined;
  uninstalled?: true | undefined;
}

export const breakages = ['appleClock', 'revokedCertificate', 'revokedKey', 'silentTable', 'throttledTable'] as const;
/**
 * What `POST /lab/breakages` breaks until `DELETE /lab/faults`. `appleClock`: Apple's clock is two hours ahead.
 * `silentTable`: DynamoDB does not answer. `throttledTable`: it throttles every write.
 */
export type Breakage = (typeof breakages)[number];

/** A request that sent a message or started a call, as the page lists it. */
export interface SentRequest {
  kind: 'message' | 'call';
  /** `messageId` or `callId`. */
  id: string;
  from: string;
  to: { userId?: string | undefined; userIds?: string[] | undefined; groupId?: string | undefined };
  /** Text of a message, if it has any. */
  text?: string | undefined;
  hasVideo?: boolean | undefined;
  /** ISO 8601, UTC. */
  receivedAt: string;
  /** What was sent, so that it can be sent again. `asUser`: with that user's token; otherwise it was signed. */
  path: string;
  body: string;
  asUser?: string | undefined;
  /** Outcomes in the answer. */
  targets: SentTarget[];
}

/** The part of an outcome that the page reads: docs/api.md, "Outcomes". */
export interface SentTarget {
  userId: string;
  deviceId?: string | undefined;
  kind?: string | undefined;
  outcome: string;
  reason?: string | undefined;
}

/** Whether the activity is the card of that call, in a group. */
export function isCardOf({ attributesType, attributes }: ActivityView, callId: string): boolean {
  return attributesType === 'GroupCallAttributes' && attributes['callId'] === callId;
}

/** The call that comes in on this phone: it rings, alone or beside another one. */
export function incomingCall({ call, secondCall }: Pick<PhoneView, 'call' | 'secondCall'>): CallView | undefined {
  return [secondCall, call].find((each) => each && each.state === 'ringing' && !each.isOutgoing && !isOver(each));
}

/** Whether the call neither rings nor runs on this phone any more. */
export function isOver(call: Pick<CallView, 'state' | 'endedReason'>): boolean {
  return call.endedReason !== undefined || (call.state !== 'ringing' && call.state !== 'answered');
}
