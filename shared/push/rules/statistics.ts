/** Counters by day and app: how much was sent, and with which outcomes. */
import type { ReceiptEvent } from './receipt.ts';
import type { OutcomeName, TargetOutcome } from './targetOutcome.ts';

/** `retrying` and `handedOver` are not counters: the final outcome is counted. */
export type CounterName = Exclude<OutcomeName, 'retrying' | 'handedOver'> | ReceiptEvent;

export const counterNames = [
  'accepted',
  'skipped',
  'rejected',
  'failed',
  'delivered',
  'shown',
  'tapped',
] as const satisfies CounterName[];

export type Counters = Partial<Record<CounterName, number>>;

/** Counters of one app. */
export interface TargetCounts {
  /** A bundle ID; `none` for users without a device. */
  appId: string;
  counters: Counters;
}

export const noApp = 'none';

/** Counts for these targets: those with a final outcome. */
export function countTargets(
  targets: readonly { outcome: TargetOutcome; appId?: string | undefined }[],
): TargetCounts[] {
  return mergeCounts(
    targets.flatMap(({ outcome: { outcome }, appId = noApp }) =>
      outcome === 'retrying' || outcome === 'handedOver' ? [] : [{ appId, counters: { [outcome]: 1 } }],
    ),
  );
}

/** One entry for each app. */
export function mergeCounts(counts: readonly TargetCounts[]): TargetCounts[] {
  const byApp = new Map<string, Counters>();
  for (const { appId, counters } of counts) {
    const sums = byApp.get(appId) ?? {};
    for (const name of counterNames) {
      const count = counters[name] ?? 0;
      if (count > 0) sums[name] = (sums[name] ?? 0) + count;
    }
    byApp.set(appId, sums);
  }
  return [...byApp]
    .map(([appId, counters]) => ({ appId, counters }))
    .filter(({ counters }) => Object.keys(counters).length > 0);
}

/** `YYYY-MM-DD`, UTC. */
export function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

const dayMs = 24 * 60 * 60 * 1000;

/** The last days up to today, oldest first. */
export function lastDays(nowMs: number, days: number): string[] {
  return Array.from({ length: days }, (_, index) => dayOf(nowMs - (days - 1 - index) * dayMs));
}
