import type { DevicePorts } from '../../devices/ports.ts';
import type { Device } from '../../devices/rules/device.ts';
import { isSameDeviceId } from '../../platform/deviceId.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { CallPorts } from '../ports.ts';
import { type CallActor, isParticipant, participantOf } from '../rules/call.ts';
import type { CallRecord } from '../rules/record.ts';
import { unknownCall } from './changeCall.ts';

export interface KnownActor {
  actor: CallActor;
  /** The call as it was read. */
  record: CallRecord;
  /** The device as it is registered now; undefined if none was named, or it no longer exists. */
  device?: Device | undefined;
}

/**
 * Finds the user who acts on a call, with the registered device. A device that is not the caller's must not answer: all
 * their phones would stop ringing, and none would have the call. An app that names no device acts for its user.
 * @param isAdmitted whether a user who is not in the call may act on it.
 */
export async function knownActor(
  ports: Pick<DevicePorts, 'devices'> & Pick<CallPorts, 'calls'>,
  callId: string,
  { userId, deviceId }: CallActor,
  isAdmitted = async (_record: CallRecord) => false,
): Promise<KnownActor | Refusal> {
  const [record, device] = await Promise.all([
    ports.calls.find(callId),
    deviceId === undefined ? undefined : ports.devices.find(userId, deviceId),
  ]);
  if (record === undefined) return unknownCall(callId);
  if (!isParticipant(record.call, userId) && !(await isAdmitted(record))) return unknownCall(callId);
  if (deviceId === undefined) return { actor: { userId }, record };
  const known = device?.deviceId ?? actedBefore(record, { userId, deviceId });
  if (known === undefined) return refuse('unknown_device', `You do not have a device ${deviceId}.`);
  return { actor: { userId, deviceId: known }, record, device };
}

/** A user who has logged out during a call may still hang up on that device. */
function actedBefore({ call }: CallRecord, { userId, deviceId }: CallActor): string | undefined {
  const participant = participantOf(call, userId);
  const actors = [participant?.answeredBy, participant?.endedBy, call.callerLeft, call.endedBy];
  return actors.find((actor) => actor?.userId === userId && isSameDeviceId(actor.deviceId, deviceId))?.deviceId;
}
