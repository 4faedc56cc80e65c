/**
 * Every answer that Apple documents ("Handling notification responses from APNs"), with both ways to authenticate: what
 * the outcome is, what follows from it, how many requests APNs saw and with which apns-id, and whether the connection
 * goes on.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerOf, knownReasons } from '../../../shared/apns/rules/outcome.ts';
import { type AppleWorld, bundleId, pushTo, startAppleWorld } from '../../support/apns/appleWorld.ts';
import { countingConnections } from '../../support/apns/connections.ts';
import { channelRows, pushRows } from './answerRows.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.apple.clearFaults());

const authentications = [
  { how: 'a provider token', pushType: 'alert' as const, topic: bundleId },
  { how: 'a certificate', pushType: 'voip' as const, topic: `${bundleId}.voip` },
];

describe.each(authentications)('with $how', ({ pushType }) => {
  const pusher = () => world.pusher([pushType === 'alert' ? world.tokenCredential : world.certificateCredential]);

  test.each([...pushRows])('$status $reason', async ({ status, reason, next, requests, leaves }) => {
    // Prepare
    const phone = world.phone();
    const client = pusher();
    const token = phone.installation.tokens[pushType];
    await client.push(pushTo(token, { pushType }));
    const since = world.apple.pushes().at(-1)?.n;
    const push = pushTo(token, { pushType });
    world.apple.addFault({ kind: 'status', status, reason, match: push.headers['apns-id'] });

    // Act
    const { result, opened } = await countingConnections(async () => {
      const outcome = await client.push(push);
      const after = await client.push(pushTo(token, { pushType }));
      return { outcome, after };
    });

    // Assess
    const { outcome, after } = result;
    const seen = world.apple.pushes(since);
    const apnsId = push.headers['apns-id'];
    expect(outcome).toMatchObject({ kind: 'rejected', status, reason, apnsId });
    // Apple gives a timestamp with 410 only.
    expect('timestampMs' in outcome).toBe(status === 410);
    expect(answerOf(outcome).verdict).toMatchObject({ next, closeConnection: leaves });
    expect(seen.map((answered) => answered.apnsId)).toEqual([
      ...Array.from({ length: requests }, () => apnsId),
      after.apnsId,
    ]);
    expect(opened).toHaveLength(leaves ? requests : 0);
    expect(after.kind).toBe('accepted');
  });
});

test('the tables cover every reason in the code', () => {
  // Act
  const tested = new Set([...pushRows, ...channelRows].map(({ reason }) => reason));
  // Assess
  expect(knownReasons.filter((reason) => !tested.has(reason))).toEqual([]);
});
