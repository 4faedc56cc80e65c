import type { LabTokenKind } from '../apple/apple.ts';
import { allAllowed, type NotificationSettings } from './notificationSettings.ts';
import type { TrayRecord } from './notificationTray.ts';
import type { RecentsRecord } from './recents.ts';
import type { AppState, Build, Network, PhoneView } from './view.ts';

/** Properties of a phone that last from its creation to its end. */
export interface PhoneIdentity {
  phoneId: string;
  deviceId: string;
  name: string;
  /** The user who is logged in to the app; without one the app only shows what arrives. */
  userId?: string | undefined;
  userName?: string | undefined;
  appId: string;
  build: Build;
}

/**
 * The part of a phone that survives a restart of the lab (`--data`). Calls are stored once they are over: nobody stays in
 * one that long.
 */
export interface PhoneRecord extends PhoneIdentity, NotificationSettings {
  tokens: Readonly<Record<LabTokenKind, string>>;
  /** Device token that starts Live Activities. The activities themselves do not survive. Absent in earlier data. */
  liveActivityToken?: string | undefined;
  installed: boolean;
  state: AppState;
  locked: boolean;
  network: Network;
  locale: string;
  timeZone: string;
  territory?: string | undefined;
  appVersion: string;
  reportsCalls: boolean;
  reportDelayMs: number;
  clockErrorMs: number;
  wrongEnvironment: boolean;
  forceQuit: boolean;
  holdsBackgroundPushes: boolean;
  beforeFirstUnlock: boolean;
  voip: PhoneView['voip'];
  tray: TrayRecord;
  recents: RecentsRecord;
}

/** What changes about a phone while the lab runs. */
export type PhoneNow = Omit<PhoneRecord, keyof PhoneIdentity | keyof KeptOfPhone>;

type KeptOfPhone = Pick<PhoneRecord, 'tokens' | 'tray' | 'recents' | 'liveActivityToken'>;

/** A record without `tokens` is that of a new phone. */
export type PhoneStart = Omit<PhoneRecord, 'tokens'> & { tokens?: PhoneRecord['tokens'] | undefined };

/** A record in its three parts. `kept`: what other classes look after. */
export function partsOf(record: PhoneStart): {
  identity: PhoneIdentity;
  kept: Omit<KeptOfPhone, 'tokens'> & Pick<PhoneStart, 'tokens'>;
  now: PhoneNow;
} {
  const { phoneId, deviceId, name, userId, userName, appId, build, ...rest } = record;
  const { tokens, tray, recents, liveActivityToken, ...now } = rest;
  const identity = { phoneId, deviceId, name, appId, build, userId, userName };
  return { identity, kept: { tokens, tray, recents, liveActivityToken }, now };
}

/** A phone fresh from the box, with the app installed and opened once. */
export function newPhoneState(): Omit<PhoneRecord, keyof PhoneIdentity | 'tokens'> {
  return {
    installed: true,
    state: 'background',
    locked: true,
    network: 'on',
    locale: 'en_GB',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    appVersion: '1.0.0',
    reportsCalls: true,
    reportDelayMs: 0,
    clockErrorMs: 0,
    wrongEnvironment: false,
    ...allAllowed,
    forceQuit: false,
    holdsBackgroundPushes: false,
    beforeFirstUnlock: false,
    voip: { blocked: false, missedReports: 0 },
    tray: { shown: [], history: [], badge: 0 },
    recents: { calls: [], missed: 0 },
  };
}
