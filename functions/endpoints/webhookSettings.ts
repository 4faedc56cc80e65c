import { answer, done } from '../../shared/api/answer.ts';
import type { webhookSettingsOperations } from '../../shared/api/schemas/webhooks.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { type PublishedEvents, unpublished } from '../../shared/events/rules/eventTypes.ts';
import { isoTime } from '../../shared/platform/isoTime.ts';
import type { PlatformPorts } from '../../shared/platform/ports.ts';
import { isRefusal, refuse } from '../../shared/platform/refusal.ts';
import { setWebhook, tryWebhook } from '../../shared/webhooks/flows/manage.ts';
import type { WebhookPorts } from '../../shared/webhooks/ports.ts';
import type { AllowedAddresses } from '../../shared/webhooks/rules/address.ts';
import { previousSecretSignsMs, type Webhook } from '../../shared/webhooks/rules/webhook.ts';

export interface WebhookSettingsPorts
  extends Pick<PlatformPorts, 'clock' | 'newId'>,
    Pick<WebhookPorts, 'webhooks' | 'webhookKey' | 'webhookClient'> {
  /** What the stage publishes. */
  published: PublishedEvents;
  allowedAddresses: AllowedAddresses;
}

const unknownWebhook = (webhookId: string) => refuse('unknown_webhook', `There is no webhook ${webhookId}.`);

export function webhookSettingsEndpoints(ports: WebhookSettingsPorts): Endpoints<typeof webhookSettingsOperations> {
  const { webhooks, published } = ports;
  return {
    'GET /v1/server/webhooks': async () => answer(200, { webhooks: (await webhooks.list()).map(view) }),

    'GET /v1/server/webhooks/{webhookId}': async ({ path: { webhookId } }) => {
      const webhook = await webhooks.read(webhookId);
      return answer(200, webhook === undefined ? unknownWebhook(webhookId) : view(webhook));
    },

    'PUT /v1/server/webhooks/{webhookId}': async ({ path: { webhookId }, body }) => {
      const missing = unpublished(body.events, published);
      if (missing.length > 0) {
        const detail = `The stage publishes ${published === 'none' ? 'no events' : `only events of ${published}`}, and not ${missing.join(', ')}.`;
        return refuse('events_off', detail);
      }
      const set = await setWebhook(ports, ports.allowedAddresses, webhookId, body);
      return answer(200, isRefusal(set) ? set : { ...view(set.webhook), secret: set.secret });
    },

    'DELETE /v1/server/webhooks/{webhookId}': async ({ path: { webhookId } }) =>
      (await webhooks.remove(webhookId)) ? done : unknownWebhook(webhookId),

    'POST /v1/server/webhooks/{webhookId}/test': async ({ path: { webhookId } }) => {
      const webhook = await webhooks.read(webhookId);
      return answer(200, webhook === undefined ? unknownWebhook(webhookId) : await tryWebhook(ports, webhook));
    },
  };

  function view({ webhookId, url, events, secretVersion, ...webhook }: Webhook) {
    const { createdAtMs, rotatedAtMs, failingSinceMs, disabledAtMs, disabledBecause } = webhook;
    const previousUntilMs = rotatedAtMs === undefined ? 0 : rotatedAtMs + previousSecretSignsMs;
    return {
      webhookId,
      url,
      events: [...events],
      secretVersion,
      state: disabledAtMs !== undefined ? 'disabled' : failingSinceMs !== undefined ? 'failing' : 'active',
      createdAt: isoTime(createdAtMs),
      previousSecretUntil: previousUntilMs > ports.clock.nowMs() ? isoTime(previousUntilMs) : undefined,
      failingSince: optionalTime(failingSinceMs),
      disabledAt: optionalTime(disabledAtMs),
      disabledBecause,
    } as const;
  }
}

function optionalTime(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : isoTime(ms);
}
