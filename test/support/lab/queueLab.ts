import { createServer } from 'node:http';
import { region, serviceCredentials } from '../../../lab/aws/localAws.ts';
import { serveJsonProtocol } from '../../../lab/aws/protocol/jsonProtocol.ts';
import { listen } from '../../../lab/aws/protocol/listen.ts';
import type { Queue } from '../../../lab/aws/sqs/queue.ts';
import { createSqs } from '../../../lab/aws/sqs/sqs.ts';
import { timerClock } from '../../../lab/clock.ts';
import { answerLabAccess, type LabAccess } from '../../../lab/routes/access.ts';
import { functionUrlsAt } from './functionUrlsAt.ts';

export interface QueueLab {
  url: string;
  sqsUrl: string;
  delivery: Queue;
  deadLetters: Queue;
  deadLetterQueueUrl: string;
  webhooks: Queue;
  deadWebhooks: Queue;
  stop(): Promise<void>;
}

/** As much of a lab as commands about queues need, and so at once: `/lab/access` and SQS. */
export async function startQueueLab(): Promise<QueueLab> {
  const sqs = createSqs(() => services.url, timerClock);
  const services = await serveJsonProtocol([sqs]);
  const deadLetters = sqs.createQueue('delivery-dead', {});
  const delivery = sqs.createQueue('delivery', {});
  const deadWebhooks = sqs.createQueue('webhooks-dead', {});
  const webhooks = sqs.createQueue('webhooks', {});
  const nowhere = 'http://127.0.0.1:9';
  const server = createServer((request, response) => {
    if (!answerLabAccess(access(), request, response)) response.writeHead(404).end();
  });
  const { url, stop } = await listen(server, 0);
  const access = (): LabAccess => ({
    name: 'lab',
    region,
    apiUrl: url,
    functionUrls: functionUrlsAt(nowhere),
    tableName: 'table',
    secretsPrefix: 'ringpost/lab',
    deliveryQueueUrl: delivery.url,
    deadLetterQueueUrl: deadLetters.url,
    callTimerDeadLetterQueueUrl: `${nowhere}/dead-call-timers`,
    webhookQueueUrl: webhooks.url,
    webhookDeadLetterQueueUrl: deadWebhooks.url,
    endpoints: { dynamoDb: nowhere, secretsManager: nowhere, sqs: services.url },
    serviceCredentials,
    apns: { origins: { production: nowhere, development: nowhere }, ca: '' },
    accessKey: serviceCredentials,
  });
  return {
    url,
    sqsUrl: services.url,
    delivery: delivery.queue,
    deadLetters: deadLetters.queue,
    deadLetterQueueUrl: deadLetters.url,
    webhooks: webhooks.queue,
    deadWebhooks: deadWebhooks.queue,
    async stop() {
      await stop();
      await services.stop();
    },
  };
}
