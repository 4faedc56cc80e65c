/** Every request that a host of the fake APNs answered, for `GET /lab/pushes`. */
import type { AnsweredPush } from './apple.ts';

export interface PushLog {
  add(push: Omit<AnsweredPush, 'n' | 'at'>): void;
  /** Those with `n` above `since`, oldest first. */
  list(since?: number): AnsweredPush[];
  /** @returns a function that ends the subscription. */
  subscribe(listener: (push: AnsweredPush) => void): () => void;
}

/** @param capacity how many of the newest are kept. */
export function createPushLog(clock: () => number, capacity = 10_000): PushLog {
  const pushes: AnsweredPush[] = [];
  const listeners = new Set<(push: AnsweredPush) => void>();
  let last = 0;
  return {
    add(push) {
      last += 1;
      const entry = { n: last, at: new Date(clock()).toISOString(), ...push };
      pushes.push(entry);
      if (pushes.length > capacity) pushes.shift();
      for (const listener of listeners) listener(entry);
    },
    list(since = 0) {
      // Numbers have no gaps, so the position of a number follows from the last one.
      const place = pushes.length - (last - since);
      return pushes.slice(Math.max(place, 0));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
