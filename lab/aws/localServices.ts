/** The services that the functions use: table, secrets and queues, each at a local endpoint. */
import { randomBytes } from 'node:crypto';
import type { StageEnvironment } from '../../shared/environment.ts';
import { callTimerSettings, deliverySettings, type QueueSettings } from '../../shared/functionSettings.ts';
import { systemClock } from '../clock.ts';
import type { LabAccess } from '../labAccess.ts';
import { type Parts, startParts } from '../parts.ts';
import { createTable, startDynamoDb } from './dynamoDb.ts';
import { createEventBridge, type EventBridge } from './eventBridge.ts';
import { serveJsonProtocol } from './jsonProtocol.ts';
import { region, serviceCredentials } from './localAws.ts';
import type { Queue } from './queue.ts';
import { createSecretsManager } from './secretsManager.ts';
import { createSqs, type Sqs } from './sqs.ts';
import { openTableStream, type TableStream } from './tableStream.ts';

const tableName = 'ringpost-lab';
const secretsPrefix = 'ringpost/lab';
const eventBusName = 'ringpost-lab';

export interface LocalServices {
  /** By these variables the functions find the services. */
  readonly environment: Readonly<Record<string, string>>;
  /** By these values the command line does. */
  readonly access: Omit<LabAccess, 'apiUrl' | 'accessKey' | 'apns'>;
  readonly deliveryQueue: Queue;
  readonly callTimerQueue: Queue;
  readonly tableStream: TableStream;
  readonly eventBus: Pick<EventBridge, 'events'>;
  /** Stores the secret of an app. */
  putAppSecret(appId: string, value: unknown): void;
  stop(): Promise<void>;
}

/** @param databaseFile keeps the table; in memory when undefined. Secrets and queues are always in memory. */
export function startLocalServices(databaseFile: string | undefined): Promise<LocalServices> {
  return startParts((parts) => start(databaseFile, parts));
}

async function start(databaseFile: string | undefined, parts: Parts): Promise<LocalServices> {
  const dynamoDb = await parts.start(startDynamoDb(databaseFile));
  const streamArn = await createTable(dynamoDb.endpoint, tableName);

  const secrets = createSecretsManager(systemClock);
  const sqs = createSqs(() => server.url, systemClock);
  const eventBridge = createEventBridge(eventBusName, systemClock);
  const server = await parts.start(serveJsonProtocol([secrets, sqs, eventBridge]));
  secrets.put(`${secretsPrefix}/ring-ticket-key`, randomBytes(32).toString('hex'));
  const { deadLetters, ...delivery } = createWorkQueue(sqs, 'ringpost-lab-delivery', deliverySettings);
  const callTimers = createWorkQueue(sqs, 'ringpost-lab-call-timers', callTimerSettings);

  const stage = {
    RINGPOST_STAGE: 'lab',
    RINGPOST_TABLE_NAME: tableName,
    RINGPOST_SECRETS_PREFIX: secretsPrefix,
    RINGPOST_DELIVERY_QUEUE_URL: delivery.url,
    RINGPOST_DEAD_LETTER_QUEUE_URL: deadLetters.url,
    RINGPOST_CALL_TIMER_QUEUE_URL: callTimers.url,
    RINGPOST_EVENT_BUS_NAME: eventBusName,
    RINGPOST_DEFAULT_TERRITORY: 'CN',
  } satisfies StageEnvironment;
  return {
    environment: {
      ...stage,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
      AWS_ENDPOINT_URL_SQS: server.url,
      AWS_ENDPOINT_URL_EVENTBRIDGE: server.url,
      AWS_ACCESS_KEY_ID: serviceCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: serviceCredentials.secretAccessKey,
    },
    access: {
      name: 'lab',
      region,
      tableName,
      secretsPrefix,
      deliveryQueueUrl: delivery.url,
      deadLetterQueueUrl: deadLetters.url,
      endpoints: { dynamoDb: dynamoDb.endpoint, secretsManager: server.url, sqs: server.url },
      serviceCredentials,
    },
    deliveryQueue: delivery.queue,
    callTimerQueue: callTimers.queue,
    tableStream: openTableStream(dynamoDb.endpoint, streamArn),
    eventBus: eventBridge,
    putAppSecret: (appId, value) => secrets.put(`${secretsPrefix}/apps/${appId}`, JSON.stringify(value)),
    stop: parts.stopAll,
  };
}

/** A queue with its dead-letter queue, as the stack makes them. */
function createWorkQueue(sqs: Sqs, name: string, { maxReceiveCount, visibilityTimeoutSeconds }: QueueSettings) {
  const deadLetters = sqs.createQueue(`${name}-dead`, {});
  const { queue, url } = sqs.createQueue(name, {
    VisibilityTimeout: String(visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.queue.arn, maxReceiveCount }),
  });
  return { queue, url, deadLetters };
}
