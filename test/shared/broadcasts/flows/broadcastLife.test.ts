import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maxRepeatsPerDeath } from '../../../../shared/delivery/flows/fanOut.ts';
import { BroadcastLife, type LifePlan } from './broadcastLife.ts';

/** `npm test` lives the same lives each time. `BROADCAST_LIVES=5000` looks for new ones. */
const lives = process.env['BROADCAST_LIVES'];
const timeLimitMs = 600_000;

/** Most happens while pushes leave, and some of it while retries wait. */
const moment = fc.oneof({ weight: 4, arbitrary: fc.nat(3000) }, { weight: 1, arbitrary: fc.nat(150_000) });

const lifePlan: fc.Arbitrary<LifePlan> = fc.record({
  seed: fc.nat(),
  devices: fc.constantFrom(1, 30, 120),
  audience: fc.constantFrom('all', 'list'),
  tasks: fc.constantFrom(1, 3),
  window: fc.constantFrom(16, 500),
  workers: fc.constantFrom(1, 3),
  actions: fc.array(
    fc.record({
      atMs: moment,
      what: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom('stop' as const, 'resume' as const, 'look' as const) },
        { weight: 1, arbitrary: fc.constantFrom('withdraw' as const, 'replace' as const, 'repeat' as const) },
      ),
    }),
    { maxLength: 8 },
  ),
  deathsAtMs: fc.array(moment, { maxLength: 3 }),
  failing: fc.constantFrom(0, 0, 0.03),
  busy: fc.constantFrom(0, 0.1, 0.6),
  dead: fc.constantFrom(0, 0.1),
});

/** @throws AssertionError if a device got too many pushes, or too few. */
function assessPushes(life: BroadcastLife, isRecalled: boolean): void {
  const sent = life.pushes.filter(({ isRecall }) => !isRecall);
  for (const userId of life.users) {
    const own = life.pushes.filter((push) => push.userId === userId);
    const ownSent = own.filter(({ isRecall }) => !isRecall);
    // A repeated push shows once.
    expect(new Set(ownSent.map(({ apnsId }) => apnsId)).size).toBeLessThanOrEqual(1);
    if (life.isDeadToken(userId)) continue;
    if (!isRecalled) expect(ownSent.some(({ answer }) => answer === 'accepted')).toBe(true);
    // A recall never comes before the push that it takes back.
    else if (ownSent.length > 0) expect(own.at(-1)).toMatchObject({ isRecall: true, answer: 'accepted' });
  }
  const needed =
    sent.filter(({ answer }) => answer === 'later').length + new Set(sent.map(({ userId }) => userId)).size;
  expect(sent.length - needed).toBeLessThanOrEqual((life.deaths + life.failures) * maxRepeatsPerDeath);
}

it('a broadcast reaches each device once, whatever happens during its life, and its counts add up', {
  timeout: timeLimitMs,
}, async () => {
  await fc.assert(
    fc.asyncProperty(lifePlan, async (plan) => {
      const life = new BroadcastLife(plan);

      // Act
      await life.run();
      const left = await life.report();
      const isRecalled = left?.record.recall !== undefined;
      if (left?.state === 'stopped' && !isRecalled) await life.resume();
      const report = await life.report();
      const again = await life.report();

      // Assess
      expect({ queued: life.queued, deadLetters: life.deadLetters }).toEqual({ queued: 0, deadLetters: 0 });
      expect(life.pushedAfterStop).toBe(0);
      expect(life.wrongReports).toEqual([]);
      expect(['finished', 'stopped']).toContain(left?.state);
      assessPushes(life, isRecalled);
      expect(again).toEqual(report && { ...again, counts: report.counts, reasons: report.reasons });
      if (isRecalled) return;
      const deadTokens = life.users.filter((userId) => life.isDeadToken(userId)).length;
      const { devices = 0, accepted, failed, retrying } = report?.counts ?? {};
      expect({ state: report?.state, accepted, failed, retrying }).toEqual({
        state: 'finished',
        accepted: plan.devices - deadTokens,
        failed: 0,
        retrying: 0,
      });
      // A worker that repeats the work of a dead one does not meet the dead tokens again.
      const isExact = life.deaths + life.failures === 0;
      expect(devices).toBeLessThanOrEqual(plan.devices);
      if (isExact) expect(devices).toBe(plan.devices);
    }),
    lives === undefined ? { numRuns: 100, seed: 16 } : { numRuns: Number(lives) },
  );
});
