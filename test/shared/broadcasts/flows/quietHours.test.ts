/** Broadcasts that wait for the end of their users' quiet hours. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  recallBroadcast,
  reportBroadcast,
  resumeBroadcast,
  stopBroadcast,
} from '../../../../shared/broadcasts/flows/manageBroadcasts.ts';
import type { BroadcastReport } from '../../../../shared/broadcasts/rules/report.ts';
import { isQuietAt } from '../../../../shared/people/rules/doNotDisturb.ts';
import { tokenHex } from '../../../support/factories.ts';
import { broadcastWorld } from '../../../support/memory/broadcastWorld.ts';
import { doesNotAnswer } from '../../../support/memory/fakeApns.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
let world: ReturnType<typeof broadcastWorld>;
beforeEach(() => {
  world = broadcastWorld(openTable());
});

const hourMs = 3_600_000;
/** It is 20:00 in Shanghai, 12:00 UTC, 07:00 in New York. */
const evening = [{ start: '19:00', end: '07:30' }];

async function register(userId: string, timeZone: string, windows?: { start: string; end: string }[]) {
  await world.register({
    userId,
    deviceId: `${userId}-phone`,
    timeZone,
    tokens: { alert: { token: tokenHex(userId), environment: 'production' } },
  });
  if (windows !== undefined) await world.ports.profiles.replace(userId, { doNotDisturb: { windows } });
}

async function reportOf(broadcastId: string): Promise<BroadcastReport> {
  const report = await reportBroadcast(world.ports, broadcastId);
  if ('refusal' in report) throw new Error(report.detail);
  return report;
}

const pushedTokens = () => world.ports.apns.requests.map(({ deviceToken }) => deviceToken);

/** Until nothing is in the queue and nothing is scheduled. */
async function toTheEnd(): Promise<void> {
  await world.work();
  while (world.schedules.size > 0) {
    await world.fireNext();
    await world.work();
  }
}

