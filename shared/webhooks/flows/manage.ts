/** What a team's server does with webhooks: sets, rotates, tries. */
import { randomBytes } from 'node:crypto';
import { isoTime } from '../../platform/isoTime.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse, refuseField } from '../../platform/refusal.ts';
import type { WebhookPorts } from '../ports.ts';
import { type AllowedAddresses, urlFault } from '../rules/address.ts';
import { shownSecret, webhookSecret } from '../rules/signature.ts';
import { maxWebhooks, type Webhook } from '../rules/webhook.ts';
import { type AttemptPorts, attempt, causeOf, isAccepted } from './attempt.ts';

export interface WebhookInput {
  url: string;
  events: readonly string[];
  secretVersion?: number | undefined;
}

export type SetWebhookPorts = Pick<PlatformPorts, 'clock'> & Pick<WebhookPorts, 'webhooks' | 'webhookKey'>;

/** A webhook, and the secret that its receiver verifies with. */
export interface SetWebhook {
  webhook: Webhook;
  secret: string;
}

/** Creates or changes a webhook. One that was disabled gets events again. */
export async function setWebhook(
  ports: SetWebhookPorts,
  allowed: AllowedAddresses,
  webhookId: string,
  input: WebhookInput,
): Promise<SetWebhook | Refusal> {
  const fault = urlFault(input.url, allowed);
  if (fault !== undefined) return refuseField('webhook_url', `The URL of the webhook ${fault}.`, '/url', fault);
  const seen = await ports.webhooks.read(webhookId);
  if (seen === undefined && (await ports.webhooks.list()).length >= maxWebhooks) {
    return refuse('limit_reached', `The stage has ${maxWebhooks} webhooks.`);
  }
  const webhook = changed(seen, webhookId, input, ports.clock.nowMs());
  if (webhook === undefined) return wrongVersion(webhookId, seen?.secretVersion ?? 0);
  const isStored = await ports.webhooks.put(webhook, seen);
  if (!isStored) return wrongVersion(webhookId, (await ports.webhooks.read(webhookId))?.secretVersion ?? 0);
  const secret = webhookSecret(await ports.webhookKey.current(), webhook, webhook.secretVersion);
  return { webhook, secret: shownSecret(secret) };
}

/** @returns undefined if the version is neither the current one nor the next. */
function changed(
  seen: Webhook | undefined,
  webhookId: string,
  { url, events, secretVersion }: WebhookInput,
  nowMs: number,
): Webhook | undefined {
  const current = seen?.secretVersion ?? 1;
  const version = secretVersion ?? current;
  if (seen === undefined) {
    const salt = randomBytes(16).toString('base64url');
    return version === 1 ? { webhookId, url, events, secretVersion: 1, salt, createdAtMs: nowMs } : undefined;
  }
  const { salt, createdAtMs, rotatedAtMs } = seen;
  const kept = { webhookId, url, events, salt, createdAtMs };
  if (version === current) return { ...kept, secretVersion: current, rotatedAtMs };
  return version === current + 1 ? { ...kept, secretVersion: version, rotatedAtMs: nowMs } : undefined;
}

function wrongVersion(webhookId: string, secretVersion: number): Refusal {
  const detail =
    secretVersion === 0
      ? `The webhook ${webhookId} is new: its first secretVersion is 1.`
      : `The webhook ${webhookId} has the secretVersion ${secretVersion}.`;
  return refuse('secret_version', detail, { secretVersion });
}

export interface TriedWebhook {
  delivered: boolean;
  status?: number | undefined;
  /** Why it was not delivered. */
  cause?: string | undefined;
  durationMs: number;
}

/** Sends the event `webhook.test` once, now: a disabled webhook gets it, too. */
export async function tryWebhook(
  ports: AttemptPorts & Pick<PlatformPorts, 'newId'>,
  webhook: Webhook,
): Promise<TriedWebhook> {
  const startedAtMs = ports.clock.nowMs();
  const [id, timestamp] = [ports.newId(), isoTime(startedAtMs)];
  const data = { eventId: id, at: timestamp, webhookId: webhook.webhookId };
  const outcome = await attempt(ports, webhook, { id, type: 'webhook.test', timestamp, data });
  return {
    delivered: isAccepted(outcome),
    status: outcome.kind === 'answered' ? outcome.status : undefined,
    cause: isAccepted(outcome) ? undefined : causeOf(outcome),
    durationMs: ports.clock.nowMs() - startedAtMs,
  };
}
