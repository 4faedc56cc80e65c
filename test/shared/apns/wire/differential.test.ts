/**
 * The same random script over both transports against the fake APNs: pushes in batches, each with a fault of its own. The
 * outcomes are the same, and so is what reaches the phones.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeliveredPush, Fault } from '../../../../lab/apple/apple.ts';
import type { TransportName } from '../../../../shared/apns/connection/transports.ts';
import type { ApnsOutcome } from '../../../../shared/apns/rules/outcome.ts';
import { type AppleWorld, pushTo, startAppleWorld } from '../../../support/apns/appleWorld.ts';
import { pushRows } from '../answerRows.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld({ throttlesAfterRefusal: true });
});
afterAll(() => world.stop());

/** What befalls one push; each fault hits only that one. */
type Fate = Omit<Fault, 'match'> | undefined;

const refusal: fc.Arbitrary<Fate> = fc
  .constantFrom(...pushRows)
  .map(({ status, reason }) => ({ kind: 'status', status, reason }));
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: refusal },
  { weight: 2, arbitrary: fc.constant({ kind: 'goaway' as const, count: 1 }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'reset' as const }) },
  { weight: 2, arbitrary: fc.nat(30).map((delayMs) => ({ kind: 'delay' as const, delayMs })) },
);
/** These concern the whole connection, so the push that they befall is alone on it. */
const lonelyFate: fc.Arbitrary<Fate> = fc.constantFrom<Fate>(
  { kind: 'expiredToken', count: 1 },
  { kind: 'blackhole', count: 1 },
  { kind: 'blackhole', scope: 'connection', count: 1 },
);
const pushStep = (fates: fc.Arbitrary<Fate>) =>
  fc.record({
    fate: fates,
    phone: fc.nat(2),
    text: fc.string({ unit: 'grapheme', maxLength: 200 }),
    collapseId: fc.option(fc.constantFrom('one', 'Straße 文'), { nil: undefined }),
  });
const batch = fc.oneof(
  { weight: 5, arbitrary: fc.array(pushStep(fate), { minLength: 1, maxLength: 8 }) },
  { weight: 1, arbitrary: pushStep(lonelyFate).map((step) => [step]) },
);
const script = fc.array(batch, { minLength: 1, maxLength: 4 });
type Script = typeof script extends fc.Arbitrary<infer S> ? S : never;

/** Ends the wait for an answer that never comes; all others have ten seconds. */
const shortDeadlineMs = 250;

async function play(steps: Script, transport: TransportName) {
  const client = world.pusher(undefined, { transport });
  const delivered = new Map<string, DeliveredPush[]>();
  const phones = Array.from({ length: 3 }, () =>
    world.phone('production', (push) => {
      delivered.set(push.apnsId, [...(delivered.get(push.apnsId) ?? []), push]);
    }),
  );
  const played = [];
  for (const pushes of steps) {
    // So that there is a connection: a short deadline must not pass while one is opened.
    await client.push(pushTo(phones[0]?.installation.tokens.alert ?? ''));
    const sending = pushes.map(async ({ fate: itsFate, phone, text, collapseId }) => {
      const push = pushTo(phones[phone]?.installation.tokens.alert ?? '', { payload: { aps: { alert: text } } });
      if (collapseId !== undefined) push.headers['apns-collapse-id'] = collapseId;
      if (itsFate?.kind === 'blackhole') push.deadlineMs = Date.now() + shortDeadlineMs;
      const apnsId = push.headers['apns-id'];
      if (itsFate) world.apple.addFault({ ...itsFate, match: apnsId });
      const outcome = await client.push(push);
      expect(outcome.apnsId).toBe(apnsId);
      return { phone, apnsId, outcome: withoutItsOwn(outcome) };
    });
    played.push(...(await Promise.all(sending)));
  }
  client.close();
  return played.map(({ phone, apnsId, outcome }) => ({
    phone,
    outcome,
    delivered: (delivered.get(apnsId) ?? []).map(({ headers, payload }) => ({
      collapseId: headers['apns-collapse-id'],
      payload,
    })),
  }));
}

/** Without what differs from push to push anyway. */
function withoutItsOwn(outcome: ApnsOutcome): object {
  const { apnsId: _apnsId, ...rest } = outcome;
  return 'timestampMs' in rest ? { ...rest, timestampMs: 'some' } : rest;
}

test('a random script has the same outcomes over both transports, and the same pushes arrive', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(script, async (steps) => {
      // Act
      const overNode = await play(steps, 'http2');
      const overWire = await play(steps, 'wire');
      // Assess
      expect(overWire).toEqual(overNode);
    }),
    { numRuns: 40 },
  );
});
