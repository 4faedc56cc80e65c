import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lazily } from '../../platform/aws/lazily.ts';
import { originAttributes } from '../../platform/aws/queuedOrigin.ts';
import { timeLimits } from '../../platform/aws/timeLimits.ts';

/** Why a task was dead-lettered: attributes of its message in the dead-letter queue. */
export interface DeadLetterReason {
  /**
   * `unreadable`: not a task of Ringpost. `failed`: the worker, or the receiver of a webhook, failed every time.
   * `webhook_disabled`: the webhook gets nothing.
   */
  reason: 'unreadable' | 'failed' | 'webhook_disabled';
  /** Name of the error; its text may quote a message. */
  error?: string | undefined;
}

export interface DeadLetters {
  put(body: string, why: DeadLetterReason): Promise<void>;
}

export function sqsDeadLetters(queueUrl: string): DeadLetters {
  const client = lazily(() => new SQSClient({ requestHandler: timeLimits }));
  return {
    async put(body, { reason, error }) {
      await client().send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: {
            ...originAttributes(),
            reason: { DataType: 'String', StringValue: reason },
            ...(error !== undefined && { error: { DataType: 'String', StringValue: error } }),
          },
        }),
      );
    },
  };
}
