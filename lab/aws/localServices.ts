/** The services that the functions use: table, secrets and queues, each at a local endpoint. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { GrantedResources } from '../../cdk/statements.ts';
import {
  broadcastSettings,
  callTimerSettings,
  deliverySettings,
  type FunctionName,
  type QueueSettings,
  webhookSettings,
} from '../../shared/api/functionSettings.ts';
import { ringNamespace } from '../../shared/calls/rules/ringChannel.ts';
import type { StageEnvironment } from '../../shared/platform/aws/environment.ts';
import { type TimerClock, timerClock } from '../clock.ts';
import { type Parts, startParts } from '../parts.ts';
import type { LabAccess } from '../routes/access.ts';
import { makeTemporaryFolder } from '../state/temporaryFolder.ts';
import { type EventApi, namespaceArn, startEventApi } from './appsync/eventApi.ts';
import { tableArn } from './dynamoDb/authorizations.ts';
import { createTable, startDynamoDb } from './dynamoDb/dynamoDb.ts';
import { startDynamoDbGate } from './dynamoDb/gate.ts';
import { createTableFaults, type TableFaults } from './dynamoDb/tableFaults.ts';
import { openTableStream, type TableStream } from './dynamoDb/tableStream.ts';
import { createEventBridge, type EventBridge } from './events/eventBridge.ts';
import type { AccessKey } from './gateway/iamAuthorizer.ts';
import { createRoles, type FunctionCall } from './iam/roles.ts';
import { eventBusArn, queueArn, secretArn } from './iam/serviceAuthorizations.ts';
import { accountId, region, serviceCredentials } from './localAws.ts';
import { serveJsonProtocol } from './protocol/jsonProtocol.ts';
import { scheduleArn, startScheduler } from './scheduler/scheduler.ts';
import { openKnownApps } from './secrets/knownApps.ts';
import { createSecretsManager } from './secrets/secretsManager.ts';
import type { Queue } from './sqs/queue.ts';
import { queueFilesIn } from './sqs/queueFile.ts';
import { createSqs, type Sqs } from './sqs/sqs.ts';

export const tableName = 'ringpost-lab';
const secretsPrefix = 'ringpost/lab';
const eventBusName = 'ringpost-lab';
const scheduleGroup = 'ringpost-lab';
const scheduleRoleArn = `arn:aws:iam::${accountId}:role/ringpost-lab-schedules`;
const queueNames = {
  delivery: 'ringpost-lab-delivery',
  callTimers: 'ringpost-lab-call-timers',
  broadcasts: 'ringpost-lab-broadcasts',
  webhooks: 'ringpost-lab-webhooks',
} as const;
const deadLetterQueueName = (name: string): string => `${name}-dead`;

export interface LocalServices {
  /** Environment variables by which the functions find the services. */
  readonly environment: Readonly<Record<string, string>>;
  /** Credentials of a function: the services allow what its role allows. */
  accessKeyOf(name: FunctionName): AccessKey;
  /** Values by which the command line finds the services. */
  readonly access: Omit<LabAccess, 'apiUrl' | 'functionUrls' | 'accessKey' | 'apns'>;
  readonly deliveryQueue: Queue;
  readonly callTimerQueue: Queue;
  readonly broadcastQueue: Queue;
  readonly webhookQueue: Queue;
  /** A reader of the table's stream, from now on. */
  openTableStream(): TableStream;
  /** Faults of DynamoDB, off until they are switched on. */
  readonly tableFaults: TableFaults;
  readonly eventBus: Pick<EventBridge, 'events'>;
  /** Its listeners are to be authorized by the function `ringAuthorizer`. */
  readonly ringChannel: EventApi;
  /** Stores the secret of an app. */
  putAppSecret(appId: string, value: unknown): void;
  stop(): Promise<void>;
}

interface LocalServicesOptions {
  /** Called for every request of a function to a service. */
  onCall?: ((call: FunctionCall) => void) | undefined;
  /** Time of the queues and of the schedules. */
  clock?: TimerClock | undefined;
}

/** @param directory keeps the table and the queues; in memory if undefined. Secrets are always in memory. */
export function startLocalServices(
  directory: string | undefined,
  options: LocalServicesOptions = {},
): Promise<LocalServices> {
  return startParts((parts) => start(directory, options, parts));
}

