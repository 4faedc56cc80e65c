/** The push that sets an app's badge and shows nothing: the user has read on another phone. */
import { type ApnsHeaders, apnsHeaders } from '../../apns/rules/pushTypes.ts';

export interface BadgePayload {
  aps: { badge: number; 'content-available'?: 1 };
}

/** APNs stores only the newest for a phone that it cannot reach, and it does not replace an alert. */
const collapseId = 'ringpost-badge';

/**
 * A push of type `alert`, which Apple requires for everything that the user notices, "an alert, badge, or sound"; a background
 * push may not have a badge. With priority 5, as nobody has to act on it.
 *
 * @param wakesApp for an app that counts by itself, and must continue from this number.
 */
export function badgePush(
  appId: string,
  badge: number,
  apnsId: string,
  nowMs: number,
  wakesApp = false,
): { headers: ApnsHeaders; payload: BadgePayload } {
  return {
    headers: apnsHeaders(appId, 'alert', apnsId, nowMs, { collapseId, priority: 5 }),
    payload: { aps: { badge, ...(wakesApp && { 'content-available': 1 }) } },
  };
}
