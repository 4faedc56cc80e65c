/** Invitations to a call, at its start and later. */
import { type Call, type CallActor, callAt, hasAnswered, isOver, nextVersion, participantOf } from './call.ts';

/** They are part of the call's item, which each of its changes writes. */
export const maxCallees = 50;

export type Invitation =
  /** @property invited those who were not in the call before, in order: their phones are to ring. */
  | { kind: 'invited'; call: Call; invited: string[] }
  /** All of them are, or have been, in the call. */
  | { kind: 'unchanged'; call: Call }
  /** The call is over, or the inviter is not in it. */
  | { kind: 'too_late'; call: Call }
  /** There would be more than {@link maxCallees} callees. */
  | { kind: 'too_many'; call: Call };

/**
 * Invites more users to a call that rings or is answered. A user who was in the call before is not invited again: a
 * phone that has reported the call's UUID to CallKit once must not ring under it a second time.
 */
export function invite(
  stored: Call,
  actor: CallActor,
  userIds: readonly string[],
  expiresAtMs: number,
  nowMs: number,
): Invitation {
  const call = callAt(stored, nowMs);
  if (isOver(call) || !isInCall(call, actor)) return { kind: 'too_late', call };
  const invited = [...new Set(userIds)].filter((userId) => userId !== call.from && !participantOf(call, userId));
  if (invited.length === 0) return { kind: 'unchanged', call };
  if (call.participants.length + invited.length > maxCallees) return { kind: 'too_many', call };
  const by = actor.userId === call.from ? undefined : actor.userId;
  const participants = [...call.participants, ...ringingParticipants(invited, expiresAtMs, by)];
  const changed = { ...call, participants, expiresAtMs: Math.max(call.expiresAtMs, expiresAtMs) };
  return { kind: 'invited', call: nextVersion(changed), invited };
}

/** @param invitedBy their inviter, unless it was the caller. */
export function ringingParticipants(userIds: readonly string[], expiresAtMs: number, invitedBy?: string) {
  const invited = invitedBy === undefined ? {} : { invitedBy };
  return userIds.map((userId) => ({ userId, state: 'ringing', expiresAtMs, ...invited }) as const);
}

/** The caller until they leave, and every device that has answered. */
function isInCall(call: Call, actor: CallActor): boolean {
  const participant = participantOf(call, actor.userId);
  if (participant === undefined) return !call.callerLeft;
  return participant.state === 'answered' && hasAnswered(participant, actor);
}
