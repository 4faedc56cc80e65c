import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { sqsDeadLetters } from '../shared/delivery/aws/deadLetters.ts';
import { publishTask } from '../shared/events/flows/publishEvents.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { originOf } from '../shared/platform/aws/queuedOrigin.ts';
import { system } from '../shared/platform/aws/system.ts';
import { errorFields } from '../shared/platform/errorFields.ts';
import { secretsManagerWebhookKey } from '../shared/webhooks/aws/webhookKey.ts';
import { deliverToWebhook } from '../shared/webhooks/flows/deliver.ts';
import { readWebhookTask, type WebhookTask } from '../shared/webhooks/rules/task.ts';
import { openEventPorts } from './ports/eventPorts.ts';
import { openWebhookClient } from './ports/webhookClient.ts';

const log = openLog('webhooks', optionalVariable('RINGPOST_LOG_LEVEL'));
const deadLetters = sqsDeadLetters(requireVariable('RINGPOST_WEBHOOK_DEAD_LETTER_QUEUE_URL'));
const ports = {
  ...openEventPorts(log),
  random: system.random,
  webhookKey: secretsManagerWebhookKey(requireVariable('RINGPOST_SECRETS_PREFIX'), system.clock),
  webhookClient: openWebhookClient(),
};

/** Takes tasks from the webhook queue. A task that throws goes back to the queue by itself. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  // All at once: a receiver that stalls must not hold up the others.
  const failures = await Promise.all(
    Records.map(async (record): Promise<SQSBatchItemFailure[]> => {
      const { messageId, messageAttributes } = record;
      const fields = { queueMessageId: messageId };
      const isDone = await log.during({ origin: originOf(messageAttributes), fields }, () => work(record));
      return isDone ? [] : [{ itemIdentifier: messageId }];
    }),
  );
  return { batchItemFailures: failures.flat() };
}

/** @returns false if the queue must deliver it again. */
async function work({ body }: SQSRecord): Promise<boolean> {
  const task = readWebhookTask(body);
  try {
    if (task === undefined) {
      log.error('cannot read task');
      await deadLetter(body, 'unreadable');
    } else await carryOut(body, task);
    return true;
  } catch (error) {
    log.error('webhook task failed', { task: task?.task, ...errorFields(error) });
    ports.metrics.record('WorkFailed', 1, {}, { service: 'webhooks' });
    return false;
  }
}

async function carryOut(body: string, task: WebhookTask): Promise<void> {
  if (task.task === 'publish') {
    await publishTask(ports, task);
    return;
  }
  const result = await deliverToWebhook(ports, task);
  if (result.end === 'dead_letter') await deadLetter(body, result.reason, result.error);
}

async function deadLetter(body: string, reason: 'unreadable' | 'failed' | 'webhook_disabled', error?: string) {
  await deadLetters.put(body, { reason, error });
  ports.metrics.record('DeadLetters', 1, { reason }, { error });
}
