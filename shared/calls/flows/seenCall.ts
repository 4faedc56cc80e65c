/** Actions of users in a call, and the call as they see it afterwards. */
import { rulesOfUser, type UserRulesPorts } from '../../people/flows/userRules.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import type { CallPorts } from '../ports.ts';
import type { CallAction, CallActor } from '../rules/call.ts';
import type { CallRevision } from '../rules/callRevision.ts';
import type { CallRecord, CallReport } from '../rules/record.ts';
import { type ChangeCallPorts, changeCall } from './changeCall.ts';
import { inviteToCall } from './invite.ts';
import { type JoinCallPorts, joinCall, mayJoin } from './joinCall.ts';
import { knownActor } from './knownActor.ts';
import { type ReviseCallPorts, reviseCall } from './reviseCall.ts';
import type { RingPorts } from './ring.ts';

/** A call as one of its participants sees it from one device. */
export interface SeenCall {
  record: CallRecord & Partial<CallReport>;
  viewer: CallActor;
}

/**
 * Answers, declines, cancels, leaves or ends a call. A member of the called group whose phone shows the call joins it by an
 * answer.
 * @param actor as the request names them.
 */
export async function actOnCall(
  ports: ChangeCallPorts & JoinCallPorts,
  callId: string,
  action: CallAction,
  actor: CallActor,
): Promise<SeenCall | Refusal> {
  const isJoining = async (record: CallRecord) => action === 'answer' && (await mayJoin(ports, record, actor.userId));
  const known = await knownActor(ports, callId, actor, isJoining);
  if (isRefusal(known)) return known;
  const { actor: viewer, ...read } = known;
  if (await isJoining(read.record)) return seenBy(ports, viewer, await joinCall(ports, callId, viewer));
  return seenBy(ports, viewer, await changeCall(ports, callId, action, viewer, read));
}

export interface InvitationInput {
  callId: string;
  userIds: readonly string[];
  timeoutSeconds: number;
}

/** Invites more users to a call, by the rules of the inviting user. @param actor as the request names them. */
export async function inviteAsUser(
  ports: RingPorts & UserRulesPorts & Parameters<typeof knownActor>[0],
  invitation: InvitationInput,
  actor: CallActor,
): Promise<SeenCall | Refusal> {
  const known = await knownActor(ports, invitation.callId, actor);
  if (isRefusal(known)) return known;
  const rules = await rulesOfUser(ports, actor.userId);
  return seenBy(ports, known.actor, await inviteToCall(ports, { ...invitation, actor: known.actor, rules }));
}

/** Changes what the phones of the call show. Only the caller may. @param actor as the request names them. */
export async function reviseAsUser(
  ports: ReviseCallPorts & Parameters<typeof knownActor>[0],
  callId: string,
  revision: CallRevision,
  actor: CallActor,
): Promise<SeenCall | Refusal> {
  const known = await knownActor(ports, callId, actor);
  if (isRefusal(known)) return known;
  const { call } = known.record;
  if (actor.userId !== call.from) {
    return refuse('call_side', 'Only the caller may change what this call shows.', { state: call.state });
  }
  return seenBy(ports, known.actor, await reviseCall(ports, known.record, revision));
}

/** The outcomes of the pushes are only for the caller. */
async function seenBy(
  { calls }: Pick<CallPorts, 'calls'>,
  viewer: CallActor,
  record: CallRecord | Refusal,
): Promise<SeenCall | Refusal> {
  if (isRefusal(record)) return record;
  const { callId, from } = record.call;
  const report = viewer.userId === from ? await calls.report(callId) : undefined;
  return { record: report ? { ...record, targets: report.targets, timeline: report.timeline } : record, viewer };
}
