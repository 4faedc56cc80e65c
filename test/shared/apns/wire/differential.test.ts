/**
 * The same random script over both transports against the fake APNs, and through the stock client of apns2 where it does
 * the same: pushes in batches, each with a fault of its own. The outcomes are the same, and so is what reaches the phones.
 */

import { ApnsError, Notification, type NotificationOptions } from 'apns2';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openStockApns2 } from '../../../../bench/apns/stockApns2.ts';
import type { DeliveredPush, Fault } from '../../../../lab/apple/apple.ts';
import type { TransportName } from '../../../../shared/apns/connection/transports.ts';
import type { ApnsOutcome } from '../../../../shared/apns/rules/outcome.ts';
import {
  type AppleWorld,
  bundleId,
  pushTo,
  startAppleWorld,
  type TestPusher,
} from '../../../support/apns/appleWorld.ts';
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

test('a random script has the same outcomes and arrivals over both transports', {
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

/** Without what Ringpost answers by another request, and apns2 by giving up. */
const judgedFate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...pushRows.filter(({ requests }) => requests === 1))
      .map(({ status, reason }) => ({ kind: 'status' as const, status, reason })),
  },
  { weight: 1, arbitrary: fc.nat(30).map((delayMs) => ({ kind: 'delay' as const, delayMs })) },
);
const judgedPush = fc.record({
  fate: judgedFate,
  priority: fc.constantFrom(10 as const, 5 as const),
  expiration: fc.option(fc.integer({ min: 4_000_000_000, max: 4_100_000_000 }), { nil: 0 }),
  collapseId: fc.option(fc.stringMatching(/^[a-z0-9-]{1,64}$/), { nil: undefined }),
  payload: fc.record({ alert: fc.string({ unit: 'grapheme', maxLength: 200 }), badge: fc.nat(99) }),
});
const judgedScript = fc.array(fc.array(judgedPush, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 });
type JudgedPush = typeof judgedPush extends fc.Arbitrary<infer P> ? P : never;

interface Judged {
  status?: number | undefined;
  reason?: string | undefined;
}
type Send = (deviceToken: string, push: JudgedPush) => Promise<Judged>;

/** Each push to a phone of its own, because apns2 sends no `apns-id` by which a fault could find it. */
async function playJudged(apple: AppleWorld, script: JudgedPush[][], send: Send) {
  const played = [];
  for (const pushes of script) {
    const sending = pushes.map(async (push) => {
      const { installation, received } = apple.phone();
      const { alert: deviceToken } = installation.tokens;
      if (push.fate) apple.apple.addFault({ ...push.fate, match: deviceToken });
      return { ...(await send(deviceToken, push)), received };
    });
    played.push(...(await Promise.all(sending)));
  }
  return played.map(({ status, reason, received }) => ({
    status,
    reason,
    received: received.map(({ headers, payload }) => ({
      payload,
      // apns2 leaves out the priority that APNs takes as 10 anyway.
      headers: { 'apns-priority': '10', ...apnsHeadersIn(headers) },
    })),
  }));
}

function apnsHeadersIn(headers: DeliveredPush['headers']): object {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => name.startsWith('apns-') && name !== 'apns-id' && name !== 'apns-unique-id',
    ),
  );
}

function sendWith(client: TestPusher): Send {
  return async (deviceToken, { priority, expiration, collapseId, payload }) => {
    const push = pushTo(deviceToken, { payload: { aps: payload } });
    const headers = {
      ...push.headers,
      'apns-priority': String(priority),
      'apns-expiration': String(expiration),
      ...(collapseId !== undefined && { 'apns-collapse-id': collapseId }),
    };
    const outcome = await client.push({ ...push, headers });
    if (outcome.kind === 'accepted') return { status: outcome.status };
    return outcome.kind === 'rejected' ? outcome : { reason: outcome.kind };
  };
}

function sendWithStock(stock: ReturnType<typeof openStockApns2>): Send {
  return async (deviceToken, { priority, expiration, collapseId, payload }) => {
    const options: NotificationOptions = { topic: bundleId, priority, expiration, aps: payload };
    if (collapseId !== undefined) options.collapseId = collapseId;
    try {
      await stock.send(new Notification(deviceToken, options));
      return { status: 200 };
    } catch (error) {
      if (error instanceof ApnsError) return { status: error.statusCode, reason: error.reason };
      throw error;
    }
  };
}

test('a random script has the same outcomes over both transports and through the stock client of apns2', {
  timeout: 120_000,
}, async () => {
  // Prepare
  const apple = await startAppleWorld();
  const { keyId, teamId: team, privateKeyPem: signingKey } = apple.tokenCredential;
  const stock = openStockApns2({ keyId, team, signingKey }, apple.apple.origins.production, apple.apple.caPem);
  onTestFinished(async () => {
    await stock.destroy();
    await apple.stop();
  });
  const overNode = sendWith(apple.pusher(undefined, { transport: 'http2' }));
  const overWire = sendWith(apple.pusher(undefined, { transport: 'wire' }));
  await fc.assert(
    fc.asyncProperty(judgedScript, async (steps) => {
      // Act
      const expected = await playJudged(apple, steps, sendWithStock(stock));
      // Assess
      expect(await playJudged(apple, steps, overNode)).toEqual(expected);
      expect(await playJudged(apple, steps, overWire)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});
