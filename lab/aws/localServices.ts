/** The services that the functions use: table, secrets and queues, each at a local endpoint. */

import type { StageEnvironment } from '../../shared/environment.ts';
import { deliverySettings } from '../../shared/functionSettings.ts';
import { systemClock } from '../clock.ts';
import { type Parts, startParts } from '../parts.ts';
import { createTable, startDynamoDb } from './dynamoDb.ts';
import { serveJsonProtocol } from './jsonProtocol.ts';
import { serviceCredentials } from './localAws.ts';
import type { Queue } from './queue.ts';
import { createSecretsManager } from './secretsManager.ts';
import { createSqs } from './sqs.ts';

const tableName = 'ringpost-lab';
const secretsPrefix = 'ringpost/lab';
const { maxReceiveCount, visibilityTimeoutSeconds } = deliverySettings;

export interface LocalServices {
  /** By these variables the functions find the services. */
  readonly environment: Readonly<Record<string, string>>;
  readonly deliveryQueue: Queue;
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
  await createTable(dynamoDb.endpoint, tableName);

  const secrets = createSecretsManager(systemClock);
  const sqs = createSqs(() => server.url, systemClock);
  const server = await parts.start(serveJsonProtocol([secrets, sqs]));
  const deadLetters = sqs.createQueue('ringpost-lab-delivery-dead', {});
  const delivery = sqs.createQueue('ringpost-lab-delivery', {
    VisibilityTimeout: String(visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.queue.arn, maxReceiveCount }),
  });

  const stage = {
    RINGPOST_STAGE: 'lab',
    RINGPOST_TABLE_NAME: tableName,
    RINGPOST_SECRETS_PREFIX: secretsPrefix,
    RINGPOST_DELIVERY_QUEUE_URL: delivery.url,
  } satisfies StageEnvironment;
  return {
    environment: {
      ...stage,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
      AWS_ENDPOINT_URL_SQS: server.url,
      AWS_ACCESS_KEY_ID: serviceCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: serviceCredentials.secretAccessKey,
    },
    deliveryQueue: delivery.queue,
    putAppSecret: (appId, value) => secrets.put(`${secretsPrefix}/apps/${appId}`, JSON.stringify(value)),
    stop: parts.stopAll,
  };
}
