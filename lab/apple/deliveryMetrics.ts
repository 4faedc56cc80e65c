/**
 * Apple's count of what became of pushes, by day, app, push type and state, as the Push Notifications Console shows it:
 * production only, aggregated and rounded. Apple: "Viewing the status of push notifications using Metrics and APNs".
 */

/** States in Apple's spelling, as far as an iPhone of the lab can bring them about. */
export const pushStates = {
  delivered: 'Delivered to Device',
  deliveredFromStorage: 'Delivered to Device (From Storage)',
  stored: 'Stored - Device Offline',
  disabled: 'Discarded - Disabled',
  disabledFromStorage: 'Discarded - Disabled (From Storage)',
  expired: 'Discarded - Expired',
  unregisteredFromStorage: 'Discarded - Token Unregistered (From Storage)',
} as const;

export type PushState = keyof typeof pushStates;

export interface DeliveryMetrics {
  count(bundleId: string, pushType: string, state: PushState): void;
  /** CSV of an app's days. @param startDay @param endDay `YYYY-MM-DD`, UTC, both included. */
  csv(bundleId: string, startDay: string, endDay: string): string;
}

interface CountedState {
  bundleId: string;
  day: string;
  pushType: string;
  state: PushState;
  count: number;
}

export function createDeliveryMetrics(clock: () => number): DeliveryMetrics {
  const counted = new Map<string, CountedState>();
  return {
    count(bundleId, pushType, state) {
      const day = new Date(clock()).toISOString().slice(0, 10);
      const name = [bundleId, day, pushType, state].join(' ');
      const entry = counted.get(name) ?? { bundleId, day, pushType, state, count: 0 };
      entry.count += 1;
      counted.set(name, entry);
    },
    csv(bundleId, startDay, endDay) {
      const rows = [...counted.values()]
        .filter((each) => each.bundleId === bundleId && startDay <= each.day && each.day <= endDay)
        .map(({ pushType, state, day, count }) => [pushType, pushStates[state], day, rounded(count)])
        .filter(([, , , count]) => Number(count) > 0);
      return [['Push Type', 'Status', 'Date (UTC)', 'Count'], ...rows].map((row) => `${row.join(',')}\n`).join('');
    },
  };
}

/** Apple says that its counts are rounded, and not how: here to two significant digits, and never finer than tens. */
export function rounded(count: number): number {
  const step = Math.max(10, 10 ** (Math.floor(Math.log10(Math.max(count, 1))) - 1));
  return Math.round(count / step) * step;
}
