import { describe, expect, it } from 'vitest';
import { failure, type JsonService } from '../../../lab/aws/jsonProtocol.ts';
import { createSecretsManager, type SecretsManager } from '../../../lab/aws/secretsManager.ts';
import type { StoredCredentials } from '../../../shared/apns/credential.ts';
import { secretsManagerCredentials } from '../../../shared/aws/credentialSource.ts';
import { useLocalServices } from '../../support/localAwsServices.ts';
import { manualClock } from '../../support/manualClock.ts';

const tenMinutesMs = 600_000;
const tenSecondsMs = 10_000;

let secrets: SecretsManager;
/** The secrets that were fetched. */
let fetched: unknown[];
let broken: boolean;

/** Secrets Manager, watched. */
function watched(): JsonService {
  secrets = createSecretsManager({ nowMs: Date.now, after: () => () => {} });
  fetched = [];
  broken = false;
  const { GetSecretValue: getSecretValue = () => failure('InternalFailure', '') } = secrets.operations;
  return {
    ...secrets,
    operations: {
      GetSecretValue: (input, signal) => {
        fetched.push(input['SecretId']);
        return broken ? failure('AccessDeniedException', 'not today') : getSecretValue(input, signal);
      },
    },
  };
}
useLocalServices(() => [watched()], 'AWS_ENDPOINT_URL_SECRETS_MANAGER');

const credential = (keyId: string): StoredCredentials['credentials'][number] => ({
  kind: 'token',
  credentialId: 'team',
  keyId,
  teamId: 'TEAM123456',
  privateKeyPem: 'a key',
  environments: ['production'],
  topics: 'any',
});
const store = (appId: string, keyId: string) =>
  secrets.put(`ringpost-dev/apps/${appId}`, JSON.stringify({ version: 1, credentials: [credential(keyId)] }));

function open() {
  const clock = manualClock();
  return { clock, credentialsOf: secretsManagerCredentials('ringpost-dev', clock) };
}

describe('the credentials of an app', () => {
  it('come from its secret', async () => {
    // Prepare
    store('com.example.app', 'KEY1');
    store('com.example.other', 'KEY2');
    const { credentialsOf } = open();

    // Act
    const found = [await credentialsOf('com.example.app'), await credentialsOf('com.example.other')];

    // Assess
    expect(found).toEqual([[credential('KEY1')], [credential('KEY2')]]);
    expect(fetched).toEqual(['ringpost-dev/apps/com.example.app', 'ringpost-dev/apps/com.example.other']);
  });

  it('are fetched once, however many pushes wait for them', async () => {
    // Prepare
    store('com.example.app', 'KEY1');
    const { credentialsOf } = open();

    // Act
    const found = await Promise.all(Array.from({ length: 100 }, () => credentialsOf('com.example.app')));

    // Assess
    expect(new Set(found).size).toBe(1);
    expect(found[0]).toEqual([credential('KEY1')]);
    expect(fetched).toHaveLength(1);
  });

  it('are kept for ten minutes, and then fetched anew', async () => {
    // Prepare
    store('com.example.app', 'OLD');
    const { clock, credentialsOf } = open();
    await credentialsOf('com.example.app');
    store('com.example.app', 'NEW');

    // Act
    clock.advance(tenMinutesMs - 1);
    const before = await credentialsOf('com.example.app');
    clock.advance(1);
    const after = await credentialsOf('com.example.app');

    // Assess
    expect([before, after]).toEqual([[credential('OLD')], [credential('NEW')]]);
    expect(fetched).toHaveLength(2);
  });

  it('are none while the team has stored none, which is asked again after ten seconds', async () => {
    // Prepare
    const { clock, credentialsOf } = open();
    const none = await credentialsOf('com.example.app');
    store('com.example.app', 'KEY1');

    // Act
    clock.advance(tenSecondsMs - 1);
    const before = await credentialsOf('com.example.app');
    clock.advance(1);
    const after = await credentialsOf('com.example.app');

    // Assess
    expect([none, before, after]).toEqual([[], [], [credential('KEY1')]]);
    expect(fetched).toHaveLength(2);
  });

  it('that could not be fetched are fetched again at the next push', async () => {
    // Prepare
    store('com.example.app', 'KEY1');
    const { credentialsOf } = open();
    broken = true;
    const failed = [credentialsOf('com.example.app'), credentialsOf('com.example.app')];
    const results = await Promise.allSettled(failed);
    broken = false;

    // Act
    const found = await credentialsOf('com.example.app');

    // Assess
    expect(results).toMatchObject([
      { status: 'rejected', reason: { name: 'AccessDeniedException' } },
      { status: 'rejected', reason: { name: 'AccessDeniedException' } },
    ]);
    expect(found).toEqual([credential('KEY1')]);
    expect(fetched).toHaveLength(2);
  });

  it.each([
    ['no JSON', 'KEY1'],
    ['another shape', '{"version":1,"credentials":[{"kind":"token","keyId":"KEY1"}]}'],
  ])('that are stored wrongly are an error that quotes nothing of them: %s', async (_what, secret) => {
    // Prepare
    secrets.put('ringpost-dev/apps/com.example.app', secret);
    const { credentialsOf } = open();

    // Act
    const found = credentialsOf('com.example.app');

    // Assess
    await expect(found).rejects.toThrow('store them again');
    await expect(found).rejects.not.toThrow('KEY1');
  });
});
