/**
 * Environment of a broadcast worker, none of it in the worker's process: a table with the audience of an app, a queue and
 * secrets, and a sink that answers like APNs.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '../../lab/apple/authority.ts';
import { openDeveloperAccount } from '../../lab/apple/developerAccount.ts';
import { region } from '../../lab/aws/localAws.ts';
import { startLocalServices } from '../../lab/aws/localServices.ts';
import type { Queue } from '../../lab/aws/sqs/queue.ts';
import { type Parts, startParts } from '../../lab/parts.ts';
import { openDataDirectory } from '../../lab/state/dataDirectory.ts';
import { storedCredentials } from '../../lab/state/storedCredentials.ts';
import { bundleFunctions } from '../../scripts/bundle.ts';
import { sqsBroadcastQueue } from '../../shared/broadcasts/aws/broadcastQueue.ts';
import { type BroadcastReport, reportOf } from '../../shared/broadcasts/rules/report.ts';
import { broadcastStore } from '../../shared/broadcasts/table/broadcastStore.ts';
import type { Message } from '../../shared/content/message.ts';
import { inBatches } from '../../shared/platform/inBatches.ts';
import { audienceKey } from '../../shared/platform/table/keys.ts';
import { putAll } from '../../shared/platform/table/putAll.ts';
import { openTable, type Table } from '../../shared/platform/table/table.ts';
import { startChild } from '../child.ts';
import { type CountingProxy, startCountingProxy } from '../countingProxy.ts';
import type { SinkJobs } from '../sink/process.ts';

const appId = 'com.example.broadcast';
/** The machine is busy with other things too. */
const patientMs = 60_000;

export interface BroadcastBenchWorld {
  environment: Readonly<Record<string, string>>;
  /** The bundle of `broadcastWorker`. */
  modulePath: string;
  bare: { appId: string; caPem: string; origin: string; secret: string; message: Message };
  queue: Queue;
  /** Proxy before the table, for a worker whose requests are counted. */
  proxy: CountingProxy;
  /** Adds devices to the audience until it has so many. */
  fill(devices: number): Promise<void>;
  start(): Promise<string>;
  report(broadcastId: string): Promise<BroadcastReport | undefined>;
  stop(): Promise<void>;
}

export function startBroadcastWorld(): Promise<BroadcastBenchWorld> {
  return startParts(startWorld);
}

async function startWorld(parts: Parts): Promise<BroadcastBenchWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'ringpost-bench-'));
  parts.add(() => rmSync(directory, { recursive: true }));
  await bundleFunctions(directory);
  const services = await parts.start(startLocalServices(undefined));
  const sink = startChild<SinkJobs>('sink/process.ts', 1);
  parts.add(() => sink.stop());
  const { caPem, immediateOrigin: origin } = await sink.ask('start', { delayMs: 0 });
  const data = openDataDirectory(undefined);
  const account = openDeveloperAccount(data, openAuthority(data, Date.now), Date.now);
  const credentials = storedCredentials(appId, account.credentials(appId));
  services.putAppSecret(appId, credentials);
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, caPem);
  const environment = {
    ...services.environment,
    AWS_REGION: region,
    RINGPOST_APNS_PRODUCTION_ORIGIN: origin,
    RINGPOST_APNS_DEVELOPMENT_ORIGIN: origin,
    RINGPOST_APNS_CA_FILE: caFile,
  };
  Object.assign(process.env, environment);
  const table = openTable(services.access.tableName, patientMs);
  parts.add(() => table.client.destroy());
  const broadcasts = broadcastStore(table);
  const queue = sqsBroadcastQueue(services.environment['RINGPOST_BROADCAST_QUEUE_URL'] ?? '');
  let filled = 0;
  return {
    environment,
    modulePath: join(directory, 'broadcastWorker', 'index.mjs'),
    bare: { appId, caPem, origin, secret: JSON.stringify(credentials), message: newMessage() },
    queue: services.broadcastQueue,
    proxy: await parts.start(startCountingProxy(services.environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? '')),
    async fill(devices) {
      await addDevices(table, filled, devices);
      filled = devices;
    },
    async start() {
      const message = newMessage();
      const { messageId: broadcastId, createdAtMs } = message;
      const record = { broadcastId, appId, audience: { all: true }, message, state: 'running', createdAtMs } as const;
      await broadcasts.create({ ...record, startedAtMs: createdAtMs }, []);
      await queue.enqueue([{ task: 'plan', broadcastId, job: 'send' }]);
      return broadcastId;
    },
    async report(broadcastId) {
      const record = await broadcasts.find(broadcastId);
      return record && reportOf(record, await broadcasts.progress(broadcastId));
    },
    stop: parts.stopAll,
  };
}

function newMessage(): Message {
  return {
    messageId: randomUUID(),
    from: appId,
    sender: {},
    elements: [],
    mentions: [],
    onlineUserOnly: false,
    offlinePush: { title: 'Spring update', desc: 'Group calls are here.', badge: { mode: 'none' } },
    apnsCollapseId: randomBytes(32).toString('base64url'),
    createdAtMs: Date.now(),
  };
}

/** Rows as registrations leave them. */
async function addDevices(table: Table, from: number, to: number): Promise<void> {
  const indexes = Array.from({ length: to - from }, (_, index) => from + index);
  for (const list of inBatches(indexes, 500)) {
    const rows = list.map(() => {
      const [userId, deviceId] = [randomUUID(), randomUUID()];
      const token = randomBytes(32).toString('hex');
      const facts = { environment: 'production', locale: 'en-GB', timeZone: 'Europe/London' };
      return { ...audienceKey(appId, userId, deviceId), userId, deviceId, token, ...facts };
    });
    await putAll(table, rows);
  }
}
