/**
 * The life of a call: one pure state machine, with a state for each callee and one for the call as a whole. The store
 * writes what it returns with a condition on `version`, so that two phones that answer concurrently have one winner.
 */
import { isSameDeviceId } from '../../platform/deviceId.ts';
import type { CallState } from './callState.ts';

export type { CallState };

/** The user who acted; with `deviceId` if the app named its device. */
export interface CallActor {
  userId: string;
  deviceId?: string | undefined;
}

/** A callee. */
export interface Participant {
  userId: string;
  /** `ended`: left the call after answering, or the call ended around them. */
  state: CallState;
  /** Epoch milliseconds: their phones ring until then. */
  expiresAtMs: number;
  /** Their inviter, unless it was the caller. */
  invitedBy?: string | undefined;
  answeredBy?: CallActor | undefined;
  /** Which of their devices declined, was busy or left. Absent if they did not end it themselves. */
  endedBy?: CallActor | undefined;
  /** Epoch milliseconds, by state: when they entered it. Calls of 0.3.0 have none. */
  times?: Partial<Record<CallState, number>> | undefined;
}

export interface Call {
  callId: string;
  from: string;
  /** The called group, if any. */
  groupId?: string | undefined;
  state: CallState;
  /** The callees in the order of their invitations: at least one. Nobody is removed. */
  participants: readonly Participant[];
  /** Epoch milliseconds. */
  createdAtMs: number;
  /** Epoch milliseconds: the latest time at which one of the callees may still ring. */
  expiresAtMs: number;
  /** The caller has left, and the others talk on. */
  callerLeft?: CallActor | undefined;
  /** Epoch milliseconds. */
  callerLeftAtMs?: number | undefined;
  /** The user whose action ended the call as a whole; absent if a timer or a server did. */
  endedBy?: CallActor | undefined;
  /** Grows by one with each change: the version that a conditional write compares. */
  version: number;
}

export type CallAction = 'answer' | 'decline' | 'busy' | 'cancel' | 'end' | 'leave';

export type Transition =
  | { kind: 'changed'; call: Call }
  /** The same actor has already done this: nothing to write, and not an error. */
  | { kind: 'unchanged'; call: Call }
  /** The state of the call does not allow it. */
  | { kind: 'too_late'; call: Call }
  /** Another of the user's devices has answered, so only that one may. */
  | { kind: 'other_device'; call: Call }
  /** Only the other side may do this. */
  | { kind: 'wrong_side'; call: Call };

export function isParticipant(call: Call, userId: string): boolean {
  return userId === call.from || participantOf(call, userId) !== undefined;
}

/** The callee with that user ID. */
export function participantOf(call: Call, userId: string): Participant | undefined {
  return call.participants.find((participant) => participant.userId === userId);
}

/** The users beside the caller who reach this callee by the call. */
export function invitedBy(call: Call, userId: string): string | undefined {
  return participantOf(call, userId)?.invitedBy;
}

export function isOver({ state }: { state: CallState }): boolean {
  return state !== 'ringing' && state !== 'answered';
}

export function isSameActor(one: CallActor | undefined, other: CallActor): boolean {
  return one?.userId === other.userId && isSameDeviceId(one.deviceId, other.deviceId);
}

/** The call at this time: ringing ends at its deadline, whether or not that was written. */
export function callAt(call: Call, nowMs: number): Call {
  const isOverdue = ({ state, expiresAtMs }: Participant) => state === 'ringing' && nowMs >= expiresAtMs;
  if (!call.participants.some(isOverdue)) return call;
  return settle(
    mapParticipants(call, isOverdue, (participant) => ({ ...participant, state: 'timedOut' })),
    undefined,
  );
}

/** @param actor the caller or a callee. */
export function applyCallAction(stored: Call, action: CallAction, actor: CallActor, nowMs: number): Transition {
  const call = callAt(stored, nowMs);
  const participant = participantOf(call, actor.userId);
  return participant === undefined ? callerActs(call, action, actor) : calleeActs(call, participant, action, actor);
}

/** What a server may do to a call, for everybody in it. */
export type ServerCallAction = Extract<CallAction, 'cancel' | 'end'>;

/** Nobody in the call has done it, so every phone has a reason to report. */
export function applyServerAction(stored: Call, action: ServerCallAction, nowMs: number): Transition {
  const call = callAt(stored, nowMs);
  const [from, to] = action === 'cancel' ? (['ringing', 'cancelled'] as const) : (['answered', 'ended'] as const);
  return call.state === from ? changed(finish(call, to, undefined)) : repeated(call, call.state === to);
}

