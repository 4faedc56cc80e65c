/**
 * 100,000 pushes through everything that APNs and the way to it can do at once: GOAWAYs, resets, delays, 500, 503, 429,
 * lost answers, and a stream limit that drops to 1 and comes back.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../../../lab/apple/apple.ts';
import type { ApnsOutcome } from '../../../../shared/apns/rules/outcome.ts';
import { type AppleWorld, pushTo, startAppleWorld } from '../../../support/apns/appleWorld.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld({ throttlesAfterRefusal: true });
});
afterAll(() => world.stop());

/** The usual transport takes the whole storm. The other shares the client above the wire: a part of it is enough. */
const pushes = process.env['RINGPOST_APNS_TRANSPORT'] === 'http2' ? 20_000 : 100_000;
const outstanding = 1000;
/** A new fault each so many pushes, so that there is always one about. */
const pushesPerFault = 250;

const weather: Fault[] = [
  { kind: 'goaway', count: 1 },
  { kind: 'reset', count: 3 },
  { kind: 'delay', delayMs: 20, count: 20 },
  { kind: 'status', status: 500, reason: 'InternalServerError', count: 2 },
  { kind: 'status', status: 503, reason: 'ServiceUnavailable', count: 5 },
  { kind: 'status', status: 503, reason: 'Shutdown', count: 1 },
  { kind: 'status', status: 429, reason: 'TooManyRequests', count: 5 },
  { kind: 'status', status: 400, reason: 'BadCollapseId', count: 1 },
  { kind: 'expiredToken', count: 1 },
  { kind: 'blackhole', count: 1 },
];

/** Mulberry32: the same storm in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

test('each push has exactly one outcome, and no answered push is resent', {
  timeout: 600_000,
}, async () => {
  // Prepare
  const seen = new Map<string, number>();
  const answered = new Map<string, number[]>();
  world.apple.onAnswered(({ apnsId, status }) => {
    const statuses = answered.get(apnsId);
    if (statuses) statuses.push(status);
    else answered.set(apnsId, [status]);
  });
  const phones = Array.from({ length: 50 }, () =>
    world.phone('production', ({ apnsId }) => seen.set(apnsId, (seen.get(apnsId) ?? 0) + 1)),
  );
  const random = randomNumbers(20_261_122);
  const client = world.pusher();
  const kinds = { accepted: 0, rejected: 0, unanswered: 0, no_credential: 0 };
  const wrong: unknown[] = [];
  let sent = 0;
  let ended = 0;
  let halfWayMegabytes = 0;

  function assess(outcome: ApnsOutcome, apnsId: string): void {
    kinds[outcome.kind] += 1;
    const deliveries = seen.get(apnsId) ?? 0;
    const statuses = answered.get(apnsId) ?? [];
    const isRight =
      outcome.apnsId === apnsId &&
      deliveries <= 1 &&
      (outcome.kind !== 'accepted' || (deliveries === 1 && statuses.at(-1) === 200)) &&
      (outcome.kind !== 'rejected' || deliveries === 0);
    if (!isRight) wrong.push({ outcome, deliveries, statuses });
    // What has its outcome is forgotten: what memory is left must be the client's.
    seen.delete(apnsId);
    answered.delete(apnsId);
    ended += 1;
    if (ended === pushes / 2) halfWayMegabytes = heapMegabytes();
    const fault = ended % pushesPerFault === 0 && weather[Math.floor(random() * weather.length)];
    if (fault) world.apple.addFault(fault);
  }

  async function lane(): Promise<void> {
    while (sent < pushes) {
      sent += 1;
      const phone = phones[Math.floor(random() * phones.length)];
      const push = pushTo(phone?.installation.tokens.alert ?? '', { deadlineMs: Date.now() + 15_000 });
      assess(await client.push(push), push.headers['apns-id']);
    }
  }

  // Act
  await Promise.all(Array.from({ length: outstanding }, lane));

  // Assess
  const grownMegabytes = heapMegabytes() - halfWayMegabytes;
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(kinds.accepted + kinds.rejected + kinds.unanswered).toBe(pushes);
  expect(kinds.accepted).toBeGreaterThan(pushes * 0.9);
  expect(kinds.unanswered).toBeGreaterThan(0);
  expect(grownMegabytes).toBeLessThan(30);
});
