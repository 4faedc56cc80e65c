import { refuseStrangers } from '../../people/flows/contacts.ts';
import type { UserRules } from '../../people/rules/userRules.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { CallActor } from '../rules/call.ts';
import { invite } from '../rules/invitation.ts';
import type { CallRecord } from '../rules/record.ts';
import { readRecipients } from './callRecipients.ts';
import { asSeenBy } from './changeCall.ts';
import { callOfOneself, type RingPorts, ringAndRecord, tooManyCallees } from './ring.ts';
import { updateCall } from './updateCall.ts';

export interface InviteInput {
  callId: string;
  actor: CallActor;
  userIds: readonly string[];
  timeoutSeconds: number;
  /** Rules of the inviting user's apps. */
  rules?: UserRules | undefined;
}

interface Invited {
  answer: CallRecord | Refusal;
  invited: string[];
}

/** Rings more users in a call that rings or is answered. A user who was in it before does not ring again. */
export async function inviteToCall(ports: RingPorts, input: InviteInput): Promise<CallRecord | Refusal> {
  const { callId, actor, userIds, timeoutSeconds, rules } = input;
  ports.log.about({ callId });
  if (userIds.every((userId) => userId === actor.userId)) return callOfOneself('/userIds');
  const stranger = await refuseStrangers(ports, { userId: actor.userId, rules, path: '/userIds' }, userIds);
  if (stranger !== undefined) return stranger;
  const { answer, invited } = await updateCall<Invited>(ports, callId, (stored) => {
    const nowMs = ports.clock.nowMs();
    const record = asSeenBy(stored, callId, actor.userId, nowMs);
    if (stored === undefined || 'refusal' in record) return { result: { answer: record, invited: [] } };
    const invitation = invite(record.call, actor, userIds, nowMs + timeoutSeconds * 1000, nowMs);
    const { kind, call } = invitation;
    if (kind === 'unchanged') return { result: { answer: record, invited: [] } };
    if (kind !== 'invited') return { result: { answer: refusalOf(invitation), invited: [] } };
    return { write: call, result: (answer) => ({ answer, invited: invitation.invited }) };
  });
  if ('refusal' in answer || invited.length === 0) return answer;
  return ringAndRecord(ports, answer, await readRecipients(ports, answer, invited));
}

function refusalOf({ kind, call }: { kind: 'too_late' | 'too_many'; call: CallRecord['call'] }): Refusal {
  if (kind === 'too_many') return tooManyCallees(call.participants.length);
  const detail = `The call is ${call.state}, or you are not in it on this device, so you cannot invite anyone to it.`;
  return refuse('call_state', detail, { state: call.state });
}
