import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lazily } from '../../platform/aws/lazily.ts';
import { timeLimits } from '../../platform/aws/timeLimits.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { Clock } from '../../platform/ports.ts';
import type { CallTimerQueue } from '../ports.ts';
import type { CallTimer } from '../rules/record.ts';

/** SQS accepts ten messages at a time, and delays none for longer than 15 minutes. */
const batchSize = 10;
const maxDelaySeconds = 900;

/** Timers as delayed messages: nothing waits in memory, so nothing is lost when a function dies. */
export function sqsCallTimerQueue(queueUrl: string, clock: Clock): CallTimerQueue {
  const client = lazily(() => new SQSClient({ requestHandler: timeLimits }));

  /**
   * Rounded up: the timer must not find the call still ringing. The insurance waits for the rest of its last second
   * itself, and only if a phone is silent by then.
   */
  const delaySeconds = ({ dueAtMs, task }: CallTimer): number => {
    const seconds = (dueAtMs - clock.nowMs()) / 1000;
    return Math.min(Math.max(task === 'insure' ? Math.floor(seconds) : Math.ceil(seconds), 0), maxDelaySeconds);
  };

  return {
    async schedule(timers) {
      const refused = await Promise.all(
        inBatches(timers, batchSize).map(async (batch) => {
          const { Failed = [] } = await client().send(
            new SendMessageBatchCommand({
              QueueUrl: queueUrl,
              Entries: batch.map((timer, index) => ({
                Id: String(index),
                MessageBody: JSON.stringify(timer),
                DelaySeconds: delaySeconds(timer),
              })),
            }),
          );
          return batch.filter((_timer, index) => Failed.some(({ Id }) => Id === String(index)));
        }),
      );
      return refused.flat();
    },
  };
}
