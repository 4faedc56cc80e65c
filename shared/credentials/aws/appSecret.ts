import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { StoredSecret } from '../rules/appChecks.ts';

const closedBy = new Set(['AccessDeniedException', 'DecryptionFailure']);

/**
 * The secret of an app, for checks of what is wrong with it.
 * @param secretsPrefix without a trailing slash.
 * @throws what the SDK throws for errors that are not about the secret.
 */
export async function readAppSecret(
  client: SecretsManagerClient,
  secretsPrefix: string,
  appId: string,
): Promise<StoredSecret> {
  try {
    const SecretId = `${secretsPrefix}/apps/${appId}`;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    return { state: 'stored', value: SecretString ?? '' };
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ResourceNotFoundException') return { state: 'missing' };
    // Secrets Manager has no separate error for it.
    if (name === 'InvalidRequestException' && message.includes('marked for deletion')) return { state: 'deleted' };
    if (closedBy.has(name)) return { state: 'closed', cause: name };
    throw error;
  }
}
