/** Joining a call in a group without being rung. */
import { type Call, type CallActor, callAt, isOver, nextVersion, type Participant, participantOf } from './call.ts';
import { maxCallees } from './invitation.ts';

export type Joining = { kind: 'joined' | 'too_late' | 'too_many'; call: Call };

/**
 * Whether an answer of this user means that they join: no phone of theirs rings, and they are not in the call. A callee
 * who has declined, missed or left it may change their mind.
 */
export function isJoining(call: Call, userId: string): boolean {
  if (userId === call.from) return call.callerLeft !== undefined;
  const state = participantOf(call, userId)?.state;
  return state !== 'ringing' && state !== 'answered';
}

/** @param actor a member of the group. */
export function join(stored: Call, actor: CallActor, nowMs: number): Joining {
  const call = callAt(stored, nowMs);
  if (isOver(call) || !isJoining(call, actor.userId)) return { kind: 'too_late', call };
  const { callerLeft, callerLeftAtMs, ...others } = call;
  if (actor.userId === call.from) return { kind: 'joined', call: nextVersion(others) };
  const known = participantOf(call, actor.userId);
  if (known === undefined && call.participants.length >= maxCallees) return { kind: 'too_many', call };
  const { endedBy: _over, ...before } = known ?? { userId: actor.userId, expiresAtMs: nowMs };
  const joined: Participant = { ...before, state: 'answered', answeredBy: actor };
  const participants =
    known === undefined
      ? [...call.participants, joined]
      : call.participants.map((each) => (each === known ? joined : each));
  // A call that is not over has somebody in it, so now there are two.
  return { kind: 'joined', call: nextVersion({ ...call, state: 'answered', participants }) };
}
