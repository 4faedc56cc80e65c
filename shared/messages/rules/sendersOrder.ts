import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';

/**
 * Compares outcomes for a list in the sender's order; the devices of one recipient as their IDs sort. Stored outcomes
 * have no order.
 * @param to user IDs of the recipients.
 */
export function sendersOrder(to: readonly string[]) {
  const places = new Map(to.map((userId, place) => [userId, place]));
  const placeOf = ({ userId }: TargetOutcome) => places.get(userId) ?? to.length;
  const deviceOf = ({ deviceId, kind }: TargetOutcome) => [deviceId, kind].join(' ');
  return (one: TargetOutcome, other: TargetOutcome) =>
    placeOf(one) - placeOf(other) || (deviceOf(one) < deviceOf(other) ? -1 : 1);
}
