/** What a phone's user has set for the app's notifications. Apple: `UNNotificationSettings`. */
import type { PhoneView, QuietReason } from './view.ts';

/** `PhoneView` explains each of them. */
export type NotificationSettings = Pick<
  PhoneView,
  'permission' | 'allowsAlerts' | 'allowsSounds' | 'allowsBadges' | 'focus' | 'focusAllows' | 'summary'
>;

/** The user has allowed everything, and no Focus and no summary is on. */
export const allAllowed: NotificationSettings = {
  permission: 'granted',
  allowsAlerts: true,
  allowsSounds: true,
  allowsBadges: true,
  focus: false,
  focusAllows: [],
  summary: false,
};

/** What of a notification decides how iOS presents it. */
export interface Importance {
  /** `aps.interruption-level`. */
  level?: unknown;
  /** Its sound is a critical alert. */
  isCritical?: boolean | undefined;
  /** Sender of a communication notification. iOS knows people by these alone. */
  senderId?: string | undefined;
}

/** Whether iOS shows alerts, and runs the app's notification service extension for them. */
export function showsAlerts({ permission, allowsAlerts }: NotificationSettings): boolean {
  return (permission === 'granted' || permission === 'provisional') && allowsAlerts;
}

/** A provisional app interrupts nobody: no sound. */
export function playsSounds({ permission, allowsSounds }: NotificationSettings): boolean {
  return permission === 'granted' && allowsSounds;
}

export function setsBadge({ permission, allowsBadges }: NotificationSettings): boolean {
  return (permission === 'granted' || permission === 'provisional') && allowsBadges;
}

/**
 * Why a notification comes without banner and sound. Apple: `UNNotificationInterruptionLevel`, "Asking permission to use
 * notifications".
 * @returns undefined if it interrupts.
 */
export function quietReason(
  { permission, focus, focusAllows, summary }: NotificationSettings,
  { level, isCritical = false, senderId }: Importance,
): QuietReason | undefined {
  if (permission === 'provisional') return 'provisional';
  if (isCritical || level === 'critical' || level === 'time-sensitive') return undefined;
  // Messages of people do not wait for the summary.
  if (summary && senderId === undefined) return 'summary';
  if (focus && (senderId === undefined || !focusAllows.includes(senderId))) return 'focus';
  return level === 'passive' ? 'passive' : undefined;
}
