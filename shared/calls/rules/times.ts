/** When somebody in a call came to be in a state: kept with the call, so that a change of it is one write. */
import type { Call } from './call.ts';

/** @param before undefined when the call is new. @returns `after`, with the moment of each change between the two. */
export function timed(before: Call | undefined, after: Call, nowMs: number): Call {
  const hasLeft = after.callerLeft !== undefined && before?.callerLeft === undefined;
  return {
    ...after,
    ...(hasLeft && { callerLeftAtMs: nowMs }),
    participants: after.participants.map((each, index) => {
      if (before?.participants[index]?.state === each.state) return each;
      return { ...each, times: { ...each.times, [each.state]: nowMs } };
    }),
  };
}
