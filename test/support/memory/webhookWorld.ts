/** A queue with delays, a worker, and a receiver with given answers, on a clock that jumps to whatever is due next. */
import { deliverToWebhook } from '../../../shared/webhooks/flows/deliver.ts';
import { queueForWebhooks } from '../../../shared/webhooks/flows/queueEvents.ts';
import type { SendOutcome, WebhookStore } from '../../../shared/webhooks/ports.ts';
import type { DeliverTask, WebhookEvent, WebhookTask } from '../../../shared/webhooks/rules/task.ts';
import { startMs } from '../factories.ts';
import { captureLog } from './captureLog.ts';
import { captureMetrics } from './captureMetrics.ts';

/** SQS delays no message longer. */
const maxDelayMs = 900_000;

/** From which the webhooks of this world have their secrets. */
export const webhookStageKey = 'a'.repeat(64);

export interface WebhookAttempt {
  atMs: number;
  id: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export function webhookWorld(
  webhooks: WebhookStore,
  answer: (attempt: WebhookAttempt, n: number) => SendOutcome,
  random = () => 0,
) {
  let nowMs = startMs;
  const queue: { task: WebhookTask; visibleAtMs: number }[] = [];
  const attempts: WebhookAttempt[] = [];
  const dead: { task: DeliverTask; reason: string; error: string }[] = [];
  const ports = {
    clock: { nowMs: () => nowMs, waitMs: async () => {} },
    random,
    log: captureLog(),
    metrics: captureMetrics(),
    webhooks,
    webhookKey: { current: async () => webhookStageKey },
    webhookQueue: {
      async send(tasks: readonly WebhookTask[]) {
        for (const task of tasks) {
          const delayMs = task.task === 'deliver' ? Math.max(task.dueAtMs - nowMs, 0) : 0;
          queue.push({ task, visibleAtMs: nowMs + Math.min(delayMs, maxDelayMs) });
        }
        return [];
      },
    },
    webhookClient: {
      async post(url: string, headers: Readonly<Record<string, string>>, body: string) {
        const attempt = { atMs: nowMs, id: headers['webhook-id'] ?? '', url, headers, body };
        attempts.push(attempt);
        return answer(attempt, attempts.length);
      },
    },
  };
  return {
    ports,
    attempts,
    dead,
    publish: (...events: WebhookEvent[]) => queueForWebhooks(ports, events),
    jump(ms: number) {
      nowMs += ms;
    },
    /** Until the queue is empty. */
    async run() {
      for (;;) {
        queue.sort((one, other) => one.visibleAtMs - other.visibleAtMs);
        const next = queue.shift();
        if (next === undefined) return;
        nowMs = Math.max(nowMs, next.visibleAtMs);
        if (next.task.task !== 'deliver') continue;
        const result = await deliverToWebhook(ports, next.task);
        if (result.end === 'dead_letter') dead.push({ task: next.task, reason: result.reason, error: result.error });
      }
    },
  };
}
