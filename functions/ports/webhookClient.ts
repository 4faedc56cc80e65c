import { optionalVariable } from '../../shared/platform/aws/environment.ts';
import { webhookClient } from '../../shared/webhooks/client/webhookClient.ts';
import type { WebhookClient } from '../../shared/webhooks/ports.ts';
import type { AllowedAddresses } from '../../shared/webhooks/rules/address.ts';

/** Standard Webhooks asks for 15 to 30 seconds. */
const timeLimitMs = 15_000;

export function allowedAddresses(): AllowedAddresses {
  return optionalVariable('RINGPOST_WEBHOOKS_TO_LOOPBACK') === undefined ? 'public' : 'loopback';
}

/** @param limitMs how long an attempt may take. */
export function openWebhookClient(limitMs = timeLimitMs): WebhookClient {
  return webhookClient({ allowed: allowedAddresses(), timeLimitMs: limitMs });
}