describe('a broadcast that respects quiet hours', () => {
  it('comes to each user when their own quiet hours are over, and shows meanwhile who waits', async () => {
    // Prepare
    await register('alice', 'Asia/Shanghai');
    await register('bob', 'Asia/Shanghai', evening);
    await register('carol', 'America/New_York', evening);
    const startedMs = world.ports.clock.nowMs();

    // Act
    const broadcastId = await world.start({ respectQuietHours: true });
    await world.work();
    const first = await reportOf(broadcastId);
    const reached = pushedTokens();
    await toTheEnd();
    const last = await reportOf(broadcastId);

    // Assess
    expect(reached).toEqual([tokenHex('alice')]);
    expect(first).toMatchObject({
      state: 'running',
      counts: { devices: 3, accepted: 1, waiting: 2, skipped: 0 },
      // 07:30 in New York, and in Shanghai.
      waitingUntilMs: { first: startedMs + 0.5 * hourMs, last: startedMs + 11.5 * hourMs },
    });
    expect(first.progress).toBeCloseTo(1 / 3);
    expect(last).toMatchObject({ state: 'finished', progress: 1, counts: { devices: 3, accepted: 3, waiting: 0 } });
    expect(last.waitingUntilMs).toBeUndefined();
    expect(pushedTokens()).toEqual([tokenHex('alice'), tokenHex('carol'), tokenHex('bob')]);
  });

  it('reaches a list of users in the same way', async () => {
    // Prepare
    await register('bob', 'Asia/Shanghai', evening);

    // Act
    const broadcastId = await world.start({ respectQuietHours: true, audience: { userIds: ['bob', 'nobody'] } });
    await toTheEnd();

    // Assess
    expect(await reportOf(broadcastId)).toMatchObject({
      state: 'finished',
      counts: { devices: 2, accepted: 1, skipped: 1, waiting: 0 },
    });
  });

  it('does not come to a user whose quiet hours outlast it', async () => {
    // Prepare
    await register('bob', 'Asia/Shanghai', evening);
    const message = { offlinePush: { desc: 'Lunch is ready.', ttlSeconds: 3600 } };

    // Act
    const broadcastId = await world.start({ respectQuietHours: true, message });
    await toTheEnd();

    // Assess
    expect(pushedTokens()).toEqual([]);
    expect(await reportOf(broadcastId)).toMatchObject({ state: 'finished', reasons: { do_not_disturb: 1 } });
  });

  it('waits again for a user who has moved the quiet hours, and retries what Apple wants later', async () => {
    // Prepare
    await register('bob', 'Asia/Shanghai', evening);
    const broadcastId = await world.start({ respectQuietHours: true });
    await world.work();
    await world.ports.profiles.replace('bob', { doNotDisturb: { windows: [{ start: '19:00', end: '09:00' }] } });

    // Act
    await world.fireNext();
    await world.work();
    const moved = await reportOf(broadcastId);
    world.ports.apns.will(doesNotAnswer('maybe'));
    await toTheEnd();

    // Assess
    expect(moved).toMatchObject({ counts: { devices: 1, waiting: 1 } });
    expect(pushedTokens()).toEqual([tokenHex('bob'), tokenHex('bob')]);
    expect(await reportOf(broadcastId)).toMatchObject({ state: 'finished', counts: { devices: 1, accepted: 1 } });
  });

  it('sends nothing while it is stopped, and the rest once it is resumed', async () => {
    // Prepare
    await register('bob', 'Asia/Shanghai', evening);
    const broadcastId = await world.start({ respectQuietHours: true });
    await world.work();

    // Act
    await stopBroadcast(world.ports, broadcastId);
    await toTheEnd();
    world.ports.clock.advance(hourMs);
    const stopped = { pushed: pushedTokens(), ...(await reportOf(broadcastId)) };
    await resumeBroadcast(world.ports, broadcastId);
    await toTheEnd();

    // Assess
    expect(stopped).toMatchObject({ pushed: [], state: 'stopped', counts: { waiting: 1 } });
    expect(pushedTokens()).toEqual([tokenHex('bob')]);
    expect(await reportOf(broadcastId)).toMatchObject({ state: 'finished', counts: { accepted: 1, waiting: 0 } });
  });

  it('does not come any more once it is recalled', async () => {
    // Prepare
    await register('bob', 'Asia/Shanghai', evening);
    const broadcastId = await world.start({ respectQuietHours: true });
    await world.work();

    // Act
    await recallBroadcast(world.ports, broadcastId, 'withdraw');
    await toTheEnd();

    // Assess
    const alerts = world.ports.apns.requests.filter(({ headers }) => headers['apns-push-type'] === 'alert');
    expect(alerts).toEqual([]);
    expect(await reportOf(broadcastId)).toMatchObject({
      counts: { devices: 1, skipped: 1, waiting: 0 },
      reasons: { recalled: 1 },
    });
  });

  it('comes to everybody once, and to nobody in quiet hours', { timeout: 120_000 }, async () => {
    const time = fc
      .integer({ min: 0, max: 47 })
      .map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Pacific/Apia',
    );
    const someone = fc.record({
      timeZone: zone,
      windows: fc.array(fc.record({ start: time, end: time }), { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(someone, { minLength: 1, maxLength: 8 }), async (people) => {
        world = broadcastWorld(openTable());
        // The table is the same for all runs.
        const broadcastId = randomUUID();
        const nameOf = (index: number) => `${broadcastId}-${index}`;
        const users = new Map(people.map((person, index) => [tokenHex(nameOf(index)), person]));
        const userIds = people.map((_, index) => nameOf(index));
        for (const [index, { timeZone, windows }] of people.entries()) await register(nameOf(index), timeZone, windows);
        const sentMs = new Map<string, number[]>();
        const { push } = world.ports.apns;
        world.ports.apns.push = (request) => {
          sentMs.set(request.deviceToken, [...(sentMs.get(request.deviceToken) ?? []), world.ports.clock.nowMs()]);
          return push.call(world.ports.apns, request);
        };
        await world.start({ broadcastId, respectQuietHours: true, audience: { userIds } });
        await toTheEnd();

        for (const [token, { timeZone, windows }] of users) {
          const times = sentMs.get(token) ?? [];
          expect(times.length).toBeLessThanOrEqual(1);
          for (const atMs of times) expect(isQuietAt({ windows }, timeZone, atMs)).toBe(false);
        }
        const { counts, state } = await reportOf(broadcastId);
        expect(state).toBe('finished');
        expect(counts).toMatchObject({
          devices: people.length,
          accepted: sentMs.size,
          skipped: people.length - sentMs.size,
        });
      }),
      { numRuns: 12 },
    );
  });
});
