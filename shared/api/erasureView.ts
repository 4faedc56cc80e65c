/** The receipt of an erasure as answers show it. */
import { isoTime } from '../platform/isoTime.ts';
import type { Erasure } from '../userData/rules/erasure.ts';

export function erasureView({ erasureId, state, requestedAtMs, finishedAtMs, counts }: Erasure) {
  return {
    erasureId,
    state,
    requestedAt: isoTime(requestedAtMs),
    finishedAt: finishedAtMs === undefined ? undefined : isoTime(finishedAtMs),
    counts,
  };
}
