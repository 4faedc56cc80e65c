/** Buckets in which times are counted, and the percentiles that come out of them. Counters add up over workers and days. */

/** Counts by name: `<name>.<bucket>` for each bucket in use. */
export type TimeCounters = Readonly<Record<string, number>>;

/** Times up to `untilMs` are in buckets of the same width, as many as fit after the step before. */
interface Step {
  widthMs: number;
  untilMs: number;
}

/** After the last step each bucket is wider than the one before. */
export type TimeScale = readonly Step[];

/** How the times of messages are counted, and of rings until the report arrives: within 50 ms up to ten seconds. */
export const reportScale: TimeScale = [{ widthMs: 100, untilMs: 10_000 }];

/** How the times of rings until CallKit takes them are counted: within 25 ms up to ten seconds, within 50 ms up to a minute. */
export const ringScale: TimeScale = [
  { widthMs: 50, untilMs: 10_000 },
  { widthMs: 100, untilMs: 60_000 },
];

const growth = 1.05;
const longestMs = 24 * 60 * 60 * 1000;

/** After the steps of the scale each bucket is five percent longer, up to a day. */
export function bucketOf(scale: TimeScale, ms: number): number {
  const time = Math.min(Math.max(ms, 0), longestMs);
  let [first, fromMs] = [0, 0];
  for (const { widthMs, untilMs } of scale) {
    if (time < untilMs) return first + Math.floor((time - fromMs) / widthMs);
    first += (untilMs - fromMs) / widthMs;
    fromMs = untilMs;
  }
  return first + Math.floor(Math.log(time / fromMs) / Math.log(growth));
}

/** Middle of a bucket, in milliseconds. */
function middleOf(scale: TimeScale, bucket: number): number {
  let [first, fromMs] = [0, 0];
  for (const { widthMs, untilMs } of scale) {
    const buckets = (untilMs - fromMs) / widthMs;
    if (bucket < first + buckets) return fromMs + (bucket - first + 0.5) * widthMs;
    first += buckets;
    fromMs = untilMs;
  }
  return Math.round(fromMs * growth ** (bucket - first + 0.5));
}

/** Times that are counted under one name, shortest first. */
export interface Histogram {
  scale: TimeScale;
  total: number;
  buckets: readonly { bucket: number; count: number }[];
}

export function histogramOf(counters: TimeCounters, name: string, scale: TimeScale): Histogram {
  const buckets = Object.entries(counters)
    .filter(([each]) => each.startsWith(`${name}.`))
    .map(([each, count]) => ({ bucket: Number(each.slice(name.length + 1)), count }))
    .sort((one, other) => one.bucket - other.bucket);
  return { scale, total: buckets.reduce((sum, { count }) => sum + count, 0), buckets };
}

export interface Percentiles {
  p50Ms: number;
  p99Ms: number;
}

/**
 * Percentiles in milliseconds: within half a bucket of the scale, and within three percent after its steps.
 *
 * @returns undefined if nothing is counted.
 */
export function percentilesOf(histogram: Histogram): Percentiles | undefined {
  if (histogram.total === 0) return undefined;
  const at = (share: number): number => middleOf(histogram.scale, bucketAt(histogram, share));
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** The bucket in which this share of the times is reached. */
export function bucketAt({ buckets, total }: Histogram, share: number): number {
  let seen = 0;
  const found = buckets.find(({ count }) => {
    seen += count;
    return seen >= share * total;
  });
  return found?.bucket ?? 0;
}

/** How many times are in later buckets. */
export function countAfter({ buckets }: Histogram, bucket: number): number {
  return buckets.filter((each) => each.bucket > bucket).reduce((sum, { count }) => sum + count, 0);
}
