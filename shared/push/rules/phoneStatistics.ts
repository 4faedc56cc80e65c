/**
 * Counters of what became of pushes to phones, by what the phones have in common: the answers of APNs, the reports of
 * the phones, and how long after the request these came.
 */
import type { Device } from '../../devices/rules/device.ts';
import type { ReceiptEvent } from './receipt.ts';
import type { TargetOutcome } from './targetOutcome.ts';

/** What phones have in common that are counted together. */
export interface PhoneGroup {
  /** A bundle ID. */
  appId: string;
  appVersion: string;
  /** iOS, without its third number: `26.4`. */
  osVersion: string;
  environment: string;
}

/**
 * `accepted`: message pushes that APNs has accepted; `refused.<reason>` those that it has not, and those without an
 * answer. `delivered`, `shown`, `tapped`: reports. `rung`: VoIP pushes of rings that APNs has accepted; `reported`: those
 * that the phone reported to CallKit until the ring was over. `rings`, `ringsUnreported`: callees with such a push, and those
 * of them of whom no phone reported it, each with the group of one of the callee's phones. `deliveredIn.<bucket>`, `reportedIn.<bucket>`: how many of
 * these took as long as {@link bucketOf} says.
 */
export type PhoneCounters = Readonly<Record<string, number>>;

export interface PhoneCounts extends PhoneGroup {
  counters: PhoneCounters;
}

export interface DayPhoneCounts extends PhoneCounts {
  day: string;
}

export const unknownVersion = 'unknown';

/** Versions come from phones. What no version looks like is counted together. */
export function groupOf(
  { appId, appVersion = '', osVersion = '' }: Pick<Device, 'appId' | 'appVersion' | 'osVersion'>,
  environment = unknownVersion,
): PhoneGroup {
  const [os = unknownVersion] = /^\d{1,3}(\.\d{1,3})?/.exec(osVersion) ?? [];
  const isVersion = /^[\w.+() -]{1,32}$/.test(appVersion);
  return { appId, appVersion: isVersion ? appVersion : unknownVersion, osVersion: os, environment };
}

/** Counters of final outcomes of message pushes. */
export function countPhones(
  pushed: readonly { outcome: TargetOutcome; phone?: PhoneGroup | undefined }[],
): PhoneCounts[] {
  return mergePhones(
    pushed.flatMap(({ outcome: { outcome, reason = 'unknown', kind }, phone }) => {
      if (phone === undefined || kind !== 'alert' || outcome === 'retrying' || outcome === 'skipped') return [];
      return [{ ...phone, counters: { [outcome === 'accepted' ? 'accepted' : `refused.${reason}`]: 1 } }];
    }),
  );
}

/** @param tookMs from the request to the arrival of the report, by the server's clock. */
export function countReport(phone: PhoneGroup, event: ReceiptEvent, tookMs: number): PhoneCounts {
  const took: PhoneCounters = event === 'delivered' ? { [`deliveredIn.${bucketOf(tookMs)}`]: 1 } : {};
  return { ...phone, counters: { [event]: 1, ...took } };
}

/** @param tookMs as in {@link countReport}; undefined: the phone has not reported. */
export function countRing(phone: PhoneGroup, isReported: boolean, tookMs?: number): PhoneCounts {
  if (!isReported) return { ...phone, counters: { rung: 1 } };
  const took: PhoneCounters = tookMs === undefined ? {} : { [`reportedIn.${bucketOf(tookMs)}`]: 1 };
  return { ...phone, counters: { rung: 1, reported: 1, ...took } };
}

/** One entry for each group. */
export function mergePhones(counts: readonly PhoneCounts[]): PhoneCounts[] {
  const merged = new Map<string, PhoneCounts>();
  for (const { counters, ...group } of counts) {
    const name = groupName(group);
    merged.set(name, { ...group, counters: addCounters(merged.get(name)?.counters ?? {}, counters) });
  }
  return [...merged.values()];
}

export function addCounters(one: PhoneCounters, other: PhoneCounters): PhoneCounters {
  const sum: Record<string, number> = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** No part contains `#`. */
export function groupName({ appId, appVersion, osVersion, environment }: PhoneGroup): string {
  return [appId, appVersion, osVersion, environment].join('#');
}

/** @returns undefined if the name is not that of a group. */
export function groupNamed(name: string): PhoneGroup | undefined {
  const [appId, appVersion, osVersion, environment] = name.split('#');
  if (appId === undefined || appVersion === undefined || osVersion === undefined || environment === undefined) {
    return undefined;
  }
  return { appId, appVersion, osVersion, environment };
}

const linearMs = 100;
const linearUntilMs = 10_000;
const linearBuckets = linearUntilMs / linearMs;
const growth = 1.05;
const longestMs = 24 * 60 * 60 * 1000;

/** A hundred milliseconds each for the first ten seconds, then five percent longer each, up to a day. */
export function bucketOf(ms: number): number {
  const time = Math.min(Math.max(ms, 0), longestMs);
  if (time < linearUntilMs) return Math.floor(time / linearMs);
  return linearBuckets + Math.floor(Math.log(time / linearUntilMs) / Math.log(growth));
}

/** Middle of a bucket, in milliseconds. */
function middleOf(bucket: number): number {
  if (bucket < linearBuckets) return (bucket + 0.5) * linearMs;
  return Math.round(linearUntilMs * growth ** (bucket - linearBuckets + 0.5));
}

/**
 * Percentiles of the times that are counted under a name, in milliseconds: within 50 ms below ten seconds, within three
 * percent above.
 *
 * @returns undefined if none is counted.
 */
export function percentilesOf(
  counters: PhoneCounters,
  name: 'deliveredIn' | 'reportedIn',
): { p50Ms: number; p99Ms: number } | undefined {
  const buckets = Object.entries(counters)
    .filter(([each]) => each.startsWith(`${name}.`))
    .map(([each, count]) => ({ bucket: Number(each.slice(name.length + 1)), count }))
    .sort((one, other) => one.bucket - other.bucket);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const at = (share: number): number => {
    let seen = 0;
    const found = buckets.find(({ count }) => {
      seen += count;
      return seen >= share * total;
    });
    return middleOf(found?.bucket ?? 0);
  };
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
