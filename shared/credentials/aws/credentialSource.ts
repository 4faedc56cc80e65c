import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { CredentialSource } from '../../apns/client/credentialSource.ts';
import { parseStoredCredentials } from '../../apns/rules/credential.ts';
import { timeLimits } from '../../platform/aws/timeLimits.ts';
import type { Clock, Log } from '../../platform/ports.ts';
import { CredentialCache, type StoredVersion } from './credentialCache.ts';

/** A stage has few apps. Only devices registered before stages refused unknown apps can name more. */
const maxApps = 100;

/**
 * The credentials of each app, from its secret `<prefix>/apps/<appId>`. If that is broken, deleted or unreadable, the
 * known ones stay in use, and the log says what to do.
 */
export function secretsManagerCredentials(secretsPrefix: string, clock: Clock, log: Log): CredentialSource {
  const client = new SecretsManagerClient({ requestHandler: timeLimits });
  const caches = new Map<string, CredentialCache>();
  const listeners: Parameters<CredentialSource['onReplaced']>[0][] = [];

  async function load(appId: string, known: StoredVersion | undefined): Promise<StoredVersion> {
    const SecretId = `${secretsPrefix}/apps/${appId}`;
    try {
      const { SecretString, VersionId } = await client.send(new GetSecretValueCommand({ SecretId }));
      if (known !== undefined && known.versionId === VersionId) return known;
      return { credentials: parseStoredCredentials(SecretString ?? ''), versionId: VersionId };
    } catch (error) {
      // An app that never had a secret has no credentials. One whose secret was deleted still has the previous ones.
      const hadNone = known === undefined || known.versionId === undefined;
      if (hadNone && nameOf(error) === 'ResourceNotFoundException') return { credentials: [], versionId: undefined };
      throw error;
    }
  }

  function cacheOf(appId: string): CredentialCache {
    const known = caches.get(appId);
    if (known !== undefined) return known;
    const cache: CredentialCache = new CredentialCache({
      clock,
      load: (version) => load(appId, version),
      onReplaced(credentials) {
        log.info('credentials replaced', { appId });
        for (const listener of listeners) listener(appId, credentials);
      },
      onFailure: (error) => log.error('cannot fetch credentials', { appId, ...describeFailure(error) }),
    });
    caches.set(appId, cache);
    const [oldest] = caches.keys();
    if (caches.size > maxApps && oldest !== undefined) caches.delete(oldest);
    return cache;
  }

  return {
    credentialsOf: (appId) => cacheOf(appId).current(),
    credentialsAfterRejection: (appId, refused) => cacheOf(appId).afterRejection(refused),
    onReplaced: (listener) => listeners.push(listener),
  };
}

const fixes: Readonly<Record<string, string>> = {
  InvalidRequestException: 'the secret is scheduled for deletion: restore it, or store the credentials again',
  ResourceNotFoundException: 'the secret is gone: store the credentials again',
  AccessDeniedException: "the function is not allowed to read the secret or to use its key: check the secret's policy",
};

function describeFailure(error: unknown) {
  const name = nameOf(error);
  const fix = Object.hasOwn(fixes, name) ? fixes[name] : undefined;
  return { error: name, detail: error instanceof Error ? error.message : undefined, fix };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
