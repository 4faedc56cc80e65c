import type { Clock } from '../../platform/ports.ts';
import type { WantedPushes } from '../../push/ports.ts';
import { wantedPushType } from '../../push/rules/externalPush.ts';
import type { PublishTask } from '../rules/task.ts';
import { sqsWebhookQueue } from './webhookQueue.ts';

interface Waiting {
  task: PublishTask;
  done(isRejected: boolean): void;
}

/** Puts `push.wanted` into the queue of events. Pushes that are made together travel together. */
export function sqsWantedPushes(queueUrl: string, clock: Clock): WantedPushes {
  const queue = sqsWebhookQueue(queueUrl, clock);
  let waiting: Waiting[] = [];

  async function sendAll(): Promise<void> {
    const sent = waiting;
    waiting = [];
    const rejected = await queue.send(sent.map(({ task }) => task)).catch(() => sent.map(({ task }) => task));
    for (const { task, done } of sent) done(rejected.includes(task));
  }

  return {
    publish: (detail) =>
      new Promise((resolve) => {
        const event = { id: detail.eventId, type: wantedPushType, timestamp: detail.at, data: detail };
        if (waiting.length === 0) setImmediate(sendAll);
        waiting.push({
          task: { task: 'publish', event },
          done: (isRejected) => resolve(isRejected ? 'queue_failed' : undefined),
        });
      }),
  };
}
