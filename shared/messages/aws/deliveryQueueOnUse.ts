import { lazily } from '../../platform/aws/lazily.ts';
import type { DeliveryQueue } from '../ports.ts';

/**
 * The delivery queue of a function whose usual request needs none: the client of SQS is a file of its own in the
 * bundle, which a cold start does not read.
 */
export function deliveryQueueOnUse(queueUrl: string): DeliveryQueue {
  const queue = lazily(async () => (await import('./deliveryQueue.ts')).sqsDeliveryQueue(queueUrl));
  return {
    async enqueue(tasks) {
      await (await queue()).enqueue(tasks);
    },
  };
}
