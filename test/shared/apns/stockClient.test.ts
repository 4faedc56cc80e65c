/**
 * The stock apns2 client as a judge: the same pushes through it and through ours reach the fake APNs alike, and the same
 * refusal of APNs reads alike in both.
 */
import { ApnsError, Errors, Notification, type NotificationOptions, Priority, PushType } from 'apns2';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStockApns2 } from '../../../bench/apns/stockApns2.ts';
import type { AnsweredPush } from '../../../lab/apple/apple.ts';
import { pushTypeRules, topicOf } from '../../../shared/apns/rules/pushTypes.ts';
import { type AppleWorld, bundleId, pushTo, startAppleWorld } from '../../support/apns/appleWorld.ts';
import { pushRows } from './answerRows.ts';

let world: AppleWorld;
let stock: ReturnType<typeof openStockApns2>;
beforeAll(async () => {
  world = await startAppleWorld();
  const { keyId, teamId: team, privateKeyPem: signingKey } = world.tokenCredential;
  stock = openStockApns2({ keyId, team, signingKey }, world.apple.origins.production, world.apple.caPem);
});
afterAll(async () => {
  await stock.destroy();
  await world.stop();
});
beforeEach(() => world.apple.clearFaults());

/** Push types for whose tokens the fake Apple has a phone. An MDM topic is not an app's. */
const judgedTypes = Object.values(PushType).filter((pushType) => pushType !== 'mdm');

function tokenFor(pushType: PushType): string {
  const { installation } = world.phone();
  const { alert, voip } = installation.tokens;
  if (pushType === 'alert' || pushType === 'background') return alert;
  if (pushType === 'voip') return voip;
  if (pushType === 'mdm') throw new Error('the fake Apple makes no token for mdm');
  return installation.addToken(pushType, () => {});
}

/** What APNs saw of one push. apns2 sends no `apns-id`, and leaves out the priority that APNs takes as 10 anyway. */
function seen(push: AnsweredPush | undefined) {
  const { status, reason, headers, payload } = push ?? {};
  const apns = Object.entries(headers ?? {}).filter(([name]) => name.startsWith('apns-') && name !== 'apns-id');
  return { status, reason, payload, headers: { 'apns-priority': '10', ...Object.fromEntries(apns) } };
}

/** What one client sent, as APNs saw it. */
async function seenOf(send: () => Promise<unknown>) {
  const since = world.apple.pushes().at(-1)?.n;
  await send();
  const pushes = world.apple.pushes(since);
  expect(pushes).toHaveLength(1);
  return seen(pushes[0]);
}

const pushes = fc.constantFrom(...judgedTypes).chain((pushType) =>
  fc.record({
    pushType: fc.constant(pushType),
    // As our table has them, of which the fake Apple has a list of its own.
    priority: fc.constantFrom(...pushTypeRules[pushType].priorities),
    expiration: fc.option(fc.integer({ min: 4_000_000_000, max: 4_100_000_000 }), { nil: 0 }),
    collapseId: fc.option(fc.stringMatching(/^[a-z0-9-]{1,64}$/), { nil: undefined }),
    aps: fc.record({ alert: fc.string(), badge: fc.nat(99), 'thread-id': fc.string() }, { requiredKeys: [] }),
    data: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/).filter((key) => key !== 'aps'),
      fc.string(),
      { maxKeys: 3 },
    ),
  }),
);

describe('the same push through the stock client of apns2', () => {
  test('reaches APNs as with our client', async () => {
    const ours = world.pusher();
    await fc.assert(
      fc.asyncProperty(pushes, async ({ pushType, priority, expiration, collapseId, aps, data }) => {
        // Prepare
        const deviceToken = tokenFor(pushType);
        const topic = topicOf(bundleId, pushType);
        const options: NotificationOptions = { type: pushType, topic, priority, expiration, aps: { ...aps }, data };
        if (collapseId !== undefined) options.collapseId = collapseId;
        const push = pushTo(deviceToken, { pushType, payload: { ...data, aps } });
        const headers = {
          ...push.headers,
          'apns-priority': String(priority),
          'apns-expiration': String(expiration),
          ...(collapseId !== undefined && { 'apns-collapse-id': collapseId }),
        };

        // Act
        const fromStock = await seenOf(() => stock.send(new Notification(deviceToken, options)));
        const fromOurs = await seenOf(() => ours.push({ ...push, headers }));

        // Assess
        expect(fromOurs).toEqual(fromStock);
        expect(fromOurs).toMatchObject({ status: 200, payload: { aps } });
      }),
      { numRuns: 60 },
    );
  });

  test.each(pushRows.filter(({ requests }) => requests === 1))(
    '$status $reason is read as in our client',
    async (row) => {
      // Prepare
      const { status, reason } = row;
      const deviceToken = tokenFor('alert');
      const push = pushTo(deviceToken);
      world.apple.addFault({ kind: 'status', status, reason, match: deviceToken });

      // Act
      const fromOurs = await world.pusher().push(push);
      const fromStock: unknown = await stock
        .send(new Notification(deviceToken, { topic: bundleId, aps: {} }))
        .catch((error: unknown) => error);

      // Assess
      expect(fromOurs).toMatchObject({ kind: 'rejected', status, reason });
      expect(fromStock).toBeInstanceOf(ApnsError);
      expect(fromStock).toMatchObject({ statusCode: status, reason });
    },
  );
});

describe('the vocabulary of apns2', () => {
  test('is that of the fake Apple except for three words of its own', () => {
    // Prepare
    const own: string[] = [Errors.error, Errors.unknownError, Errors.invalidSigningKey];

    // Act
    const reasons = Object.values(Errors).filter((reason) => !own.includes(reason));

    // Assess
    expect(pushRows.map(({ reason }) => reason)).toEqual(expect.arrayContaining(reasons));
  });

  test('has the priorities of our table', () => {
    // Act
    const priorities = new Set(Object.values(pushTypeRules).flatMap((rule) => [...rule.priorities]));

    // Assess
    expect([...priorities].toSorted()).toEqual(Object.values(Priority).toSorted());
  });
});
