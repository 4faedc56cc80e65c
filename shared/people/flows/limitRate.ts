/** Refuses requests of a user who sends too many in a minute. */
import { errorFields } from '../../platform/errorFields.ts';
import type { Clock, Log } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { RateStore } from '../ports.ts';
import { type RateKind, rateWindow, rateWords, secondsToNextWindow, unsharedRequests } from '../rules/rates.ts';

export interface RatePorts {
  clock: Clock;
  log: Log;
  rates: RateStore;
}

export interface RatedRequest {
  userId: string;
  kind: RateKind;
  /** How many requests the user may send in a minute. Read once per minute. */
  perMinute: () => Promise<number>;
  /** How many the request counts for: a request may bring several receipts. The last one may exceed the limit. */
  amount?: number | undefined;
}

export type RateLimiter = (request: RatedRequest) => Promise<Refusal | undefined>;

interface Count {
  limit: Promise<number>;
  /** Last value of the shared counter, and what this instance has counted since. */
  shared: number;
  unshared: number;
}

/** One for each function instance: it remembers the current minute's counts. */
export function rateLimiter({ clock, log, rates }: RatePorts): RateLimiter {
  let window = 0;
  let counts = new Map<string, Count>();

  function countOf({ userId, kind, perMinute }: RatedRequest): Count {
    const key = `${kind} ${userId}`;
    const known = counts.get(key);
    if (known !== undefined) return known;
    const count: Count = { limit: perMinute(), shared: 0, unshared: 0 };
    counts.set(key, count);
    // A limit that could not be read is read again.
    count.limit.catch(() => counts.delete(key));
    return count;
  }

  return async (request) => {
    const { userId, kind, amount = 1 } = request;
    const nowMs = clock.nowMs();
    if (rateWindow(nowMs) !== window) {
      window = rateWindow(nowMs);
      counts = new Map();
    }
    const countedIn = window;
    const count = countOf(request);
    const limit = await count.limit;
    if (count.shared + count.unshared >= limit) return tooMany(kind, limit, nowMs);
    count.unshared += amount;
    if (count.unshared <= unsharedRequests(limit)) return undefined;
    const added = count.unshared;
    count.shared += added;
    count.unshared = 0;
    try {
      const total = await rates.add(userId, kind, countedIn, added);
      count.shared = Math.max(count.shared, total);
    } catch (error) {
      // An unreachable counter must not keep anyone from calling. This instance uses its own count.
      log.error('rate not counted', { rate: kind, ...errorFields(error) });
    }
    return count.shared - amount >= limit ? tooMany(kind, limit, nowMs) : undefined;
  };
}

function tooMany(kind: RateKind, perMinute: number, nowMs: number): Refusal {
  return refuse('rate_limited', `You have reached the limit of ${perMinute} ${rateWords[kind]} per minute.`, {
    retryAfterSeconds: secondsToNextWindow(nowMs),
  });
}
