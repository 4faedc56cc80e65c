/** Stores of devices and their reports. */
import type {
  ActivityToken,
  ApnsEnvironment,
  Device,
  DeviceToken,
  Presence,
  TokenKind,
  TokenRepair,
} from './rules/device.ts';
import type { DeviceName } from './rules/deviceName.ts';
import type { Registration } from './rules/registration.ts';
import type { MissedReport } from './rules/reportRecord.ts';

/**
 * Why a device was not stored. `other_app`: the ID names the user's device of another app. `already_registered`: it
 * should be new, and the device or one of its tokens is known. `full`: it should be new, and would take the place of
 * another of the user's devices.
 */
export type NotRegistered = 'other_app' | 'already_registered' | 'full';

/** Devices as functions that push know them: they neither register nor remove any. */
export interface KnownDevices {
  /** Devices that get pushes: limited per user, where a stage of an earlier version holds more. */
  list(userId: string): Promise<Device[]>;
  find(userId: string, deviceId: string): Promise<Device | undefined>;
  /**
   * Changes a token's state, if the device still holds it as registered when it was sent to.
   * @param repair for the device's record, if the mark is one.
   */
  markToken(device: Device, kind: TokenKind, sent: DeviceToken, mark: TokenMark, repair?: TokenRepair): Promise<void>;
  /** Forgets a token, if the device still holds it as registered when it was sent to. */
  dropToken(device: Device, kind: TokenKind, sent: DeviceToken, repair: TokenRepair): Promise<void>;
  /** Undoes a quarantine or a drop, unless the app has changed the token since. */
  restoreToken(device: Device, kind: TokenKind, sent: DeviceToken, repair: TokenRepair): Promise<void>;
}

export interface DeviceStore extends KnownDevices {
  /**
   * Stores the device and makes it the only holder of its tokens, in one step. Another user's device for the same
   * installation is removed, and so are the user's own devices that were seen longest ago if there are too many.
   * @param nowMs epoch milliseconds.
   * @returns the device as stored, or why nothing was stored.
   */
  register(registration: Registration, nowMs: number, onlyIfNew?: boolean): Promise<Device | NotRegistered>;
  /** @returns false if there is no such device. */
  remove(userId: string, deviceId: string): Promise<boolean>;
  /** Removes all devices that the user has now, however many. */
  removeAll(userId: string): Promise<void>;
  /** @returns false if there is no such device; a missing token is not an error. */
  removeToken(userId: string, deviceId: string, kind: TokenKind): Promise<boolean>;
  /** @returns the device, or undefined if there is none. */
  setPresence(userId: string, deviceId: string, presence: Presence): Promise<Device | undefined>;
}

/** Conclusion about a token from the answers of APNs. `unproven`: the host to ask first next time. */
export type TokenMark = { state: 'proven' | 'unproven'; environment: ApnsEnvironment } | { state: 'quarantined' };

/** The report guard's notes, on the device. Nothing is noted for a device that no longer exists. */
export interface ReportStore {
  /**
   * Counts a call that rang a device and was not reported, as the rule has decided for the device as it was read.
   * @returns the device if it was counted now: not if something has been counted or settled since it was read.
   */
  addMissed(device: Device, missed: MissedReport, nowMs: number): Promise<Device | undefined>;
  /**
   * A report arrived, or the app was launched: calls that began until then no longer count.
   * @param reportingVersion of the app, if it was a report.
   */
  settle(device: DeviceName, untilMs: number, reportingVersion?: string): Promise<void>;
  /** A device with missed reports has sent a receipt. */
  noteReceipt(device: DeviceName, nowMs: number): Promise<void>;
}

/** Update tokens of Live Activities. They are part of their device, and go with it. */
export interface ActivityTokenStore {
  /** An activity that would be one too many takes the place of the oldest. @returns false if there is no such device. */
  put(
    device: DeviceName,
    activityId: string,
    token: Omit<ActivityToken, 'registeredAtMs'>,
    nowMs: number,
  ): Promise<boolean>;
  /** @returns false if there is no such device; a missing activity is not an error. */
  remove(device: DeviceName, activityId: string): Promise<boolean>;
  /** Forgets a dead token, unless the app has registered another one since. */
  drop(device: DeviceName, activityId: string, sent: ActivityToken): Promise<void>;
}

/** The apps of the stage: devices register only for them. */
export interface StageApps {
  isKnown(appId: string): boolean;
}

export interface DevicePorts {
  devices: KnownDevices;
  reports: ReportStore;
}
