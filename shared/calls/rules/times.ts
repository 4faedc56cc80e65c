/** When the people of a call entered their states: stored with the call, so that a change is one write. */
import type { Call } from './call.ts';

/** @param before undefined if the call is new. @returns `after`, with the time of each change between the two. */
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
