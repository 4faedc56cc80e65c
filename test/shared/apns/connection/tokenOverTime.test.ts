/** One connection through hours of pushes and freezes, over real HTTP/2 to the fake APNs, which has the same clock. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppleWorld, pushTo, startAppleWorld } from '../../../support/apns/appleWorld.ts';
import { countingConnections } from '../../../support/apns/connections.ts';

const minuteMs = 60_000;
const halfHourMs = 30 * minuteMs;
const startMs = Math.ceil(Date.now() / halfHourMs) * halfHourMs;

let nowMs = startMs;
let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld({ clock: () => nowMs });
});
afterAll(() => world.stop());

/** One pusher that is first used at that time: this many pushes at once, after each pause. */
async function pushAfter(firstUseMs: number, bursts: readonly { pauseMs: number; pushes: number }[]) {
  nowMs = firstUseMs;
  const token = world.phone().installation.tokens.alert;
  const pusher = world.pusher(undefined, { nowMs: () => nowMs });
  const since = world.apple.pushes().at(-1)?.n ?? 0;
  const push = () => pusher.push(pushTo(token, { deadlineMs: nowMs + 10_000 }));
  const { opened } = await countingConnections(async () => {
    for (const { pauseMs, pushes } of bursts) {
      nowMs += pauseMs;
      await Promise.all(Array.from({ length: pushes }, push));
    }
  });
  pusher.close();
  return { answers: world.apple.pushes(since).map(({ status, reason }) => reason ?? status), opened: opened.length };
}

describe('a connection', () => {
  test('first used 5 minutes before the next token begins has all later pushes accepted', async () => {
    // Act
    const { answers, opened } = await pushAfter(startMs - 5 * minuteMs, [
      { pauseMs: 0, pushes: 1 },
      { pauseMs: 6 * minuteMs, pushes: 20 },
    ]);
    // Assess
    expect(answers).toEqual(Array.from({ length: 21 }, () => 200));
    expect(opened).toBe(1);
  });

  test('never has its provider token refused, at any time of use', { timeout: 60_000 }, async () => {
    // Prepare
    const pauseMs = fc.oneof(fc.integer({ min: 0, max: minuteMs }), fc.integer({ min: 0, max: 3 * 60 * minuteMs }));
    const bursts = fc.array(fc.record({ pauseMs, pushes: fc.integer({ min: 1, max: 5 }) }), {
      minLength: 2,
      maxLength: 12,
    });
    const firstUseMs = fc.integer({ min: startMs, max: startMs + 4 * halfHourMs });
    // Act
    const check = fc.asyncProperty(firstUseMs, bursts, async (first, times) => {
      const { answers, opened } = await pushAfter(first, times);
      // Assess
      expect(new Set(answers)).toEqual(new Set([200]));
      expect(opened).toBe(1);
    });
    await fc.assert(check, { numRuns: 40 });
  });
});
