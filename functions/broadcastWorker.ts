import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { broadcastSettings } from '../shared/api/functionSettings.ts';
import { sqsBroadcastQueue } from '../shared/broadcasts/aws/broadcastQueue.ts';
import { runBroadcastTask } from '../shared/broadcasts/flows/runBroadcastTask.ts';
import type { BroadcastTime } from '../shared/broadcasts/flows/sendTask.ts';
import { audienceIndex } from '../shared/broadcasts/table/audienceIndex.ts';
import { broadcastStore } from '../shared/broadcasts/table/broadcastStore.ts';
import { PushWindow } from '../shared/delivery/rules/pushWindow.ts';
import { recipientStore } from '../shared/people/table/recipients.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { originOf } from '../shared/platform/aws/queuedOrigin.ts';
import { system } from '../shared/platform/aws/system.ts';
import { errorFields } from '../shared/platform/errorFields.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { openStageBudget } from './ports/budget.ts';
import { openPushPorts } from './ports/pushPorts.ts';
import { openSchedules } from './ports/schedules.ts';

const log = openLog('broadcastWorker', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const pushPorts = openPushPorts(table, log);
const broadcasts = broadcastStore(table);
const ports = {
  ...pushPorts,
  recipients: recipientStore(table),
  broadcasts,
  budget: openStageBudget(table, { ...pushPorts, broadcasts }),
  audience: audienceIndex(table),
  broadcastQueue: sqsBroadcastQueue(requireVariable('RINGPOST_BROADCAST_QUEUE_URL')),
  schedules: openSchedules(),
};
const window = new PushWindow();

/** The rest of a worker's time belongs to pushes that wait for their answer, and to the write of the progress. */
const beginningShare = 0.7;

/** Takes tasks from the broadcast queue. A task that fails goes back by itself, or is finally dead-lettered. */
export async function handler({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const nowMs = system.clock.nowMs();
  const livesMs = context.getRemainingTimeInMillis();
  const time: BroadcastTime = {
    lease: { holder: system.newId(), untilMs: nowMs + livesMs },
    beginUntilMs: nowMs + beginningShare * livesMs,
    window,
  };
  const failures = await Promise.all(
    Records.map(async (record) => {
      const receiveCount = Number(record.attributes.ApproximateReceiveCount);
      const fields = { queueMessageId: record.messageId, receiveCount };
      const isDone = await log.during({ origin: originOf(record.messageAttributes), fields }, () => run(record, time));
      return isDone ? [] : [{ itemIdentifier: record.messageId }];
    }),
  );
  return { batchItemFailures: failures.flat() };
}

/** @returns false if the queue must deliver it again. */
async function run({ body, attributes }: SQSRecord, time: BroadcastTime): Promise<boolean> {
  try {
    return (await runBroadcastTask(ports, body, time)) === 'done';
  } catch (error) {
    log.error('broadcast task failed', errorFields(error));
    ports.metrics.record('WorkFailed', 1, {}, { service: 'broadcastWorker' });
    const isLast = Number(attributes.ApproximateReceiveCount) >= broadcastSettings.maxReceiveCount;
    if (isLast) ports.metrics.record('DeadLetters', 1, { reason: 'failed' });
    return false;
  }
}
