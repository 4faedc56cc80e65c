/**
 * Secrets of webhooks and their signatures, by Standard Webhooks.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { signingVersions, type Webhook } from './webhook.ts';

const secretBytes = 32;

/**
 * The secret of a webhook, derived from the stage's key (RFC 5869): nothing has to be stored for each.
 * @param stageKey at least 32 random characters.
 */
export function webhookSecret(
  stageKey: string,
  { webhookId, salt }: Pick<Webhook, 'webhookId' | 'salt'>,
  version: number,
): Buffer {
  return Buffer.from(hkdfSync('sha256', stageKey, salt, `ringpost webhook ${webhookId} ${version}`, secretBytes));
}

/** As receivers get it. */
export function shownSecret(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

export interface SignedHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/**
 * Headers of one attempt. During a rotation both secrets sign, and a receiver accepts either.
 * @param eventId contains no `.`, which separates the signed parts.
 * @param nowMs epoch milliseconds of this attempt: receivers reject old timestamps.
 */
export function signedHeaders(
  stageKey: string,
  webhook: Webhook,
  eventId: string,
  body: string,
  nowMs: number,
): SignedHeaders {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signatures = signingVersions(webhook, nowMs).map((version) => {
    const secret = webhookSecret(stageKey, webhook, version);
    return `v1,${createHmac('sha256', secret).update(`${eventId}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': eventId, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
