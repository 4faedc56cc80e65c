/**
 * What a phone shows: the answer of `GET /lab/phones/{phoneId}` (contract.md, "The phone lab") and what the page draws.
 * Types and plain data only, because the page's bundle imports this file too.
 */
import type { CallState, EndedReason } from '../../shared/rules/call.ts';
import type { ApnsEnvironment } from '../../shared/rules/device.ts';

export const appStates = ['foreground', 'background', 'killed'] as const;
/** `killed`: the app's process does not run. iOS starts it for a VoIP push. */
export type AppState = (typeof appStates)[number];

export const builds = ['release', 'debug'] as const;
/** How Xcode signed the app: release builds get production tokens, debug builds development tokens. */
export type Build = (typeof builds)[number];

export const permissions = ['granted', 'denied'] as const;
/** What the user answered when the app asked to show notifications. VoIP pushes do not need it. */
export type Permission = (typeof permissions)[number];

export type Network = 'on' | 'off';

export const phoneActions = ['answer', 'decline', 'end', 'open', 'home', 'lock', 'kill', 'clear'] as const;
/** What a finger can do. `home`: unlock, or leave the app. `clear`: wipe the lock screen. */
export type PhoneAction = (typeof phoneActions)[number];

export const callStates = [
  'ringing',
  'answered',
  'declined',
  'busy',
  'cancelled',
  'timedOut',
  'ended',
  'failed',
] as const satisfies CallState[];

export interface ShownNotification {
  title?: string;
  subtitle?: string;
  body: string;
  sound?: string;
  /** Notifications of one thread are shown as one stack. */
  threadId?: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** One call as this phone shows it. It stays, with how it ended, until the next call or until it is cleared. */
export interface CallView {
  callId: string;
  state: CallState;
  /** Set when CallKit was told that the call is over on this phone. Not set when the user ended it here. */
  endedReason?: EndedReason;
  callerName: string;
  hasVideo: boolean;
  handle: { type: string; value: string };
  /** Epoch seconds: the ringing ends then. */
  expiresAt: number;
  /** ISO 8601, UTC. */
  answeredAt?: string;
  endedAt?: string;
}

export interface PhoneView {
  phoneId: string;
  deviceId: string;
  /** `Bob's iPhone` */
  name: string;
  userId?: string;
  appId: string;
  build: Build;
  environment: ApnsEnvironment;
  installed: boolean;
  /** What the API said to the app's last registration. Not there without a user. */
  registration?: { registered: boolean; problem?: string };
  state: AppState;
  locked: boolean;
  network: Network;
  permission: Permission;
  reportsCalls: boolean;
  /** On the lock screen and in Notification Centre, newest first. */
  notifications: ShownNotification[];
  /** Everything that was ever shown, newest first: the app's conversation. At most 50. */
  history: ShownNotification[];
  badge: number;
  call?: CallView;
  voip: { blocked: boolean; missedReports: number };
}

/** `PATCH /lab/phones/{phoneId}`. */
export interface PhoneChange {
  state?: AppState | undefined;
  network?: Network | undefined;
  permission?: Permission | undefined;
  reportsCalls?: boolean | undefined;
  uninstalled?: true | undefined;
}

/** Whether the call neither rings nor runs on this phone any more. */
export function isOver(call: Pick<CallView, 'state' | 'endedReason'>): boolean {
  return call.endedReason !== undefined || (call.state !== 'ringing' && call.state !== 'answered');
}
