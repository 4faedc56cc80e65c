import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { lazily } from '../../platform/aws/lazily.ts';
import { timeLimits } from '../../platform/aws/timeLimits.ts';
import type { Clock } from '../../platform/ports.ts';
import { cachedFor } from '../../platform/table/cachedFor.ts';
import type { WebhookKey } from '../ports.ts';

/** How long the key is used before it is fetched again: each fetch has its price. */
const keptSeconds = 600;

/** The stage's key, from the secret `<prefix>/webhook-key`. */
export function secretsManagerWebhookKey(secretsPrefix: string, clock: Clock): WebhookKey {
  const client = lazily(() => new SecretsManagerClient({ requestHandler: timeLimits }));
  const fetchKey = cachedFor(
    clock,
    async (SecretId: string) => {
      const { SecretString } = await client().send(new GetSecretValueCommand({ SecretId }));
      if (!SecretString) throw new Error(`the secret ${SecretId} has no text: store a random one of 64 characters`);
      return SecretString;
    },
    keptSeconds,
  );
  return { current: () => fetchKey(`${secretsPrefix}/webhook-key`) };
}
