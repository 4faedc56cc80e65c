import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openLog } from '../shared/aws/log.ts';
import { openPushPorts } from '../shared/aws/pushPorts.ts';
import { sqsRetryQueue } from '../shared/aws/retryQueue.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { errorFields } from '../shared/flows/errorFields.ts';
import type { RetryTask } from '../shared/flows/ports.ts';
import { retryPush } from '../shared/flows/retryPush.ts';
import { messageStore } from '../shared/store/messages.ts';
import { openTable } from '../shared/store/table.ts';

const log = openLog('deliver', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  ...openPushPorts(table, log),
  messages: messageStore(table, system.clock),
  retries: sqsRetryQueue(requireVariable('RINGPOST_DELIVERY_QUEUE_URL')),
};

/** Takes pushes from the delivery queue. What fails for a reason that nobody foresaw goes back to it, alone. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    event.Records.map(async ({ messageId, body }) => {
      try {
        await retryPush(ports, JSON.parse(body) as RetryTask);
        return [];
      } catch (error) {
        log.error('delivery failed', { queueMessageId: messageId, ...errorFields(error) });
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
}
