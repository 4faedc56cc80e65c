/**
 * A credential is replaced while pushes flow: real pusher, real AWS SDK against the lab's Secrets Manager, and a fake
 * Apple at which the old credential is revoked.
 */
import { setInterval } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSecretsManager, type SecretsManager } from '../../../../lab/aws/secrets/secretsManager.ts';
import type { Credential } from '../../../../shared/apns/rules/credential.ts';
import type { ApnsOutcome } from '../../../../shared/apns/rules/outcome.ts';
import { refreshAfterMs } from '../../../../shared/credentials/aws/credentialCache.ts';
import { secretsManagerCredentials } from '../../../../shared/credentials/aws/credentialSource.ts';
import {
  type AppleWorld,
  bundleId,
  certificateOf,
  pushTo,
  startAppleWorld,
  type TestPusher,
} from '../../../support/apns/appleWorld.ts';
import { countingConnections } from '../../../support/apns/connections.ts';
import { useLocalServices } from '../../../support/lab/localAwsServices.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';

let secrets: SecretsManager;
let fetches: number;
useLocalServices(() => {
  secrets = createSecretsManager({ nowMs: Date.now, after: () => () => {} });
  fetches = 0;
  const { GetSecretValue: getSecretValue } = secrets.operations;
  if (getSecretValue === undefined) throw new Error('the lab cannot read secrets');
  const counted: typeof getSecretValue = (input, signal) => {
    fetches += 1;
    return getSecretValue(input, signal);
  };
  return [{ ...secrets, operations: { ...secrets.operations, GetSecretValue: counted } }];
}, 'AWS_ENDPOINT_URL_SECRETS_MANAGER');

let world: AppleWorld;
beforeAll(async () => {
  world = await startAppleWorld();
});
afterAll(() => world.stop());

const store = (...credentials: Credential[]) =>
  secrets.put(`ringpost-dev/apps/${bundleId}`, JSON.stringify({ version: 1, credentials }));

const pusherWithSecrets = (nowMs = Date.now): TestPusher => {
  const clock = { nowMs, waitMs: async () => {} };
  return world.pusher(undefined, { source: secretsManagerCredentials('ringpost-dev', clock, captureLog()) });
};

interface Kind {
  how: string;
  kind: 'alert' | 'voip';
  make(): Credential;
  revoke(credential: Credential): void;
}

const kinds: Kind[] = [
  {
    how: 'a token key',
    kind: 'alert',
    make: () => ({ ...world.tokenCredential, ...world.apple.makeTokenKey() }),
    revoke: (old) => old.kind === 'token' && world.apple.revokeTokenKey(old.keyId),
  },
  {
    how: 'a VoIP certificate',
    kind: 'voip',
    make: () => certificateOf(world.apple.makeCertificate({ kind: 'voip', bundleId })),
    revoke: (old) => old.kind === 'certificate' && world.apple.revokeCertificate(old.certificatePem),
  },
];

/** Ten pushes each ten milliseconds, which is 1,000 a second. */
async function flow(
  pusher: TestPusher,
  kind: 'alert' | 'voip',
  at: Record<number, () => unknown>,
): Promise<ApnsOutcome[]> {
  const { installation } = world.phone();
  const outcomes: Promise<ApnsOutcome>[] = [];
  for await (const _ of setInterval(10)) {
    at[outcomes.length]?.();
    for (let count = 0; count < 10; count += 1) {
      outcomes.push(pusher.push(pushTo(installation.tokens[kind], { pushType: kind })));
    }
    if (outcomes.length === 2000) break;
  }
  return Promise.all(outcomes);
}

