/**
 * The life of a call: one pure state machine, with a state for each callee and one for the call as a whole. The store
 * keeps what it returns under a condition on `version`, so that two phones that answer in the same instant have one
 * winner.
 */
import { isSameDeviceId } from '../../platform/deviceId.ts';
import type { CallState } from './callState.ts';

export type { CallState };

/** Who did something; `deviceId` when the app said which device it was. */
export interface CallActor {
  userId: string;
  deviceId?: string | undefined;
}

/** Somebody who is called. */
export interface Participant {
  userId: string;
  /** `ended`: left the call after answering, or the call ended around them. */
  state: CallState;
  /** Epoch milliseconds: their phones ring until then. */
  expiresAtMs: number;
  /** Who has invited them to the call, if that was not its caller. */
  invitedBy?: string | undefined;
  answeredBy?: CallActor | undefined;
  /** Which of their devices declined, was busy or left. Absent when it was not they who ended it. */
  endedBy?: CallActor | undefined;
  /** Epoch milliseconds, by state: when they came to be in it. Calls of 0.3.0 have none. */
  times?: Partial<Record<CallState, number>> | undefined;
}

export interface Call {
  callId: string;
  from: string;
  /** The group that was called, if it was one. */
  groupId?: string | undefined;
  state: CallState;
  /** The callees in the order in which they were invited: at least one. Nobody is taken out again. */
  participants: readonly Participant[];
  /** Epoch milliseconds. */
  createdAtMs: number;
  /** Epoch milliseconds: the latest moment at which one of the callees may still ring. */
  expiresAtMs: number;
  /** The caller has left, and the others talk on. */
  callerLeft?: CallActor | undefined;
  /** Epoch milliseconds. */
  callerLeftAtMs?: number | undefined;
  /** Whose action ended the call as a whole; absent when time did. */
  endedBy?: CallActor | undefined;
  /** Grows by one with each change: what a conditional write compares. */
  version: number;
}

export type CallAction = 'answer' | 'decline' | 'busy' | 'cancel' | 'end' | 'leave';

export type Transition =
  | { kind: 'changed'; call: Call }
  /** The same actor has done this before: nothing to write, and no error. */
  | { kind: 'unchanged'; call: Call }
  /** The call is not in a state that allows it. */
  | { kind: 'too_late'; call: Call }
  /** Another of the user's devices has answered, so only that one may. */
  | { kind: 'other_device'; call: Call }
  /** Only the other side may do this. */
  | { kind: 'wrong_side'; call: Call };

export function isParticipant(call: Call, userId: string): boolean {
  return userId === call.from || participantOf(call, userId) !== undefined;
}

/** The callee of that name. */
export function participantOf(call: Call, userId: string): Participant | undefined {
  return call.participants.find((participant) => participant.userId === userId);
}

/** Who, beside the caller, reaches this callee by the call. */
export function invitedBy(call: Call, userId: string): string | undefined {
  return participantOf(call, userId)?.invitedBy;
}

export function isOver({ state }: { state: CallState }): boolean {
  return state !== 'ringing' && state !== 'answered';
}

export function isSameActor(one: CallActor | undefined, other: CallActor): boolean {
  return one?.userId === other.userId && isSameDeviceId(one.deviceId, other.deviceId);
}

/** The call as it stands at this moment: ringing ends at its deadline, whether or not anybody was there to write it. */
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

function calleeActs(call: Call, participant: Participant, action: CallAction, actor: CallActor): Transition {
  switch (action) {
    case 'cancel':
      return { kind: 'wrong_side', call };
    case 'answer':
      if (participant.state === 'ringing') return change(call, participant, { state: 'answered', answeredBy: actor });
      // Two phones that do not say which they are must not both believe that they have answered.
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

/** Whether it is the device that answered. A device that does not say which it is speaks for its user. */
export function hasAnswered(participant: Participant, actor: CallActor): boolean {
  const answeredOn = participant.answeredBy?.deviceId;
  return answeredOn === undefined || actor.deviceId === undefined || isSameDeviceId(answeredOn, actor.deviceId);
}

/**
 * Callees whose phones cannot be ringing have failed.
 * @param userIds those among them who have done something meanwhile are left alone.
 * @returns the same call when there is nothing to change.
 */
export function failParticipants(call: Call, userIds: readonly string[]): Call {
  const isUnreachable = ({ userId, state }: Participant) => state === 'ringing' && userIds.includes(userId);
  if (!call.participants.some(isUnreachable)) return call;
  const failed = mapParticipants(call, isUnreachable, (participant) => ({ ...participant, state: 'failed' }));
  return nextVersion(settle(failed, undefined));
}

/** What the time has done, as a change to write. @returns undefined when there is nothing to write. */
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

/** What the call as a whole is, now that something about its people has changed. */
function settle(call: Call, actor: CallActor | undefined): Call {
  const states = call.participants.map(({ state }) => state);
  const isRinging = states.includes('ringing');
  if (!call.participants.some(({ answeredBy }) => answeredBy !== undefined)) {
    if (isRinging) return call;
    return { ...call, state: unansweredEnd(states), ...(actor && { endedBy: actor }) };
  }
  const present = states.filter((state) => state === 'answered').length + (call.callerLeft ? 0 : 1);
  // Who is alone goes on waiting for those whose phones still ring.
  const goesOn = present >= 2 || (present === 1 && isRinging);
  return goesOn ? { ...call, state: 'answered' } : finish(call, 'ended', actor);
}

/** The call is over for all: who is in it has ended, who still rings is cancelled. */
function finish(call: Call, state: 'cancelled' | 'ended', actor: CallActor | undefined): Call {
  const after: Partial<Record<CallState, CallState>> = { ringing: 'cancelled', answered: 'ended' };
  return {
    ...call,
    state,
    participants: call.participants.map((each) => ({ ...each, state: after[each.state] ?? each.state })),
    ...(actor && { endedBy: actor }),
  };
}

/** Nobody answered. Of several callees the one that came closest to answering says how the call ended. */
function unansweredEnd(states: readonly CallState[]): CallState {
  const closestFirst: readonly CallState[] = ['timedOut', 'declined', 'busy'];
  return closestFirst.find((state) => states.includes(state)) ?? 'failed';
}
