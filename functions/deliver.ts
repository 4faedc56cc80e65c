import type { Context, SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { deliverySettings } from '../shared/api/functionSettings.ts';
import { secretsManagerTicketKeys } from '../shared/calls/aws/ticketKeys.ts';
import { type DeadLetterReason, sqsDeadLetters } from '../shared/delivery/aws/deadLetters.ts';
import type { WorkTime } from '../shared/delivery/flows/deliverChunk.ts';
import { deliverTask, readTask } from '../shared/delivery/flows/deliverTask.ts';
import { sqsDeliveryQueue } from '../shared/messages/aws/deliveryQueue.ts';
import type { EraseTask } from '../shared/messages/rules/tasks.ts';
import { chunkStore } from '../shared/messages/table/chunkStore.ts';
import { factsOnUse } from '../shared/messages/table/factsOnUse.ts';
import { messageStore } from '../shared/messages/table/messageStore.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { originOf } from '../shared/platform/aws/queuedOrigin.ts';
import { settingsKeptSeconds } from '../shared/platform/aws/settingsKeptSeconds.ts';
import { system } from '../shared/platform/aws/system.ts';
import { errorFields } from '../shared/platform/errorFields.ts';
import type { Work } from '../shared/platform/ports.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { reportedOutcomeStore } from '../shared/push/table/reportedOutcomeStore.ts';
import { statisticsStore } from '../shared/push/table/statisticsStore.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { planStores } from './ports/planStores.ts';
import { openPushPorts } from './ports/pushPorts.ts';

const log = openLog('deliver', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const deadLetters = sqsDeadLetters(requireVariable('RINGPOST_DEAD_LETTER_QUEUE_URL'));
const deliveries = sqsDeliveryQueue(requireVariable('RINGPOST_DELIVERY_QUEUE_URL'));
const ports = {
  ...openPushPorts(table, log),
  ...planStores(table, system.clock, settingsKeptSeconds(), 'recent'),
  messages: messageStore(table, system.clock),
  ticketKeys: secretsManagerTicketKeys(requireVariable('RINGPOST_SECRETS_PREFIX'), system.clock),
  chunks: chunkStore(table, system.clock),
  keepsDecisionFacts: optionalVariable('RINGPOST_DECISION_FACTS') !== 'off',
  facts: factsOnUse(table, system.clock),
  statistics: statisticsStore(table, stageApps().isKnown),
  reportedOutcomes: reportedOutcomeStore(table, system.clock),
  deliveries,
  async eraseUser(task: EraseTask, beginUntilMs: number) {
    const { eraseUserIn } = await import('./ports/eraseUser.ts');
    await eraseUserIn({ table, deliveries, log }, task, beginUntilMs);
  },
};

/** The rest of a worker's time belongs to started tasks: pushes wait 8 s for their answer, and a write follows. */
const beginningShare = 0.6;

/**
 * Takes tasks from the delivery queue. A task that fails goes back to the queue by itself, or is finally dead-lettered.
 */
export async function handler({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const nowMs = system.clock.nowMs();
  const livesMs = context.getRemainingTimeInMillis();
  const limits: TimeLimits = { diesAtMs: nowMs + livesMs, beginUntilMs: nowMs + beginningShare * livesMs };
  const batchItemFailures: SQSBatchItemFailure[] = [];
  // One at a time: a worker that dies repeats a part of one task. More workers do more at once.
  for (const record of Records) {
    const isDone = await log.during(workOf(record), () => deliver(record, limits));
    if (!isDone) batchItemFailures.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures };
}

function workOf({ messageId, messageAttributes, attributes }: SQSRecord): Work {
  const receiveCount = Number(attributes.ApproximateReceiveCount);
  return { origin: originOf(messageAttributes), fields: { queueMessageId: messageId, receiveCount } };
}

/** Epoch milliseconds. */
interface TimeLimits {
  diesAtMs: number;
  beginUntilMs: number;
}

/** @returns false if the queue must deliver it again. */
async function deliver({ body, attributes }: SQSRecord, limits: TimeLimits): Promise<boolean> {
  const task = readTask(body);
  if (task === undefined) {
    log.error('cannot read task');
    await deadLetter(body, { reason: 'unreadable' });
    return true;
  }
  const time: WorkTime = {
    lease: { holder: system.newId(), untilMs: limits.diesAtMs },
    beginUntilMs: limits.beginUntilMs,
  };
  try {
    return (await deliverTask(ports, task, time)) === 'done';
  } catch (error) {
    log.error('delivery failed', { task: task.task, ...errorFields(error) });
    ports.metrics.record('WorkFailed', 1, {}, { service: 'deliver' });
    if (Number(attributes.ApproximateReceiveCount) < deliverySettings.maxReceiveCount) return false;
    // SQS would dead-letter it by itself, but without a reason.
    await deadLetter(body, { reason: 'failed', error: error instanceof Error ? error.name : typeof error });
    return true;
  }
}

async function deadLetter(body: string, why: DeadLetterReason): Promise<void> {
  await deadLetters.put(body, why);
  ports.metrics.record('DeadLetters', 1, { reason: why.reason }, { error: why.error });
}
