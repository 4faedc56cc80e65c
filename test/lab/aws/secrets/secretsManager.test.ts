import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOptions } from '../../../../lab/aws/localAws.ts';
import { serveJsonProtocol } from '../../../../lab/aws/protocol/jsonProtocol.ts';
import type { ListeningServer } from '../../../../lab/aws/protocol/listen.ts';
import { createSecretsManager, type SecretsManager } from '../../../../lab/aws/secrets/secretsManager.ts';
import { type ManualClock, manualClock } from '../manualClock.ts';

const dayMs = 86_400_000;

let clock: ManualClock;
let secrets: SecretsManager;
let server: ListeningServer;
let client: SecretsManagerClient;

beforeEach(async () => {
  clock = manualClock();
  secrets = createSecretsManager(clock);
  server = await serveJsonProtocol([secrets]);
  client = new SecretsManagerClient({
    ...clientOptions(server.url),
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await server.stop();
});

const create = (Name: string, SecretString = 'first') => client.send(new CreateSecretCommand({ Name, SecretString }));
const read = (SecretId: string, version: { VersionId?: string; VersionStage?: string } = {}) =>
  client.send(new GetSecretValueCommand({ SecretId, ...version }));

describe('a secret', () => {
  it('is read by its name and by its ARN', async () => {
    // Prepare
    const { ARN = '' } = await create('lab/apps/com.example');

    // Act
    const byName = await read('lab/apps/com.example');
    const byArn = await read(ARN);

    // Assess
    expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:lab\/apps\/com\.example-[\da-f]{6}$/);
    expect(byName).toMatchObject({ SecretString: 'first', VersionStages: ['AWSCURRENT'], ARN });
    expect(byName.CreatedDate).toEqual(new Date(clock.nowMs()));
    expect(byArn.VersionId).toBe(byName.VersionId);
  });

  it('holds bytes as well as text', async () => {
    // Prepare
    const bytes = Uint8Array.from([0, 255, 128]);
    await client.send(new CreateSecretCommand({ Name: 'bytes', SecretBinary: bytes }));

    // Act
    const value = await read('bytes');

    // Assess
    expect(value.SecretBinary).toEqual(bytes);
    expect(value.SecretString).toBeUndefined();
  });

  it('keeps the previous value as AWSPREVIOUS, and older ones for a day without a label', async () => {
    // Prepare
    const { VersionId: firstId = '' } = await create('s', 'first');
    await client.send(new PutSecretValueCommand({ SecretId: 's', SecretString: 'second' }));

    // Act
    const put = await client.send(new PutSecretValueCommand({ SecretId: 's', SecretString: 'third' }));
    const withinTheDay = await read('s', { VersionId: firstId });
    clock.advance(dayMs + 1);
    await client.send(new PutSecretValueCommand({ SecretId: 's', SecretString: 'fourth' }));

    // Assess
    expect(put.VersionStages).toEqual(['AWSCURRENT']);
    expect(withinTheDay).toMatchObject({ SecretString: 'first' });
    expect((await read('s')).SecretString).toBe('fourth');
    expect((await read('s', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('third');
    await expect(read('s', { VersionId: firstId })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('goes back to an older value when its label is moved', async () => {
    // Prepare
    const { VersionId: firstId = '' } = await create('s', 'first');
    await client.send(new PutSecretValueCommand({ SecretId: 's', SecretString: 'second' }));
    const move = { SecretId: 's', VersionStage: 'AWSCURRENT', MoveToVersionId: firstId };

    // Act
    await client.send(new UpdateSecretVersionStageCommand(move));

    // Assess
    expect(await read('s')).toMatchObject({ SecretString: 'first', VersionStages: ['AWSCURRENT'] });
    expect((await read('s', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('second');
  });

  it('accepts the same version twice, but not with another value', async () => {
    // Prepare
    const ClientRequestToken = 'c0ffee00-0000-4000-8000-000000000000';
    const put = (SecretString: string) =>
      client.send(new PutSecretValueCommand({ SecretId: 's', SecretString, ClientRequestToken }));
    await create('s');
    await put('second');

    // Act
    const again = await put('second');
    const other = put('other');

    // Assess
    expect(again).toMatchObject({ VersionId: ClientRequestToken, VersionStages: ['AWSCURRENT'] });
    await expect(other).rejects.toMatchObject({ name: 'ResourceExistsException' });
    expect((await read('s', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('first');
  });

  it('can carry custom labels without becoming current', async () => {
    // Prepare
    await create('s', 'current');

    // Act
    await client.send(
      new PutSecretValueCommand({ SecretId: 's', SecretString: 'next', VersionStages: ['AWSPENDING'] }),
    );

    // Assess
    expect((await read('s')).SecretString).toBe('current');
    expect((await read('s', { VersionStage: 'AWSPENDING' })).SecretString).toBe('next');
  });

  it('is described with its versions but without its value', async () => {
    // Prepare
    const { VersionId = '' } = await client.send(
      new CreateSecretCommand({ Name: 's', SecretString: 'hidden', Description: 'what it is for' }),
    );

    // Act
    const described = await client.send(new DescribeSecretCommand({ SecretId: 's' }));

    // Assess
    expect(described).toMatchObject({
      Name: 's',
      Description: 'what it is for',
      VersionIdsToStages: { [VersionId]: ['AWSCURRENT'] },
    });
    expect(JSON.stringify(described)).not.toContain('hidden');
  });
});

describe('the list of secrets', () => {
  it('comes in pages and can be filtered by prefix', async () => {
    // Prepare
    for (const name of ['a/1', 'b/1', 'a/2', 'a/3']) await create(name);
    const Filters = [{ Key: 'name' as const, Values: ['a/'] }];

    // Act
    const first = await client.send(new ListSecretsCommand({ Filters, MaxResults: 2 }));
    const second = await client.send(new ListSecretsCommand({ Filters, MaxResults: 2, NextToken: first.NextToken }));

    // Assess
    expect(first.SecretList?.map(({ Name }) => Name)).toEqual(['a/1', 'a/2']);
    expect(second.SecretList?.map(({ Name }) => Name)).toEqual(['a/3']);
    expect(second.NextToken).toBeUndefined();
  });
});

describe('a deleted secret', () => {
  it('cannot be read or recreated until its recovery window is over', async () => {
    // Prepare
    await create('s');

    // Act
    const deleted = await client.send(new DeleteSecretCommand({ SecretId: 's', RecoveryWindowInDays: 7 }));

    // Assess
    expect(deleted.DeletionDate).toEqual(new Date(clock.nowMs() + 7 * dayMs));
    await expect(read('s')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(create('s')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    expect((await client.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
    const planned = await client.send(new ListSecretsCommand({ IncludePlannedDeletion: true }));
    expect(planned.SecretList).toMatchObject([{ Name: 's', DeletedDate: deleted.DeletionDate }]);
    clock.advance(7 * dayMs);
    await expect(read('s')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(create('s')).resolves.toMatchObject({ Name: 's' });
  });

  it('is removed at once when forced', async () => {
    // Prepare
    await create('s');

    // Act
    await client.send(new DeleteSecretCommand({ SecretId: 's', ForceDeleteWithoutRecovery: true }));

    // Assess
    await expect(create('s')).resolves.toMatchObject({ Name: 's' });
  });
});

describe('a bad request', () => {
  it.each([
    ['an unknown secret', () => read('none'), 'ResourceNotFoundException'],
    ['an unused label', () => read('s', { VersionStage: 'AWSPREVIOUS' }), 'ResourceNotFoundException'],
    ['a name that exists', () => create('s'), 'ResourceExistsException'],
    ['a name with a space', () => create('a b'), 'ValidationException'],
    ['no value', () => client.send(new CreateSecretCommand({ Name: 'n' })), 'InvalidParameterException'],
    ['a value over 64 KiB', () => create('n', 'x'.repeat(65_537)), 'ValidationException'],
    [
      'a recovery window of 3 days',
      () => client.send(new DeleteSecretCommand({ SecretId: 's', RecoveryWindowInDays: 3 })),
      'InvalidParameterException',
    ],
    [
      'a window and force at once',
      () =>
        client.send(
          new DeleteSecretCommand({ SecretId: 's', RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }),
        ),
      'InvalidParameterException',
    ],
  ])('%s is refused as AWS does', async (_what, act, name) => {
    // Prepare
    await create('s');

    // Act
    const outcome = act();

    // Assess
    await expect(outcome).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});

describe('a value put from inside the lab', () => {
  it('creates the secret, then replaces its value', async () => {
    // Prepare
    secrets.put('s', 'one');

    // Act
    secrets.put('s', 'two');

    // Assess
    expect((await read('s')).SecretString).toBe('two');
    expect((await read('s', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
  });
});
