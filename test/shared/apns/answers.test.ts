/**
 * Every answer that Apple documents (apns-facts section 3), with both ways to authenticate: what the outcome is, what
 * follows from it, how many requests APNs saw and with which apns-id, and whether the connection goes on.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { judge, knownReasons, type NextStep } from '../../../shared/rules/apnsOutcome.ts';
import { type AppleWorld, bundleId, pushTo, startAppleWorld } from '../../support/appleWorld.ts';
import { countingConnections } from '../../support/connections.ts';

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.apple.clearFaults());

interface Row {
  status: number;
  reason: string;
  next: NextStep;
  /** How often one push is sent when APNs answers this every time. */
  requests: number;
  /** Whether the connection is left. */
  leaves: boolean;
}

const row = (status: number, reason: string, next: NextStep, leaves = false, requests = 1): Row => ({
  status,
  reason,
  next,
  requests,
  leaves,
});

const rows: Row[] = [
  row(400, 'BadCollapseId', 'fix'),
  row(400, 'BadDeviceToken', 'other_environment'),
  row(400, 'BadExpirationDate', 'fix'),
  row(400, 'BadMessageId', 'fix'),
  row(400, 'BadPriority', 'fix'),
  row(400, 'BadTopic', 'fix'),
  row(400, 'DeviceTokenNotForTopic', 'fix'),
  row(400, 'DuplicateHeaders', 'fix'),
  row(400, 'IdleTimeout', 'retry_later', true, 4),
  row(400, 'InvalidPushType', 'fix'),
  row(400, 'MissingDeviceToken', 'fix'),
  row(400, 'MissingTopic', 'fix'),
  row(400, 'PayloadEmpty', 'fix'),
  row(400, 'TopicDisallowed', 'alarm'),
  row(403, 'BadCertificate', 'alarm', true),
  row(403, 'BadCertificateEnvironment', 'alarm', true),
  row(403, 'ExpiredProviderToken', 'alarm', true, 2),
  row(403, 'Forbidden', 'alarm'),
  row(403, 'InvalidProviderToken', 'alarm', true),
  row(403, 'MissingProviderToken', 'fix'),
  row(403, 'UnrelatedKeyIdInToken', 'alarm', true, 2),
  row(403, 'BadEnvironmentKeyIdInToken', 'alarm'),
  row(403, 'BadEnvironmentKeyInToken', 'alarm'),
  row(404, 'BadPath', 'fix'),
  row(405, 'MethodNotAllowed', 'fix'),
  row(410, 'ExpiredToken', 'drop_token'),
  row(410, 'Unregistered', 'drop_token'),
  row(413, 'PayloadTooLarge', 'fix'),
  row(429, 'TooManyProviderTokenUpdates', 'retry_later', true),
  row(429, 'TooManyRequests', 'retry_later'),
  row(500, 'InternalServerError', 'retry_later', true),
  row(503, 'ServiceUnavailable', 'retry_later'),
  row(503, 'Shutdown', 'retry_later', true, 4),
  // Reasons that Apple may add one day.
  row(400, 'NewReasonOfNextYear', 'fix'),
  row(403, 'NewReasonOfNextYear', 'alarm'),
  row(410, 'NewReasonOfNextYear', 'drop_token'),
  row(429, 'NewReasonOfNextYear', 'retry_later'),
  row(500, 'NewReasonOfNextYear', 'retry_later', true),
];

const authentications = [
  { how: 'a provider token', pushType: 'alert' as const, topic: bundleId },
  { how: 'a certificate', pushType: 'voip' as const, topic: `${bundleId}.voip` },
];

describe.each(authentications)('with $how', ({ pushType }) => {
  const pusher = () => world.pusher([pushType === 'alert' ? world.tokenCredential : world.certificateCredential]);

  test.each(rows)('$status $reason', async ({ status, reason, next, requests, leaves }) => {
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
    expect(judge(outcome)).toMatchObject({ next, closeConnection: leaves });
    expect(seen.map((answered) => answered.apnsId)).toEqual([
      ...Array.from({ length: requests }, () => apnsId),
      after.apnsId,
    ]);
    expect(opened).toHaveLength(leaves ? requests : 0);
    expect(after.kind).toBe('accepted');
  });
});

test('the table above has every reason that the code knows', () => {
  // Act
  const tested = new Set(rows.map(({ reason }) => reason));
  // Assess
  expect(knownReasons.filter((reason) => !tested.has(reason))).toEqual([]);
});
