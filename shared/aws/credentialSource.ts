import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Credential, parseStoredCredentials } from '../apns/credential.ts';
import type { Clock } from '../flows/ports.ts';

/** The credentials of an app. Empty when none is stored. */
export type CredentialSource = (appId: string) => Promise<readonly Credential[]>;

/** Each fetch has its price, and a credential changes once a year. */
const keptMs = 10 * 60 * 1000;
/** A team that has just stored its first credential should not have to wait for it. */
const emptyKeptMs = 10 * 1000;

/**
 * Reads the secret `<prefix>/apps/<appId>` once, however many pushes wait for it, and keeps it for ten minutes. A fetch
 * that failed is not kept.
 */
export function secretsManagerCredentials(secretsPrefix: string, clock: Clock): CredentialSource {
  const client = new SecretsManagerClient({});
  const cache = new Map<string, { credentials: Promise<readonly Credential[]>; untilMs: number }>();

  async function fetchCredentials(appId: string): Promise<readonly Credential[]> {
    const SecretId = `${secretsPrefix}/apps/${appId}`;
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
      return parseStoredCredentials(SecretString ?? '');
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
      throw error;
    }
  }

  return (appId) => {
    const known = cache.get(appId);
    if (known !== undefined && known.untilMs > clock.nowMs()) return known.credentials;
    const entry = { credentials: fetchCredentials(appId), untilMs: clock.nowMs() + keptMs };
    cache.set(appId, entry);
    entry.credentials.then(
      (credentials) => {
        if (credentials.length === 0) entry.untilMs = clock.nowMs() + emptyKeptMs;
      },
      () => cache.delete(appId),
    );
    return entry.credentials;
  };
}
