/** Carries out one delivery of the webhook queue: an attempt, and what follows from its outcome. */
import type { PlatformPorts } from '../../platform/ports.ts';
import type { SendOutcome, WebhookPorts } from '../ports.ts';
import { delayAfter, retryAfterMs } from '../rules/attempts.ts';
import type { DeliverTask } from '../rules/task.ts';
import { disabledAfterMs, type Webhook } from '../rules/webhook.ts';
import { type AttemptPorts, attempt, causeOf, isAccepted } from './attempt.ts';

export type DeliverWebhookPorts = AttemptPorts &
  Pick<PlatformPorts, 'log' | 'metrics' | 'random'> &
  Pick<WebhookPorts, 'webhooks' | 'webhookQueue'>;

/** `failed`: no attempt was accepted. `webhook_disabled`: the webhook gets nothing until somebody sets it again. */
export type DeliveryEnd =
  | { end: 'done' }
  | { end: 'dead_letter'; reason: 'failed' | 'webhook_disabled'; error: string };

const done: DeliveryEnd = { end: 'done' };

/** A task that comes this much too early is attempted: SQS counts in seconds. */
const earlyMs = 1000;

/** @throws Error if the queue or the table fails: the queue then delivers the task again. */
export async function deliverToWebhook(ports: DeliverWebhookPorts, task: DeliverTask): Promise<DeliveryEnd> {
  if (task.dueAtMs - earlyMs > ports.clock.nowMs()) {
    await queueAgain(ports, task);
    return done;
  }
  const webhook = (await ports.webhooks.known()).find(({ webhookId }) => webhookId === task.webhookId);
  const fields = { webhookId: task.webhookId, eventId: task.event.id, type: task.event.type, attempt: task.attempt };
  if (webhook === undefined) {
    ports.log.info('webhook deleted, event not sent', fields);
    return done;
  }
  if (webhook.disabledAtMs !== undefined) {
    return { end: 'dead_letter', reason: 'webhook_disabled', error: webhook.disabledBecause ?? 'failing' };
  }
  const outcome = await attempt(ports, webhook, task.event);
  ports.log.info('webhook', { ...fields, outcome: isAccepted(outcome) ? 'accepted' : causeOf(outcome) });
  ports.metrics.add('WebhookAttempts', 1, { delivery: isAccepted(outcome) ? 'accepted' : 'failed' });
  if (!isAccepted(outcome)) return afterFailure(ports, webhook, task, outcome);
  // What is known of the webhook may be older than the failure before this attempt.
  const hasFailed = webhook.failingSinceMs !== undefined || task.attempt > 1;
  if (hasFailed) await ports.webhooks.noteSuccess(webhook.webhookId);
  return done;
}

async function afterFailure(
  ports: DeliverWebhookPorts,
  webhook: Webhook,
  task: DeliverTask,
  outcome: SendOutcome,
): Promise<DeliveryEnd> {
  const { clock, random, webhooks } = ports;
  const nowMs = clock.nowMs();
  const error = causeOf(outcome);
  const { webhookId } = webhook;
  if (outcome.kind === 'answered' && outcome.status === goneStatus) {
    await disable(ports, webhook, 'gone');
    return { end: 'dead_letter', reason: 'webhook_disabled', error };
  }
  const knownMs = webhook.failingSinceMs;
  // Others may have delivered since: what is known is believed only if it disables nothing.
  const isBelieved = knownMs !== undefined && nowMs - knownMs < disabledAfterMs;
  const failingSinceMs = isBelieved ? knownMs : ((await webhooks.noteFailure(webhookId, nowMs)) ?? nowMs);
  if (nowMs - failingSinceMs >= disabledAfterMs) {
    await disable(ports, webhook, 'failing');
    return { end: 'dead_letter', reason: 'webhook_disabled', error };
  }
  const askedMs = outcome.kind === 'answered' ? retryAfterMs(outcome.retryAfter, nowMs) : undefined;
  const delayMs = delayAfter(task.attempt, random(), askedMs);
  if (delayMs === undefined) return { end: 'dead_letter', reason: 'failed', error };
  await queueAgain(ports, { ...task, attempt: task.attempt + 1, dueAtMs: nowMs + delayMs });
  return done;
}

/** The receiver says that it wants nothing more. */
const goneStatus = 410;

async function disable(
  { clock, log, metrics, webhooks }: DeliverWebhookPorts,
  { webhookId }: Webhook,
  because: 'gone' | 'failing',
): Promise<void> {
  await webhooks.disable(webhookId, because, clock.nowMs());
  log.error('webhook disabled', { webhookId, because });
  metrics.record('WebhookDisabled', 1, {}, { webhookId, because });
}

async function queueAgain({ webhookQueue }: DeliverWebhookPorts, task: DeliverTask): Promise<void> {
  const rejected = await webhookQueue.send([task]);
  if (rejected.length > 0) throw new Error('the webhook queue rejected a delivery');
}