describe.each(kinds)('a replaced $how', ({ kind, make, revoke }) => {
  test('and revoked during 1,000 pushes a second loses none and hardly asks Secrets Manager', async () => {
    // Prepare
    const [old, next] = [make(), make()];
    store(old);
    const pusher = pusherWithSecrets();
    await pusher.push(pushTo(world.phone().installation.tokens[kind], { pushType: kind }));
    const before = world.apple.pushes().at(-1)?.n;
    // Act
    const { result: outcomes, opened } = await countingConnections(() =>
      flow(pusher, kind, { 500: () => store(next), 1000: () => revoke(old) }),
    );
    // Assess
    expect(outcomes.filter((outcome) => outcome.kind !== 'accepted')).toEqual([]);
    expect(outcomes).toHaveLength(2000);
    // The first version and the second; on a busy machine the SDK may ask once more.
    expect(fetches).toBeLessThanOrEqual(3);
    const answers = world.apple.pushes(before);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2000);
    // The old one was refused, so there was something to survive.
    expect(answers.some(({ status }) => status === 403)).toBe(true);
    expect(opened.length).toBeGreaterThan(0);
  });

  test('but not revoked serves until the new one is there, and then its connection closes', async () => {
    // Prepare
    const [old, next] = [make(), make()];
    store(old);
    let ageMs = 0;
    const pusher = pusherWithSecrets(() => Date.now() + ageMs);
    const token = world.phone().installation.tokens[kind];
    await pusher.push(pushTo(token, { pushType: kind }));
    store(next);
    ageMs = refreshAfterMs;
    // Act
    const { result, opened } = await countingConnections(async () => {
      const meanwhile = await pusher.push(pushTo(token, { pushType: kind }));
      await vi.waitUntil(() => fetches === 2, 10_000);
      revoke(old);
      return [meanwhile, await pusher.push(pushTo(token, { pushType: kind }))];
    });
    // Assess
    expect(result.map((outcome) => outcome.kind)).toEqual(['accepted', 'accepted']);
    expect(opened).toHaveLength(1);
  });

  test('and revoked after its connection was lost is replaced within the next push', async () => {
    // Prepare
    const [old, next] = [make(), make()];
    store(old);
    const pusher = pusherWithSecrets();
    const token = world.phone().installation.tokens[kind];
    await pusher.push(pushTo(token, { pushType: kind }));
    world.apple.addFault({ kind: 'goaway', match: token, count: 1 });
    store(next);
    revoke(old);
    // Act
    const outcome = await pusher.push(pushTo(token, { pushType: kind }));
    // Assess
    expect(outcome.kind).toBe('accepted');
    expect(fetches).toBe(2);
  });

  test('by nothing better is refused, and Secrets Manager is asked once instead of for each push', async () => {
    // Prepare
    const old = make();
    store(old);
    const pusher = pusherWithSecrets();
    const token = world.phone().installation.tokens[kind];
    await pusher.push(pushTo(token, { pushType: kind }));
    revoke(old);
    // Act
    const outcomes = [];
    for (let count = 0; count < 5; count += 1) {
      outcomes.push(await pusher.push(pushTo(token, { pushType: kind, deadlineMs: Date.now() + 300 })));
    }
    // Assess
    expect(outcomes[0]).toMatchObject({ kind: 'rejected', status: 403 });
    expect(outcomes.filter((outcome) => outcome.kind === 'accepted')).toEqual([]);
    expect(fetches).toBeLessThanOrEqual(4);
  });
});

test('a wrong key ID is fixed without a restart, although the key is the same', async () => {
  // Prepare
  store({ ...world.tokenCredential, keyId: 'WRONGKEYID' });
  const pusher = pusherWithSecrets();
  const token = world.phone().installation.tokens.alert;
  const before = await pusher.push(pushTo(token));
  store(world.tokenCredential);
  // Act
  await vi.waitUntil(async () => (await pusher.push(pushTo(token))).kind === 'accepted', 10_000);
  // Assess
  expect(before).toMatchObject({ kind: 'rejected', reason: 'InvalidProviderToken' });
});

describe("a certificate with another certificate's key", () => {
  const broken = (): Credential => {
    const { privateKeyPem } = certificateOf(world.apple.makeCertificate({ kind: 'voip', bundleId }));
    return { ...world.certificateCredential, privateKeyPem };
  };

  test('is skipped where another credential serves', async () => {
    // Prepare
    store(broken(), world.tokenCredential);
    const token = world.phone().installation.tokens.voip;
    // Act
    const outcome = await pusherWithSecrets().push(pushTo(token, { pushType: 'voip' }));
    // Assess
    expect(outcome.kind).toBe('accepted');
  });

  test('leaves a push unsent, and later ones leave once the right one is stored', async () => {
    // Prepare
    store(broken());
    const pusher = pusherWithSecrets();
    const token = world.phone().installation.tokens.voip;
    const before = await pusher.push(pushTo(token, { pushType: 'voip' }));
    store(world.certificateCredential);
    // Act
    await vi.waitUntil(
      async () => (await pusher.push(pushTo(token, { pushType: 'voip' }))).kind === 'accepted',
      10_000,
    );
    // Assess
    expect(before).toMatchObject({ kind: 'unanswered', cause: 'credentials_unavailable' });
  });
});
