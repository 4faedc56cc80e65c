/** Webhooks and their queue in memory. */
import type { WebhookQueue, WebhookStore } from '../../../shared/webhooks/ports.ts';
import type { WebhookTask } from '../../../shared/webhooks/rules/task.ts';
import type { Webhook } from '../../../shared/webhooks/rules/webhook.ts';
import { startMs } from '../factories.ts';

export function aWebhook(changes: Partial<Webhook> = {}): Webhook {
  return {
    webhookId: 'backend',
    url: 'https://backend.example.com/ringpost',
    events: ['*'],
    secretVersion: 1,
    salt: 'salt',
    createdAtMs: startMs,
    ...changes,
  };
}

export function memoryWebhooks(...webhooks: Webhook[]): WebhookStore {
  const stored = new Map(webhooks.map((webhook) => [webhook.webhookId, webhook]));
  const change = (webhookId: string, changes: Partial<Webhook>) => {
    const webhook = stored.get(webhookId);
    if (webhook) stored.set(webhookId, { ...webhook, ...changes });
  };
  return {
    known: async () => [...stored.values()],
    list: async () => [...stored.values()],
    read: async (webhookId) => stored.get(webhookId),
    async put(webhook, seen) {
      const current = stored.get(webhook.webhookId);
      if (current?.salt !== seen?.salt || current?.secretVersion !== seen?.secretVersion) return false;
      stored.set(webhook.webhookId, webhook);
      return true;
    },
    remove: async (webhookId) => stored.delete(webhookId),
    async noteFailure(webhookId, atMs) {
      const webhook = stored.get(webhookId);
      if (webhook?.failingSinceMs === undefined) change(webhookId, { failingSinceMs: atMs });
      return stored.get(webhookId)?.failingSinceMs;
    },
    noteSuccess: async (webhookId) => change(webhookId, { failingSinceMs: undefined }),
    disable: async (webhookId, disabledBecause, disabledAtMs) => change(webhookId, { disabledBecause, disabledAtMs }),
  };
}

/** @param rejects whether the queue rejects a task. */
export function memoryWebhookQueue(
  rejects: (task: WebhookTask) => boolean = () => false,
): WebhookQueue & { readonly sent: WebhookTask[] } {
  const sent: WebhookTask[] = [];
  return {
    sent,
    async send(tasks) {
      sent.push(...tasks.filter((task) => !rejects(task)));
      return tasks.filter(rejects);
    },
  };
}
