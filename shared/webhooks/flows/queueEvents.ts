import type { PlatformPorts } from '../../platform/ports.ts';
import type { WebhookPorts } from '../ports.ts';
import type { DeliverTask, WebhookEvent } from '../rules/task.ts';
import { isSubscribed } from '../rules/webhook.ts';

export type QueueEventsPorts = Pick<PlatformPorts, 'clock'> & Pick<WebhookPorts, 'webhooks' | 'webhookQueue'>;

/**
 * Queues a delivery of each event for each webhook that wants it.
 * @returns IDs of the events of which a delivery could not be queued.
 */
export async function queueForWebhooks(
  { clock, webhooks, webhookQueue }: QueueEventsPorts,
  events: readonly WebhookEvent[],
): Promise<Set<string>> {
  const known = await webhooks.known();
  const tasks = events.flatMap((event) =>
    known
      .filter((webhook) => isSubscribed(webhook, event.type))
      .map(({ webhookId }): DeliverTask => ({ task: 'deliver', webhookId, event, attempt: 1, dueAtMs: clock.nowMs() })),
  );
  const rejected = await webhookQueue.send(tasks);
  return new Set(rejected.map(({ event }) => event.id));
}
