import fc from 'fast-check';
import { expect, it } from 'vitest';
import { queueDelaySeconds, wakeFor } from '../../../../shared/broadcasts/rules/wakeTime.ts';

const broadcastId = '5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10';
const anyTime = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2099, 11, 31) });

it('a broadcast is woken at a whole minute, one to two minutes early, under a name that AWS takes', () => {
  fc.assert(
    fc.property(anyTime, (dueMs) => {
      const { name, atMs } = wakeFor(broadcastId, dueMs);
      expect(atMs % 60_000).toBe(0);
      expect(dueMs - atMs).toBeGreaterThanOrEqual(60_000);
      expect(dueMs - atMs).toBeLessThan(120_000);
      expect(name).toMatch(/^[0-9a-zA-Z-_]{1,64}$/);
    }),
  );
});

it('a queue waits for 15 minutes at most', () => {
  // Assess
  expect([-5000, 0, 1, 900_000, 900_001].map((ms) => queueDelaySeconds(ms, 0))).toEqual([0, 0, 1, 900, undefined]);
});
