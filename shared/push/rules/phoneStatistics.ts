/**
 * Counters of what became of pushes to phones, by what the phones have in common: the answers of APNs, the reports of
 * the phones, and how long these took.
 */
import type { Device } from '../../devices/rules/device.ts';
import type { ReceiptEvent } from './receipt.ts';
import type { TargetOutcome } from './targetOutcome.ts';
import { bucketOf, type Histogram, histogramOf, reportScale, ringScale, type TimeScale } from './timeBuckets.ts';

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
 * of them of whom no phone reported it, each with the group of one of the callee's phones. `<time>.<bucket>`: how many
 * took as long as {@link bucketOf} says, for each {@link TimeName}.
 */
export type PhoneCounters = Readonly<Record<string, number>>;

/**
 * `deliveredIn`: messages, from the request to the receipt. `callKitIn`: rings, from the tap of the caller until CallKit
 * took them. `reportedIn`: rings of phones that do not say when that was, until their report arrived.
 */
export type TimeName = 'deliveredIn' | 'callKitIn' | 'reportedIn';

const scales: Readonly<Record<TimeName, TimeScale>> = {
  deliveredIn: reportScale,
  callKitIn: ringScale,
  reportedIn: reportScale,
};

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

/** @param tookMs from the request to the receipt. */
export function countReport(phone: PhoneGroup, event: ReceiptEvent, tookMs: number): PhoneCounts {
  return { ...phone, counters: { [event]: 1, ...(event === 'delivered' && counted('deliveredIn', tookMs)) } };
}

/** How long a ring took, in milliseconds. */
export interface RingTime {
  name: 'callKitIn' | 'reportedIn';
  ms: number;
}

/** @param took undefined: the phone has sent no report. */
export function countRing(phone: PhoneGroup, isReported: boolean, took?: RingTime): PhoneCounts {
  if (!isReported) return { ...phone, counters: { rung: 1 } };
  return { ...phone, counters: { rung: 1, reported: 1, ...(took && counted(took.name, took.ms)) } };
}

function counted(name: TimeName, ms: number): PhoneCounters {
  return { [`${name}.${bucketOf(scales[name], ms)}`]: 1 };
}

export function timesOf(counters: PhoneCounters, name: TimeName): Histogram {
  return histogramOf(counters, name, scales[name]);
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

/** What is to be added to the second counts, so that they become the first. */
export function differenceOf(counts: readonly PhoneCounts[], before: readonly PhoneCounts[]): PhoneCounts[] {
  const negative = ({ counters, ...group }: PhoneCounts): PhoneCounts => ({
    ...group,
    counters: Object.fromEntries(Object.entries(counters).map(([name, count]) => [name, -count])),
  });
  return mergePhones([...counts, ...before.map(negative)]).flatMap(({ counters, ...group }) => {
    const changed = Object.entries(counters).filter(([, count]) => count !== 0);
    return changed.length === 0 ? [] : [{ ...group, counters: Object.fromEntries(changed) }];
  });
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
