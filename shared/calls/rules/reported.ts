/** Facts of a call that the report guard needs. */
import type { MissedReport } from '../../devices/rules/reportRecord.ts';
import { isSameDeviceId } from '../../platform/deviceId.ts';
import { type Call, participantOf } from './call.ts';

/** When the phones of a callee started and stopped ringing, in epoch milliseconds. */
export function ringTimes(
  { participants, createdAtMs }: Call,
  userId: string,
  nowMs: number,
): Pick<MissedReport, 'rangAtMs' | 'stoppedAtMs'> {
  const { expiresAtMs = nowMs, times = {} } = participants.find((each) => each.userId === userId) ?? {};
  const { ringing: rangAtMs = createdAtMs, ...others } = times;
  return { rangAtMs, stoppedAtMs: Math.min(nowMs, expiresAtMs, ...Object.values(others)) };
}

/**
 * Whether this phone has acted on the ring itself, which counts as a report. For an app that names no device it may
 * have been any phone of its user.
 */
export function hasReacted(call: Call, { userId, deviceId }: { userId: string; deviceId: string }): boolean {
  const participant = participantOf(call, userId);
  const actors = [participant?.answeredBy, participant?.endedBy].filter((actor) => actor?.userId === userId);
  return actors.some((actor) => actor?.deviceId === undefined || isSameDeviceId(actor.deviceId, deviceId));
}