async function start(
  directory: string | undefined,
  { onCall, clock = timerClock }: LocalServicesOptions,
  parts: Parts,
): Promise<LocalServices> {
  const dynamoDb = await parts.start(startDynamoDb(directory && join(directory, 'table.sqlite')));
  const streamArn = await createTable(dynamoDb.endpoint, tableName);

  const { path: folder, remove } = makeTemporaryFolder('services');
  parts.add(remove);
  const apps = openKnownApps(folder, secretsPrefix);
  const secrets = createSecretsManager(timerClock, apps.follow);
  const sqs = createSqs(() => server.url, clock, directory === undefined ? undefined : queueFilesIn(directory));
  const eventBridge = createEventBridge(eventBusName, timerClock);
  const ticketKeyArn = secrets.put(`${secretsPrefix}/ring-ticket-key`, randomBytes(32).toString('hex'));
  const webhookKeyArn = secrets.put(`${secretsPrefix}/webhook-key`, randomBytes(32).toString('hex'));
  const roles = createRoles(grantedResources(streamArn, ticketKeyArn, webhookKeyArn), onCall);
  const server = await parts.start(serveJsonProtocol([secrets, sqs, eventBridge], roles.check));
  const tableFaults = createTableFaults(timerClock);
  const gate = await parts.start(startDynamoDbGate(dynamoDb.endpoint, roles, tableFaults));
  const ringChannel = await parts.start(startEventApi({ namespace: ringNamespace, clock: timerClock, roles }));
  const { deadLetters, ...delivery } = createWorkQueue(sqs, queueNames.delivery, deliverySettings);
  const callTimers = createWorkQueue(sqs, queueNames.callTimers, callTimerSettings);
  const broadcasts = createWorkQueue(sqs, queueNames.broadcasts, broadcastSettings);
  const scheduler = await parts.start(
    startScheduler({
      group: scheduleGroup,
      roleArn: scheduleRoleArn,
      clock,
      file: directory && join(directory, 'schedules.json'),
      check: roles.check,
      deliver(targetArn, body) {
        const isKnown = targetArn === broadcasts.queue.arn;
        if (isKnown) broadcasts.queue.send({ body });
        return isKnown;
      },
    }),
  );
  const webhooks = createWorkQueue(sqs, queueNames.webhooks, webhookSettings);

  const stage = {
    RINGPOST_STAGE: 'lab',
    RINGPOST_TABLE_NAME: tableName,
    RINGPOST_SECRETS_PREFIX: secretsPrefix,
    RINGPOST_DELIVERY_QUEUE_URL: delivery.url,
    RINGPOST_DEAD_LETTER_QUEUE_URL: deadLetters.url,
    RINGPOST_CALL_TIMER_QUEUE_URL: callTimers.url,
    RINGPOST_BROADCAST_QUEUE_URL: broadcasts.url,
    RINGPOST_SCHEDULE_GROUP: scheduleGroup,
    RINGPOST_SCHEDULE_ROLE_ARN: scheduleRoleArn,
    RINGPOST_BROADCAST_QUEUE_ARN: broadcasts.queue.arn,
    // Nobody spends that much in a lab: it shows how a budget is shown.
    RINGPOST_MONTHLY_BUDGET_USD: '1000',
    RINGPOST_EVENT_BUS_NAME: eventBusName,
    RINGPOST_EVENTS: 'all',
    RINGPOST_WEBHOOK_QUEUE_URL: webhooks.url,
    RINGPOST_WEBHOOK_DEAD_LETTER_QUEUE_URL: webhooks.deadLetters.url,
    RINGPOST_WEBHOOKS_TO_LOOPBACK: 'true',
    RINGPOST_RING_PUBLISH_URL: ringChannel.publishUrl,
    RINGPOST_RING_REALTIME_URL: ringChannel.realtimeUrl,
    RINGPOST_RING_HOST: ringChannel.host,
    RINGPOST_APP_IDS_FILE: apps.file,
    RINGPOST_DEFAULT_TERRITORY: 'CN',
    RINGPOST_DEFAULT_LANGUAGE: 'en',
  } satisfies StageEnvironment;
  return {
    environment: {
      ...stage,
      AWS_ENDPOINT_URL_DYNAMODB: gate.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
      AWS_ENDPOINT_URL_SQS: server.url,
      AWS_ENDPOINT_URL_EVENTBRIDGE: server.url,
      AWS_ENDPOINT_URL_SCHEDULER: scheduler.url,
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
      callTimerDeadLetterQueueUrl: callTimers.deadLetters.url,
      webhookQueueUrl: webhooks.url,
      webhookDeadLetterQueueUrl: webhooks.deadLetters.url,
      endpoints: { dynamoDb: gate.url, secretsManager: server.url, sqs: server.url },
      serviceCredentials,
    },
    accessKeyOf: roles.accessKeyOf,
    deliveryQueue: delivery.queue,
    callTimerQueue: callTimers.queue,
    broadcastQueue: broadcasts.queue,
    webhookQueue: webhooks.queue,
    openTableStream: () => openTableStream(dynamoDb.endpoint, streamArn),
    tableFaults,
    eventBus: eventBridge,
    ringChannel,
    putAppSecret: (appId, value) => secrets.put(`${secretsPrefix}/apps/${appId}`, JSON.stringify(value)),
    stop: parts.stopAll,
  };
}

/** The resources of the stack's roles, in the lab. */
function grantedResources(tableStreamArn: string, ticketKeyArn: string, webhookKeyArn: string): GrantedResources {
  return {
    table: { tableArn: tableArn(tableName), tableStreamArn },
    appSecretsArn: secretArn(`${secretsPrefix}/apps/*`),
    ticketKey: { secretArn: ticketKeyArn },
    deliveryQueue: { queueArn: queueArn(queueNames.delivery) },
    deadLetterQueue: { queueArn: queueArn(deadLetterQueueName(queueNames.delivery)) },
    callTimerQueue: { queueArn: queueArn(queueNames.callTimers) },
    broadcastQueue: { queueArn: queueArn(queueNames.broadcasts) },
    schedules: { schedulesArn: scheduleArn(scheduleGroup, '*'), roleArn: scheduleRoleArn },
    changeFailureQueue: { queueArn: queueArn('ringpost-lab-changes-failed') },
    eventBus: { eventBusArn: eventBusArn(eventBusName) },
    webhooks: {
      key: { secretArn: webhookKeyArn },
      queue: { queueArn: queueArn(queueNames.webhooks) },
      deadLetterQueue: { queueArn: queueArn(deadLetterQueueName(queueNames.webhooks)) },
    },
    ringChannel: { namespaceArn: namespaceArn(ringNamespace) },
  };
}

/** A queue with its dead-letter queue, as in the stack. */
function createWorkQueue(sqs: Sqs, name: string, { maxReceiveCount, visibilityTimeoutSeconds }: QueueSettings) {
  const deadLetters = sqs.createQueue(deadLetterQueueName(name), {});
  const { queue, url } = sqs.createQueue(name, {
    VisibilityTimeout: String(visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.queue.arn, maxReceiveCount }),
  });
  return { queue, url, deadLetters };
}
