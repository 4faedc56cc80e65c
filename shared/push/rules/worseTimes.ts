/** Whether the rings of a version take longer to reach CallKit than those of the version before it. */
import { bucketAt, countAfter, type Histogram, type Percentiles, percentilesOf } from './timeBuckets.ts';
import { fewestCompared } from './worseLoss.ts';

/** With the percentiles of that version. */
export interface TimeComparison extends Percentiles {
  what: 'ringTimes';
  /** The version that it is compared with. */
  version: string;
}

/** How many times a version must have for the percentile to be compared: ten of them are above it. */
const compared = [
  { share: 0.5, name: 'p50Ms', fewest: fewestCompared },
  { share: 0.99, name: 'p99Ms', fewest: 1000 },
] as const;

/** A smaller difference is not worth an alarm, however certain it is. */
const smallest = { ms: 100, share: 0.1 };
/** Standard errors of the difference. */
const certainty = 3;

/**
 * Compares how many times of the two versions are above the percentile of the earlier one.
 *
 * @param earlier versions before it, the nearest first.
 * @returns the version before, if this one takes longer than chance explains.
 */
export function worseTimes(
  times: Histogram,
  earlier: readonly { version: string; times: Histogram }[],
): TimeComparison | undefined {
  const before = earlier.find((each) => each.times.total >= fewestCompared);
  const [now, then] = [percentilesOf(times), before && percentilesOf(before.times)];
  if (now === undefined || before === undefined || then === undefined) return undefined;
  const isWorse = compared.some(
    ({ share, name, fewest }) =>
      Math.min(times.total, before.times.total) >= fewest &&
      now[name] - then[name] >= Math.max(smallest.ms, smallest.share * then[name]) &&
      isCertain(times, before.times, share),
  );
  return isWorse ? { what: 'ringTimes', version: before.version, ...then } : undefined;
}

function isCertain(times: Histogram, before: Histogram, share: number): boolean {
  const bucket = bucketAt(before, share);
  const [later, laterBefore] = [countAfter(times, bucket), countAfter(before, bucket)];
  const both = (later + laterBefore) / (times.total + before.total);
  const error = Math.sqrt(both * (1 - both) * (1 / times.total + 1 / before.total));
  return later / times.total - laterBefore / before.total >= certainty * error;
}
