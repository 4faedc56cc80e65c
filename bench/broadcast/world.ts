/**
 * Environment of a broadcast worker, none of it in the worker's process: a table with the audience of an app, a queue and
 * secrets, and a sink that answers like APNs.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { type Parts, startParts } from '../../lab/parts.ts';
import { sqsBroadcastQueue } from '../../shared/broadcasts/aws/broadcastQueue.ts';
import { type BroadcastReport, reportOf } from '../../shared/broadcasts/rules/report.ts';
import { broadcastStore } from '../../shared/broadcasts/table/broadcastStore.ts';
import type { Message } from '../../shared/content/message.ts';
import { inBatches } from '../../shared/platform/inBatches.ts';
import { audienceKey } from '../../shared/platform/table/keys.ts';
import { putAll } from '../../shared/platform/table/putAll.ts';
import { openTable, type Table } from '../../shared/platform/table/table.ts';
import { startWorkerWorld, type WorkerWorld } from '../workerWorld.ts';

const appId = 'com.example.broadcast';
/** The machine is busy with other things too. */
const patientMs = 60_000;

export interface BroadcastBenchWorld extends WorkerWorld {
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
  const { world, services } = await startWorkerWorld(parts, {
    appId,
    worker: 'broadcastWorker',
    message: newMessage(),
    queueOf: ({ broadcastQueue }) => broadcastQueue,
  });
  const table = openTable(services.access.tableName, patientMs);
  parts.add(() => table.client.destroy());
  const broadcasts = broadcastStore(table);
  const tasks = sqsBroadcastQueue(services.environment['RINGPOST_BROADCAST_QUEUE_URL'] ?? '');
  let filled = 0;
  return {
    ...world,
    async fill(devices) {
      await addDevices(table, filled, devices);
      filled = devices;
    },
    async start() {
      const message = newMessage();
      const { messageId: broadcastId, createdAtMs } = message;
      const record = { broadcastId, appId, audience: { all: true }, message, state: 'running', createdAtMs } as const;
      await broadcasts.create({ ...record, startedAtMs: createdAtMs }, []);
      await tasks.enqueue([{ task: 'plan', broadcastId, job: 'send' }]);
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
