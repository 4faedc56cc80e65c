/** Where devices and what they report are kept. */
import type { ApnsEnvironment, Device, DeviceToken, Presence, TokenKind, TokenRepair } from './rules/device.ts';
import type { DeviceName } from './rules/deviceName.ts';
import type { Registration } from './rules/registration.ts';
import type { MissedReport } from './rules/reportRecord.ts';

export interface DeviceStore {
  /** Those that are pushed to: the most that a user may have, where a stage of an earlier version holds more. */
  list(userId: string): Promise<Device[]>;
  find(userId: string, deviceId: string): Promise<Device | undefined>;
  /**
   * Stores the device and makes it the only holder of its tokens, in one step. The device of another user that stood for
   * the same installation is gone, and so are the user's own that were seen longest ago when there are too many.
   * @param now ISO 8601, UTC.
   * @returns the device as stored, or `other_app` when the ID names the caller's device of another app.
   */
  register(registration: Registration, now: string): Promise<Device | 'other_app'>;
  /** @returns false when there is no such device. */
  remove(userId: string, deviceId: string): Promise<boolean>;
  /** Removes all that the user has at this moment, however many those are. */
  removeAll(userId: string): Promise<void>;
  /** @returns false when there is no such device; a token that is already gone is no error. */
  removeToken(userId: string, deviceId: string, kind: TokenKind): Promise<boolean>;
  /** @returns the device, or undefined when there is none. */
  setPresence(userId: string, deviceId: string, presence: Presence): Promise<Device | undefined>;
  /**
   * Changes a token's state, if the device still holds it as registered when it was sent to.
   * @param repair for the device's record, when the mark is one.
   */
  markToken(device: Device, kind: TokenKind, sent: DeviceToken, mark: TokenMark, repair?: TokenRepair): Promise<void>;
  /** Forgets a token, if the device still holds it as registered when it was sent to. */
  dropToken(device: Device, kind: TokenKind, sent: DeviceToken, repair: TokenRepair): Promise<void>;
  /** Takes a quarantine or a drop back: the token is as it was when it was sent to, unless the app has changed it since. */
  restoreToken(device: Device, kind: TokenKind, sent: DeviceToken, repair: TokenRepair): Promise<void>;
}

/** What the answers of APNs say about a token. `unproven`: the host to ask first next time. */
export type TokenMark = { state: 'proven' | 'unproven'; environment: ApnsEnvironment } | { state: 'quarantined' };

/** The report guard's notes, on the device. Of a device that is gone nothing is noted. */
export interface ReportStore {
  /**
   * Counts a call that rang a device and was not reported, as the rule has decided it for the device as it was read.
   * @returns the device when it was counted now: not when something has been counted or settled since it was read.
   */
  addMissed(device: Device, missed: MissedReport, nowMs: number): Promise<Device | undefined>;
  /**
   * A report has come, or the app was started: calls that began until then count no longer.
   * @param reportingVersion of the app, when it was a report.
   */
  settle(device: DeviceName, untilMs: number, reportingVersion?: string): Promise<void>;
  /** A device that has missed reports has sent a receipt. */
  noteReceipt(device: DeviceName, nowMs: number): Promise<void>;
}

/** The apps of the stage: devices register for no other. */
export interface StageApps {
  isKnown(appId: string): boolean;
}

export interface DevicePorts {
  devices: DeviceStore;
  reports: ReportStore;
}
