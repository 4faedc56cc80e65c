import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openLog } from '../shared/aws/log.ts';
import { openPushPorts } from '../shared/aws/pushPorts.ts';
import { optionalVariable } from '../shared/environment.ts';
import type { RetryTask } from '../shared/flows/ports.ts';
import { retryPush } from '../shared/flows/retryPush.ts';

const log = openLog('deliver', optionalVariable('RINGPOST_LOG_LEVEL'));
const ports = openPushPorts(log);

/** Takes pushes from the delivery queue. What fails for a reason that nobody foresaw goes back to it, alone. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    event.Records.map(async ({ messageId, body }) => {
      try {
        await retryPush(ports, JSON.parse(body) as RetryTask);
        return [];
      } catch (error) {
        const { name, stack } = error instanceof Error ? error : new Error(String(error));
        log.error('delivery failed', { queueMessageId: messageId, error: name, stack });
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
}
