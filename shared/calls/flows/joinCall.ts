import type { DevicePorts } from '../../devices/ports.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { CallPorts } from '../ports.ts';
import type { CallActor } from '../rules/call.ts';
import { isJoining, join } from '../rules/joining.ts';
import type { CallRecord } from '../rules/record.ts';
import { noCall } from './changeCall.ts';
import { tooManyCallees } from './ring.ts';
import { updateCall } from './updateCall.ts';

export type JoinCallPorts = Pick<PlatformPorts, 'clock' | 'log'> &
  Pick<CallPorts, 'calls'> &
  Pick<DevicePorts, 'devices'> &
  Pick<PeoplePorts, 'groups'>;

/** Whether the user answers a call that shows its Live Activity to them, and rings none of their phones. */
export async function mayJoin(
  { groups }: Pick<PeoplePorts, 'groups'>,
  { call, showsActivity }: CallRecord,
  userId: string,
): Promise<boolean> {
  const { groupId } = call;
  if (groupId === undefined || !showsActivity || !isJoining(call, userId)) return false;
  return (await groups.findMember(groupId, userId)) !== undefined;
}

/** @param actor a member of the group, with a registered device. */
export async function joinCall(ports: JoinCallPorts, callId: string, actor: CallActor): Promise<CallRecord | Refusal> {
  ports.log.about({ callId });
  return updateCall<CallRecord | Refusal>(ports, callId, (record) => {
    if (record === undefined) return { result: noCall(callId) };
    const { kind, call } = join(record.call, actor, ports.clock.nowMs());
    const { state } = call;
    if (kind === 'joined') return { write: call, result: (written) => written };
    if (kind === 'too_many') return { result: tooManyCallees(call.participants.length + 1) };
    return { result: refuse('call_state', `The call is ${state}, so you cannot join it.`, { state }) };
  });
}
