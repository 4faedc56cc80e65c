import type { Recipient } from '../../../people/rules/recipient.ts';
import type { Target } from '../decide.ts';
import type { DeviceFact, Verdict } from './verdict.ts';

/** A target without a report, and why. */
export interface SilentTarget extends Target, Verdict {}

/** @param recipients those that were read. */
export function deviceFactOf(recipients: readonly Recipient[], { userId, deviceId }: Target): DeviceFact {
  const recipient = recipients.find((each) => each.userId === userId);
  if (recipient === undefined || recipient.fault !== undefined) return 'unread';
  return recipient.devices.find((device) => device.deviceId === deviceId) ?? 'gone';
}
