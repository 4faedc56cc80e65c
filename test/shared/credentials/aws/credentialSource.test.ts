import { describe, expect, it, vi } from 'vitest';
import { failure, type JsonService } from '../../../../lab/aws/protocol/jsonProtocol.ts';
import { createSecretsManager, type SecretsManager } from '../../../../lab/aws/secrets/secretsManager.ts';
import type { Credential, StoredCredentials } from '../../../../shared/apns/rules/credential.ts';
import { firstPauseMs, refreshAfterMs } from '../../../../shared/credentials/aws/credentialCache.ts';
import { secretsManagerCredentials } from '../../../../shared/credentials/aws/credentialSource.ts';
import { useLocalServices } from '../../../support/lab/localAwsServices.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';

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
      ...secrets.operations,
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
  const log = captureLog();
  const source = secretsManagerCredentials('ringpost-dev', clock, log);
  const replaced: (readonly Credential[])[] = [];
  source.onReplaced((_appId, credentials) => replaced.push(credentials));
  return { clock, log, source, replaced };
}

/** Asks for what is known, and waits until the refresh behind it has ended. */
async function refresh({ clock, source, log }: ReturnType<typeof open>) {
  clock.advance(refreshAfterMs);
  const before = fetched.length;
  const logged = log.lines.length;
  const served = source.credentialsOf(appId);
  await vi.waitUntil(() => fetched.length > before, 10_000);
  await vi.waitUntil(() => log.lines.length > logged, 10_000);
  return served;
}

const appId = 'com.example.app';

describe('the credentials of an app', () => {
  it('are those in its secret', async () => {
    // Prepare
    store(appId, 'KEY1');
    store('com.example.other', 'KEY2');
    const { source } = open();

    // Act
    const found = [await source.credentialsOf(appId), await source.credentialsOf('com.example.other')];

    // Assess
    expect(found).toEqual([[credential('KEY1')], [credential('KEY2')]]);
    expect(fetched).toEqual(['ringpost-dev/apps/com.example.app', 'ringpost-dev/apps/com.example.other']);
  });

  it('are fetched once for any number of waiting pushes', async () => {
    // Prepare
    store(appId, 'KEY1');
    const { source } = open();

    // Act
    const found = await Promise.all(Array.from({ length: 100 }, () => source.credentialsOf(appId)));

    // Assess
    expect(new Set(found).size).toBe(1);
    expect(found[0]).toEqual([credential('KEY1')]);
    expect(fetched).toHaveLength(1);
  });

  it('are replaced without delaying a push: the old ones serve until the new ones are there', async () => {
    // Prepare
    store(appId, 'OLD');
    const world = open();
    await world.source.credentialsOf(appId);
    store(appId, 'NEW');

    // Act
    const meanwhile = await refresh(world);
    const after = world.source.credentialsOf(appId);

    // Assess
    expect([meanwhile, after]).toEqual([[credential('OLD')], [credential('NEW')]]);
    expect(world.replaced).toEqual([[credential('NEW')]]);
    expect(world.log.lines).toEqual([{ level: 'info', message: 'credentials replaced', fields: { appId } }]);
  });

  it('are the new ones right after a rejection', async () => {
    // Prepare
    store(appId, 'OLD');
    const { source } = open();
    const old = await source.credentialsOf(appId);
    store(appId, 'NEW');

    // Act
    const found = await source.credentialsAfterRejection(appId, old);

    // Assess
    expect(found).toEqual([credential('NEW')]);
    expect(source.credentialsOf(appId)).toBe(found);
  });

  it('are missing until the team stores some, and then found with the next push', async () => {
    // Prepare
    const { clock, source } = open();
    const none = await source.credentialsOf(appId);
    const stillNone = await source.credentialsAfterRejection(appId, none);
    store(appId, 'KEY1');

    // Act
    clock.advance(firstPauseMs);
    const found = await source.credentialsAfterRejection(appId, none);

    // Assess
    expect(none).toEqual([]);
    expect(stillNone).toBe(none);
    expect(found).toEqual([credential('KEY1')]);
  });

  it('that could not be fetched are fetched again after a pause', async () => {
    // Prepare
    store(appId, 'KEY1');
    const { clock, source } = open();
    broken = true;
    const results = await Promise.allSettled([source.credentialsOf(appId), source.credentialsOf(appId)]);
    broken = false;

    // Act
    clock.advance(firstPauseMs);
    const found = await source.credentialsOf(appId);

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
  ])('that are malformed are an error that does not quote them: %s', async (_what, secret) => {
    // Prepare
    secrets.put('ringpost-dev/apps/com.example.app', secret);
    const { source, log } = open();

    // Act
    const found = Promise.resolve(source.credentialsOf(appId));

    // Assess
    await expect(found).rejects.toThrow('store them again');
    await expect(found).rejects.not.toThrow('KEY1');
    expect(log.lines).toMatchObject([{ level: 'error', message: 'cannot fetch credentials' }]);
    expect(JSON.stringify(log.lines)).not.toContain('KEY1');
  });
});

describe('known credentials keep serving, and the log names the fix,', () => {
  const name = `ringpost-dev/apps/${appId}`;
  const breakIt = () => {
    broken = true;
  };
  const asOwner = (operation: string, input: object) =>
    secrets.operations[operation]?.({ SecretId: name, ...input }, new AbortController().signal);

  it.each<[string, () => unknown, string]>([
    ['when the secret is scheduled for deletion', () => asOwner('DeleteSecret', {}), 'is scheduled for deletion'],
    ['when the secret is gone', () => asOwner('DeleteSecret', { ForceDeleteWithoutRecovery: true }), 'is gone'],
    ['when the secret may not be read', breakIt, 'not allowed to read'],
  ])('%s', async (_when, act, fix) => {
    // Prepare
    store(appId, 'KEY1');
    const world = open();
    const known = await world.source.credentialsOf(appId);
    await act();

    // Act
    const served = await refresh(world);

    // Assess
    expect(served).toBe(known);
    expect(world.source.credentialsOf(appId)).toBe(known);
    const [line] = world.log.lines;
    expect(line).toMatchObject({ level: 'error', message: 'cannot fetch credentials', fields: { appId } });
    expect(line?.fields['fix']).toContain(fix);
  });

  it('when the stored ones are broken now', async () => {
    // Prepare
    store(appId, 'KEY1');
    const world = open();
    const known = await world.source.credentialsOf(appId);
    secrets.put(name, 'no JSON');

    // Act
    const served = await refresh(world);

    // Assess
    expect(served).toBe(known);
    expect(world.log.lines[0]?.fields['detail']).toContain('store them again');
  });

  it('but not after the team removed them', async () => {
    // Prepare
    store(appId, 'KEY1');
    const world = open();
    await world.source.credentialsOf(appId);
    secrets.put(name, JSON.stringify({ version: 1, credentials: [] }));

    // Act
    await refresh(world);

    // Assess
    expect(world.source.credentialsOf(appId)).toEqual([]);
  });
});
