/**
 * Environment of a queue's worker, none of it in the worker's process: a table, queues and secrets, and a sink that
 * answers like APNs in a process of its own.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '../lab/apple/authority.ts';
import { openDeveloperAccount } from '../lab/apple/developerAccount.ts';
import { region } from '../lab/aws/localAws.ts';
import { type LocalServices, startLocalServices } from '../lab/aws/localServices.ts';
import type { Queue } from '../lab/aws/sqs/queue.ts';
import type { Parts } from '../lab/parts.ts';
import { openDataDirectory } from '../lab/state/dataDirectory.ts';
import { storedCredentials } from '../lab/state/storedCredentials.ts';
import { currentBundles } from '../scripts/currentBundles.ts';
import type { Message } from '../shared/content/message.ts';
import { startChild } from './child.ts';
import { type CountingProxy, startCountingProxy } from './countingProxy.ts';
import type { SinkJobs } from './sink/process.ts';

/** What workers are opened with, and where their tasks are. */
export interface WorkerWorld {
  /** Environment variables of a worker. */
  environment: Readonly<Record<string, string>>;
  /** Folder of all bundles, and the worker's. */
  bundles: string;
  modulePath: string;
  /** What a client needs to push to the same sink as the worker. */
  bare: { appId: string; caPem: string; origin: string; secret: string; message: Message };
  queue: Queue;
  /** Proxy before the table, for a worker whose requests are counted. */
  proxy: CountingProxy;
}

export interface WorkerWorldOptions {
  appId: string;
  /** Name of the function that is the worker. */
  worker: string;
  /** How many requests get a rejection that asks for another attempt: one of so many. */
  refusedEvery?: number;
  /** What the bare client pushes. */
  message: Message;
  queueOf(services: LocalServices): Queue;
  /** Folder of a table that has been filled before; one in memory if absent. */
  data?: string;
}

/** Also gives this process the worker's environment variables. @param parts stop what is started. */
export async function startWorkerWorld(
  parts: Parts,
  { appId, worker, refusedEvery, message, queueOf, data: filled }: WorkerWorldOptions,
): Promise<{ world: WorkerWorld; services: LocalServices }> {
  const directory = mkdtempSync(join(tmpdir(), 'ringpost-bench-'));
  parts.add(() => rmSync(directory, { recursive: true }));
  await currentBundles(directory);
  const services = await parts.start(startLocalServices(filled));
  const sink = startChild<SinkJobs>('sink/process.ts', 1);
  parts.add(() => sink.stop());
  const { caPem, immediateOrigin: origin } = await sink.ask('start', {
    delayMs: 0,
    ...(refusedEvery !== undefined && { refusedEvery }),
  });
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
  const world = {
    environment,
    bundles: directory,
    modulePath: join(directory, worker, 'index.mjs'),
    bare: { appId, caPem, origin, secret: JSON.stringify(credentials), message },
    queue: queueOf(services),
    proxy: await parts.start(startCountingProxy(services.environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? '')),
  };
  return { world, services };
}
