/**
 * Changes of a call that do not conflict with each other. Otherwise, if fifty people answered or declined at the same
 * time, each would find the call changed, read it again, and so on.
 *
 * Such a change is about one callee and leaves nothing else to decide: it is compatible with any other as long as its
 * conditions hold, whatever the version of the call is by then.
 */
import type { Call, CallState, Participant } from './call.ts';

export interface NarrowChange {
  /** The callee's position among the participants, and their new state. */
  index: number;
  participant: Participant;
  /** The state in which the callee must still be. */
  was: CallState;
  /** States in which the call may be; the caller must not have left it. */
  callWas: readonly CallState[];
  /** State of the call afterwards. */
  state: CallState;
  /**
   * Another participant who must still be in this state: because of them the state of the call as a whole does not
   * change.
   */
  witness?: { index: number; state: CallState } | undefined;
}

/**
 * @param after the result of a change to `before`. @returns undefined for a change that needs the call as it was
 *   read.
 */
export function narrowChange(before: Call, after: Call): NarrowChange | undefined {
  const changed = after.participants.flatMap((each, index) => (each === before.participants[index] ? [] : [index]));
  const [index, ...others] = changed;
  if (index === undefined || others.length > 0 || after.participants.length !== before.participants.length) return;
  if (before.callerLeft || after.callerLeft || after.endedBy !== before.endedBy) return;
  const [participant, read] = [after.participants[index], before.participants[index]];
  if (participant === undefined || read === undefined) return;
  const change = { index, participant, was: read.state, state: after.state };
  // With the caller they are two: the call goes on, whatever the others do.
  if (participant.state === 'answered' && after.state === 'answered') {
    return { ...change, callWas: ['ringing', 'answered'] };
  }
  const { state } = after;
  if (state !== before.state || (state !== 'ringing' && state !== 'answered')) return;
  const witness = after.participants.findLastIndex((each, place) => place !== index && each.state === state);
  return witness < 0 ? undefined : { ...change, callWas: [state], witness: { index: witness, state } };
}

/** What the conditional write does. @returns undefined if its conditions do not hold. */
export function applyNarrowChange(call: Call, change: NarrowChange): Call | undefined {
  const { index, participant, was, callWas, state, witness } = change;
  const isAsItWas = call.participants[index]?.state === was && callWas.includes(call.state);
  const holds = witness === undefined || call.participants[witness.index]?.state === witness.state;
  if (!isAsItWas || !holds || call.callerLeft) return undefined;
  const participants = call.participants.map((each, place) => (place === index ? participant : each));
  return { ...call, participants, state, version: call.version + 1 };
}
