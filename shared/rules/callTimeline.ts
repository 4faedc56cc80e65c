/** What a change of a call adds to its timeline. */
import type { Call, CallActor } from './call.ts';

export interface CallChangeEvent {
  at: string;
  event: string;
  userId: string;
  deviceId?: string | undefined;
}

/**
 * One line for each callee whose state is another one now, and one when the caller leaves.
 * @param before undefined when the call is new.
 * @param actor who did it; undefined when time did.
 */
export function changeEvents(
  before: Call | undefined,
  after: Call,
  actor: CallActor | undefined,
  nowMs: number,
): CallChangeEvent[] {
  const at = new Date(nowMs).toISOString();
  const line = (event: string, userId: string): CallChangeEvent => ({
    at,
    event,
    userId,
    ...(actor?.userId === userId && actor.deviceId !== undefined && { deviceId: actor.deviceId }),
  });
  const changed = after.participants.filter(({ state }, index) => before?.participants[index]?.state !== state);
  const hasLeft = after.callerLeft !== undefined && before?.callerLeft === undefined;
  return [...(hasLeft ? [line('left', after.from)] : []), ...changed.map(({ state, userId }) => line(state, userId))];
}

/** The callees whose phones have stopped ringing with this change. */
export function stoppedRinging(before: Call, after: Call): string[] {
  return after.participants
    .filter(({ state }, index) => state !== 'ringing' && before.participants[index]?.state === 'ringing')
    .map(({ userId }) => userId);
}
