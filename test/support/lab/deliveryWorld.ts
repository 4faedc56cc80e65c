/**
 * All that the delivery worker works with: a table, secrets, its queue, the fake Apple, and the worker's own bundle in
 * processes that can be killed.
 */

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { userItem } from '../../../bench/userItem.ts';
import type { Apple, DeliveredPush } from '../../../lab/apple/apple.ts';
import { startApple } from '../../../lab/apple/startApple.ts';
import { startDynamoDb } from '../../../lab/aws/dynamoDb/dynamoDb.ts';
import { type EventSource, startEventSource } from '../../../lab/aws/lambda/eventSource.ts';
import { region, serviceCredentials } from '../../../lab/aws/localAws.ts';
import { serveJsonProtocol } from '../../../lab/aws/protocol/jsonProtocol.ts';
import { createSecretsManager } from '../../../lab/aws/secrets/secretsManager.ts';
import type { Queue } from '../../../lab/aws/sqs/queue.ts';
import { createSqs } from '../../../lab/aws/sqs/sqs.ts';
import { timerClock } from '../../../lab/clock.ts';
import { type Parts, startParts } from '../../../lab/parts.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import { storedCredentials } from '../../../lab/state/storedCredentials.ts';
import { currentBundles } from '../../../scripts/currentBundles.ts';
import { deliverySettings } from '../../../shared/api/functionSettings.ts';
import { inBatches } from '../../../shared/platform/inBatches.ts';
import { groupKey, memberKey } from '../../../shared/platform/table/keys.ts';
import { openTable, type Table } from '../../../shared/platform/table/table.ts';
import { createUnfollowedTable } from '../table.ts';
import { type KillableWorker, killableWorker } from './killableWorker.ts';

export const fanOutAppId = 'com.example.fanout';
const tableName = 'ringpost-fanout';
/** More than on AWS: where a worker dies each second, its work is not to blame. */
const maxReceiveCount = 100;

export interface DeliveryWorldOptions {
  workers: number;
  batchSize?: number;
  /** What an invocation has; the queue hands out again a second later what it did not end. */
  livesMs: number;
}

export interface DeliveryWorld {
  apple: Apple;
  table: Table;
  queue: Queue;
  deadLetters: Queue;
  workers: readonly KillableWorker[];
  environment: Readonly<Record<string, string>>;
  bundleDirectory: string;
  /** What workers and the event source have said of failures. */
  log: string[];
  /** A group with so many members, each with one phone. @param onPush of all phones. */
  makeGroup(groupId: string, members: number, onPush: (userId: string, push: DeliveredPush) => void): Promise<string[]>;
  /** From now on workers take from the queue. */
  startWorkers(): void;
  stop(): Promise<void>;
}

export function startDeliveryWorld(options: DeliveryWorldOptions): Promise<DeliveryWorld> {
  return startParts((parts) => start(options, parts));
}

