import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it, vi } from 'vitest';
import { createSecretsManager } from '../../../../lab/aws/secrets/secretsManager.ts';
import { timerClock } from '../../../../lab/clock.ts';
import { readAppSecret } from '../../../../shared/credentials/aws/appSecret.ts';
import { appId } from '../../../support/factories.ts';
import { useLocalServices } from '../../../support/lab/localAwsServices.ts';

useLocalServices(() => [createSecretsManager(timerClock)], 'AWS_ENDPOINT_URL_SECRETS_MANAGER');

const Name = `ringpost/test/apps/${appId}`;
const read = (client: SecretsManagerClient) => readAppSecret(client, 'ringpost/test', appId);

describe('the secret of an app', () => {
  it('is returned as stored', async () => {
    // Prepare
    const client = new SecretsManagerClient({});
    await client.send(new CreateSecretCommand({ Name, SecretString: '{}' }));

    // Act
    const secret = await read(client);

    // Assess
    expect(secret).toEqual({ state: 'stored', value: '{}' });
  });

  it('can be missing', async () => {
    // Prepare
    const client = new SecretsManagerClient({});

    // Act
    const secret = await read(client);

    // Assess
    expect(secret).toEqual({ state: 'missing' });
  });

  it('can be scheduled for deletion', async () => {
    // Prepare
    const client = new SecretsManagerClient({});
    await client.send(new CreateSecretCommand({ Name, SecretString: '{}' }));
    await client.send(new DeleteSecretCommand({ SecretId: Name }));

    // Act
    const secret = await read(client);

    // Assess
    expect(secret).toEqual({ state: 'deleted' });
  });

  // The local service lets everybody in, so it is AWS's error that is put in its place.
  it.each([
    ['AccessDeniedException', { state: 'closed', cause: 'AccessDeniedException' }],
    ['DecryptionFailure', { state: 'closed', cause: 'DecryptionFailure' }],
  ])('can be unreadable: %s', async (name, expected) => {
    // Prepare
    const client = new SecretsManagerClient({});
    vi.spyOn(client, 'send').mockImplementation(() => Promise.reject(Object.assign(new Error('no'), { name })));

    // Act
    const secret = await read(client);

    // Assess
    expect(secret).toEqual(expected);
    expect(client.send).toHaveBeenCalledWith(expect.any(GetSecretValueCommand));
  });

  it('is unknown when Secrets Manager itself fails', async () => {
    // Prepare
    const client = new SecretsManagerClient({});
    const trouble = Object.assign(new Error('later'), { name: 'InternalServiceError' });
    vi.spyOn(client, 'send').mockImplementation(() => Promise.reject(trouble));

    // Act
    const reading = read(client);

    // Assess
    await expect(reading).rejects.toBe(trouble);
  });
});
