/**
 * Random calls against phones whose app is the kit, over the whole lab. Two users get them at the same time, in about a
 * second each. `npm run test:ios:lab` makes 40, `KIT_CALLS=1000 npm run test:ios:lab` more; `KIT_SEED` makes others. The kit's own tests
 * run 1,000 against a model of the server, also before the first unlock.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { isOver } from '../../lab/phones/view.ts';
import { anybody, type LabPhone, makePhone, makeUser, screenOf, until, userClient } from '../support/lab/labClient.ts';

const callCount = Number(process.env['KIT_CALLS'] ?? 40);
const seed = Number(process.env['KIT_SEED'] ?? 1);
const lanes = 2;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

/** Mulberry32 (Tommy Ettinger, 2017): the same calls for the same seed. */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const press = (phone: LabPhone, action: string) =>
  anybody(lab)('POST', `/lab/phones/${phone.phoneId}/actions`, { action });
const change = (phone: LabPhone, change: object) => anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, change);

/** One callee with two phones gets one call after the other. @returns what went wrong. */
async function lane(number: number, calls: number): Promise<string[]> {
  const random = randomOf(seed * 1000 + number);
  const chance = (share: number) => random() < share;
  const [aliceId, userId] = [makeUser('alice'), makeUser('bob')];
  const [alice, bob] = [userClient(lab, aliceId), userClient(lab, userId)];
  const phones = [await makePhone(lab, { userId }), await makePhone(lab, { userId })] as const;
  const problems: string[] = [];

  for (let call = 0; call < calls; call += 1) {
    const [first, second] = phones;
    /** Phones that missed something on the way: they need not agree with the server. */
    const disturbed = new Set<LabPhone>();
    const disturb = async (phone: LabPhone, what: object) => {
      disturbed.add(phone);
      await change(phone, what);
    };
    if (chance(0.2)) await change(first, { state: 'killed' });
    if (chance(0.15)) await disturb(second, { network: 'off' });

    const timeoutSeconds = chance(0.15) ? 2 : 30;
    const { body } = await alice('POST', '/v1/calls', { to: { userId }, timeoutSeconds });
    const callId: string = body.callId;

    // All of this at once: whatever comes first counts.
    const finger = async () => {
      await sleep(random() * 400);
      if (chance(0.7)) await press(first, chance(0.7) ? 'answer' : 'decline');
    };
    const otherFinger = async () => {
      await sleep(random() * 400);
      if (chance(0.25)) await press(second, chance(0.5) ? 'answer' : 'decline');
    };
    const accident = async () => {
      await sleep(random() * 500);
      if (chance(0.15)) await disturb(first, chance(0.5) ? { state: 'killed' } : { network: 'off' });
    };
    const caller = async () => {
      await sleep(random() * 600);
      if (chance(0.3)) await alice('POST', `/v1/calls/${callId}/cancel`, {});
    };
    await Promise.all([finger(), otherFinger(), accident(), caller()]);
    for (const phone of phones) await change(phone, { network: 'on' });
    if (chance(0.4)) await press(first, 'end');
    // A short ring ends by itself unless it was answered.
    if (timeoutSeconds === 2) await sleep(2_500);
    const cancelled = await alice('POST', `/v1/calls/${callId}/cancel`, {});
    if (cancelled.status === 409) await alice('POST', `/v1/calls/${callId}/end`, {});

    for (const phone of phones) {
      const shown = await until(
        async () => (await screenOf(lab, phone)).call,
        (seen) => seen === undefined || seen.callId !== callId || isOver({ ...seen, state: runningState(seen) }),
        60_000,
      );
      const { voip } = await screenOf(lab, phone);
      if (voip.missedReports > 0) problems.push(`${call}: a push was not reported`);
      if (shown?.callId !== callId || disturbed.has(phone)) continue;
      const { body: known } = await bob('GET', `/v1/calls/${callId}?deviceId=${phone.deviceId}`);
      // The users of two phones have each ended the call on their own, so CallKit gets no reason on either.
      const isOwnEnd = shown.endedReason === undefined && ['declined', 'ended'].includes(shown.state);
      // At the deadline the phone goes by its own clock, whatever it would have heard a moment later.
      const isByClock = shown.endedReason === 3 && Date.now() / 1000 >= shown.expiresAt;
      if (known.endedReason !== shown.endedReason && !isOwnEnd && !isByClock) {
        problems.push(`${call}: the phone ended with ${shown.endedReason}, the server says ${known.endedReason}`);
      }
    }
    for (const phone of phones) await change(phone, { state: 'background' });
  }
  return problems;
}

/** A call that another phone has answered is over here, although its state is `answered`. */
const runningState = (seen: { state: 'ringing' | 'answered'; endedAt?: string }) =>
  seen.endedAt === undefined ? seen.state : 'ended';

test(`${callCount} random calls: every push is reported, every call ends with the server's reason, no phone keeps ringing`, {
  timeout: 120_000 + callCount * 60_000,
}, async () => {
  // Prepare
  const each = Math.ceil(callCount / lanes);

  // Act
  const problems = await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number, each)));

  // Assess
  expect(problems.flat()).toEqual([]);
});