async function start(options: DeliveryWorldOptions, parts: Parts): Promise<DeliveryWorld> {
  const { workers: workerCount, batchSize = deliverySettings.batchSize, livesMs } = options;
  const directory = mkdtempSync(join(tmpdir(), 'ringpost-delivery-'));
  parts.add(() => rmSync(directory, { recursive: true }));
  const bundleDirectory = join(directory, 'functions');
  const [dynamoDb, apple] = await Promise.all([
    parts.start(startDynamoDb()),
    parts.start(startApple({ data: openDataDirectory(undefined) })),
    currentBundles(bundleDirectory),
  ]);
  await createUnfollowedTable(dynamoDb.endpoint, tableName);
  const gateUrl = await startGate(dynamoDb.endpoint, parts);
  const secrets = createSecretsManager(timerClock);
  const sqs = createSqs(() => server.url, timerClock);
  const server = await parts.start(serveJsonProtocol([secrets, sqs]));
  secrets.put(
    `ringpost/lab/apps/${fanOutAppId}`,
    JSON.stringify(storedCredentials(fanOutAppId, apple.credentials(fanOutAppId))),
  );
  secrets.put('ringpost/lab/ring-ticket-key', randomBytes(32).toString('hex'));
  const dead = sqs.createQueue('fanout-dead', {});
  const { queue, url } = sqs.createQueue('fanout', {
    VisibilityTimeout: String(Math.ceil(livesMs / 1000) + 1),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: dead.queue.arn,
      maxReceiveCount,
    }),
  });
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, apple.caPem);
  const environment = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: serviceCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: serviceCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: gateUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
    AWS_ENDPOINT_URL_SQS: server.url,
    RINGPOST_STAGE: 'lab',
    RINGPOST_TABLE_NAME: tableName,
    RINGPOST_SECRETS_PREFIX: 'ringpost/lab',
    RINGPOST_DELIVERY_QUEUE_URL: url,
    RINGPOST_DEAD_LETTER_QUEUE_URL: dead.url,
    RINGPOST_APNS_PRODUCTION_ORIGIN: apple.origins.production,
    RINGPOST_APNS_DEVELOPMENT_ORIGIN: apple.origins.development,
    RINGPOST_APNS_CA_FILE: caFile,
    RINGPOST_LOG_LEVEL: 'ERROR',
  };
  Object.assign(process.env, environment, { AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint });
  const table = openTable(tableName);
  parts.add(() => table.client.destroy());
  const modulePath = join(bundleDirectory, 'deliver', 'index.mjs');
  const workers = Array.from({ length: workerCount }, () => killableWorker({ modulePath, environment, livesMs }));
  const log: string[] = [];
  let sources: EventSource[] = [];
  parts.add(async () => {
    for (const worker of workers) await worker.stop();
    await Promise.all(sources.map((source) => source.stop()));
    for (const worker of workers) await worker.stop();
  });
  return {
    apple,
    table,
    queue,
    deadLetters: dead.queue,
    workers,
    environment,
    bundleDirectory,
    log,
    startWorkers() {
      sources = workers.map(({ invoke }) =>
        startEventSource({ queue, invoke, batchSize, pollers: 1, onLog: (line) => log.push(line) }),
      );
    },
    makeGroup: (groupId, members, onPush) => makeGroup(table, apple, groupId, members, onPush),
    stop: parts.stopAll,
  };
}

/** In a thread: what it looks up for a worker must not hold up the answers of the fake Apple, which is in this one. */
async function startGate(endpoint: string, parts: Parts): Promise<string> {
  const thread = new Worker(new URL('./gateThread.ts', import.meta.url), { workerData: { endpoint }, execArgv: [] });
  parts.add(() => thread.terminate());
  const [url] = await once(thread, 'message');
  return String(url);
}

async function makeGroup(
  { client, name }: Table,
  apple: Apple,
  groupId: string,
  members: number,
  onPush: (userId: string, push: DeliveredPush) => void,
): Promise<string[]> {
  const registeredAtMs = Date.now();
  const userIds = Array.from({ length: members }, (_, index) => `${groupId}-member-${index}`);
  const items = userIds.flatMap((userId) => {
    const { tokens } = apple.install({
      bundleId: fanOutAppId,
      environment: 'production',
      phoneId: userId,
      onPush: (push) => onPush(userId, push),
    });
    const alert = { token: tokens.alert, environment: 'production', state: 'proven', registeredAtMs } as const;
    const device = { userId, deviceId: `${userId}-phone`, appId: fanOutAppId, tokens: { alert }, registeredAtMs };
    return [{ ...memberKey(groupId, userId), userId }, userItem(userId, [device])];
  });
  const all = [{ ...groupKey(groupId), name: groupId, ownerId: userIds[0], memberCount: members }, ...items];
  for (const several of inBatches(inBatches(all, 25), 8)) {
    await Promise.all(
      several.map((list) =>
        client.send(
          new BatchWriteCommand({ RequestItems: { [name]: list.map((Item) => ({ PutRequest: { Item } })) } }),
        ),
      ),
    );
  }
  return userIds;
}
