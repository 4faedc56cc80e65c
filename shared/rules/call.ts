/**
 * The life of a call: one pure state machine. The store keeps what it returns under a condition on `version`, so that
 * two phones that answer in the same instant have one winner.
 */

export type CallState = 'ringing' | 'answered' | 'declined' | 'busy' | 'cancelled' | 'timedOut' | 'ended' | 'failed';

/** Who did something; `deviceId` when the app said which device it was. */
export interface CallActor {
  userId: string;
  deviceId?: string | undefined;
}

export interface Call {
  callId: string;
  from: string;
  to: string;
  state: CallState;
  /** Epoch milliseconds. */
  createdAtMs: number;
  /** Epoch milliseconds: the call rings until then. */
  expiresAtMs: number;
  answeredBy?: CallActor;
  /** Who declined, was busy, cancelled or ended it. */
  endedBy?: CallActor;
  /** Grows by one with each change: what a conditional write compares. */
  version: number;
}

export type CallAction = 'answer' | 'decline' | 'busy' | 'cancel' | 'end';

export type Transition =
  | { kind: 'changed'; call: Call }
  /** The same actor has done this before: nothing to write, and no error. */
  | { kind: 'unchanged'; call: Call }
  /** The call is not in a state that allows it. */
  | { kind: 'too_late'; call: Call }
  /** Only the other side may do this. */
  | { kind: 'wrong_side'; call: Call };

/** What each action needs and makes. */
const actions: Readonly<Record<CallAction, { side: 'caller' | 'callee' | 'both'; from: CallState; to: CallState }>> = {
  answer: { side: 'callee', from: 'ringing', to: 'answered' },
  decline: { side: 'callee', from: 'ringing', to: 'declined' },
  busy: { side: 'callee', from: 'ringing', to: 'busy' },
  cancel: { side: 'caller', from: 'ringing', to: 'cancelled' },
  end: { side: 'both', from: 'answered', to: 'ended' },
};

/** The call as it stands at this moment: ringing ends at its deadline, whether or not anybody was there to write it. */
export function callAt(call: Call, nowMs: number): Call {
  return call.state === 'ringing' && nowMs >= call.expiresAtMs ? { ...call, state: 'timedOut' } : call;
}

export function isParticipant(call: Call, userId: string): boolean {
  return userId === call.from || userId === call.to;
}

/** @param actor a participant of the call. */
export function applyCallAction(stored: Call, action: CallAction, actor: CallActor, nowMs: number): Transition {
  const call = callAt(stored, nowMs);
  const { side, from, to } = actions[action];
  if (side !== 'both' && actor.userId !== (side === 'caller' ? call.from : call.to))
    return { kind: 'wrong_side', call };
  // Two phones that do not say which they are must not both believe that they have answered.
  const isRepeated =
    action === 'answer'
      ? actor.deviceId !== undefined && isSameActor(call.answeredBy, actor)
      : isSameActor(call.endedBy, actor);
  if (call.state === to && isRepeated) return { kind: 'unchanged', call };
  if (call.state !== from) return { kind: 'too_late', call };
  const who = action === 'answer' ? { answeredBy: actor } : { endedBy: actor };
  return { kind: 'changed', call: { ...call, ...who, state: to, version: call.version + 1 } };
}

/** A call that reached no phone has failed, unless somebody has already done something with it. */
export function failCall(call: Call): Call {
  return call.state === 'ringing' ? { ...call, state: 'failed', version: call.version + 1 } : call;
}

function isSameActor(one: CallActor | undefined, other: CallActor): boolean {
  return one?.userId === other.userId && one.deviceId === other.deviceId;
}

/** CXCallEndedReason (Apple, CallKit). */
export type EndedReason = 1 | 2 | 3 | 4 | 5;
export const endedReasons = {
  failed: 1,
  remoteEnded: 2,
  unanswered: 3,
  answeredElsewhere: 4,
  declinedElsewhere: 5,
} as const satisfies Record<string, EndedReason>;

/**
 * What a device reports to CallKit as the reason why the call is over for it.
 * @returns undefined while it is not over, and for the device that ended it itself: there CallKit already knows.
 */
export function endedReasonFor(call: Call, viewer: CallActor): EndedReason | undefined {
  const answeredHere = isSameActor(call.answeredBy, viewer);
  const answeredElsewhere =
    viewer.userId === call.to &&
    call.answeredBy?.deviceId !== undefined &&
    viewer.deviceId !== undefined &&
    !answeredHere;
  if (answeredElsewhere) return endedReasons.answeredElsewhere;
  if (isSameActor(call.endedBy, viewer)) return undefined;
  switch (call.state) {
    case 'ringing':
    case 'answered':
      return undefined;
    case 'declined':
    case 'busy':
      return viewer.userId === call.to ? endedReasons.declinedElsewhere : endedReasons.remoteEnded;
    case 'cancelled':
    case 'ended':
      return endedReasons.remoteEnded;
    case 'timedOut':
      return endedReasons.unanswered;
    case 'failed':
      return endedReasons.failed;
  }
}