function calleeActs(call: Call, participant: Participant, action: CallAction, actor: CallActor): Transition {
  switch (action) {
    case 'cancel':
      return { kind: 'wrong_side', call };
    case 'answer':
      if (participant.state === 'ringing') return change(call, participant, { state: 'answered', answeredBy: actor });
      // Two phones that name no device must not both believe that they have answered.
      return participant.state === 'answered' && actor.deviceId && isSameActor(participant.answeredBy, actor)
        ? { kind: 'unchanged', call }
        : { kind: 'too_late', call };
    case 'decline':
    case 'busy': {
      const state = action === 'decline' ? 'declined' : 'busy';
      if (participant.state === 'ringing') return change(call, participant, { state, endedBy: actor });
      return repeated(call, participant.state === state && isSameActor(participant.endedBy, actor));
    }
    case 'end':
    case 'leave':
      if (participant.state !== 'answered') {
        return repeated(call, participant.state === 'ended' && isSameActor(participant.endedBy, actor));
      }
      if (!hasAnswered(participant, actor)) return { kind: 'other_device', call };
      return change(call, participant, { state: 'ended', endedBy: actor });
  }
}

function callerActs(call: Call, action: CallAction, actor: CallActor): Transition {
  switch (action) {
    case 'answer':
    case 'decline':
    case 'busy':
      return { kind: 'wrong_side', call };
    case 'cancel':
      if (call.state === 'ringing') return changed(finish(call, 'cancelled', actor));
      return repeated(call, call.state === 'cancelled' && isSameActor(call.endedBy, actor));
    case 'end':
      if (call.state === 'answered' && !call.callerLeft) return changed(finish(call, 'ended', actor));
      return repeated(call, call.state === 'ended' && isSameActor(call.endedBy, actor));
    case 'leave':
      if (call.state === 'answered' && !call.callerLeft) return changed(settle({ ...call, callerLeft: actor }, actor));
      return repeated(call, isSameActor(call.callerLeft, actor));
  }
}

/** Whether it is the device that answered. A phone that names no device acts for its user. */
export function hasAnswered(participant: Participant, actor: CallActor): boolean {
  const answeredOn = participant.answeredBy?.deviceId;
  return answeredOn === undefined || actor.deviceId === undefined || isSameDeviceId(answeredOn, actor.deviceId);
}

/**
 * Callees whose phones cannot be ringing have failed.
 * @param userIds of whom those who have acted in the meantime are left alone.
 * @returns the same call if there is nothing to change.
 */
export function failParticipants(call: Call, userIds: readonly string[]): Call {
  const isUnreachable = ({ userId, state }: Participant) => state === 'ringing' && userIds.includes(userId);
  if (!call.participants.some(isUnreachable)) return call;
  const failed = mapParticipants(call, isUnreachable, (participant) => ({ ...participant, state: 'failed' }));
  return nextVersion(settle(failed, undefined));
}

/** What time has changed, as a change to write. @returns undefined if there is nothing to write. */
export function expire(call: Call, nowMs: number): Call | undefined {
  const now = callAt(call, nowMs);
  return now === call ? undefined : nextVersion(now);
}

export function nextVersion(call: Call): Call {
  return { ...call, version: call.version + 1 };
}

function changed(call: Call): Transition {
  return { kind: 'changed', call: nextVersion(call) };
}

function repeated(call: Call, isRepeated: boolean): Transition {
  return { kind: isRepeated ? 'unchanged' : 'too_late', call };
}

function change(call: Call, participant: Participant, update: Partial<Participant>): Transition {
  const updated = mapParticipants(
    call,
    (each) => each === participant,
    () => ({ ...participant, ...update }),
  );
  const actor = update.endedBy ?? update.answeredBy;
  return changed(settle(updated, actor));
}

function mapParticipants(
  call: Call,
  which: (participant: Participant) => boolean,
  update: (participant: Participant) => Participant,
): Call {
  return { ...call, participants: call.participants.map((each) => (which(each) ? update(each) : each)) };
}

/** State of the call as a whole after a change of its people. */
function settle(call: Call, actor: CallActor | undefined): Call {
  const states = call.participants.map(({ state }) => state);
  const isRinging = states.includes('ringing');
  if (!call.participants.some(({ answeredBy }) => answeredBy !== undefined)) {
    if (isRinging) return call;
    return { ...call, state: unansweredEnd(states), ...(actor && { endedBy: actor }) };
  }
  const present = states.filter((state) => state === 'answered').length + (call.callerLeft ? 0 : 1);
  // A user who is alone keeps waiting for those whose phones still ring.
  const goesOn = present >= 2 || (present === 1 && isRinging);
  return goesOn ? { ...call, state: 'answered' } : finish(call, 'ended', actor);
}

/** The call is over for all: participants in it have ended, ringing ones are cancelled. */
function finish(call: Call, state: 'cancelled' | 'ended', actor: CallActor | undefined): Call {
  const after: Partial<Record<CallState, CallState>> = { ringing: 'cancelled', answered: 'ended' };
  return {
    ...call,
    state,
    participants: call.participants.map((each) => ({ ...each, state: after[each.state] ?? each.state })),
    ...(actor && { endedBy: actor }),
  };
}

/** Nobody answered. Of several callees the one that came closest to answering decides how the call ended. */
function unansweredEnd(states: readonly CallState[]): CallState {
  const closestFirst: readonly CallState[] = ['timedOut', 'declined', 'busy'];
  return closestFirst.find((state) => states.includes(state)) ?? 'failed';
}
