/**
 * Environment of a broadcast worker, none of it in the worker's process: a table with the audience of an app, a queue and
 * secrets, and a sink that answers like APNs.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableName } from '../../lab/aws/localServices.ts';
import { type Parts, startParts } from '../../lab/parts.ts';
import { sqsBroadcastQueue } from '../../shared/broadcasts/aws/broadcastQueue.ts';
import { type BroadcastReport, reportOf } from '../../shared/broadcasts/rules/report.ts';
import { broadcastStore } from '../../shared/broadcasts/table/broadcastStore.ts';
import type { Message } from '../../shared/content/message.ts';
import { openTable } from '../../shared/platform/table/table.ts';
import { startWorkerWorld, type WorkerWorld } from '../workerWorld.ts';
import { fillTable } from './filledTable.ts';

export const appId = 'com.example.broadcast';
/** The machine is busy with other things too. */
const patientMs = 60_000;

export interface BroadcastBenchWorld extends WorkerWorld {
  start(): Promise<string>;
  report(broadcastId: string): Promise<BroadcastReport | undefined>;
  stop(): Promise<void>;
}

/** @param devices in the audience. */
export function startBroadcastWorld(devices: number): Promise<BroadcastBenchWorld> {
  return startParts((parts) => startWorld(devices, parts));
}

async function startWorld(devices: number, parts: Parts): Promise<BroadcastBenchWorld> {
  const data = mkdtempSync(join(tmpdir(), 'ringpost-audience-'));
  parts.add(() => rmSync(data, { recursive: true }));
  fillTable(data, tableName, appId, devices);
  const { world, services } = await startWorkerWorld(parts, {
    appId,
    worker: 'broadcastWorker',
    message: newMessage(),
    queueOf: ({ broadcastQueue }) => broadcastQueue,
    data,
  });
  const table = openTable(services.access.tableName, patientMs);
  parts.add(() => table.client.destroy());
  const broadcasts = broadcastStore(table);
  const tasks = sqsBroadcastQueue(services.environment['RINGPOST_BROADCAST_QUEUE_URL'] ?? '');
  return {
    ...world,
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
