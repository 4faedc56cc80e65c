/**
 * The API's functions in a process of their own: it sends the broadcast, reads its counts, and places calls and messages
 * while the worker pushes.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionName } from '../../shared/api/functionSettings.ts';
import type { ApiHandler } from '../../shared/api/stack.ts';
import { type ApiRequest, askFunction } from '../apiRequest.ts';
import { answerParent } from '../child.ts';
import type { WorkerWorld } from '../workerWorld.ts';

const functions = ['broadcasts', 'calls', 'devices', 'messages'] as const satisfies FunctionName[];
const bob = 'bob';

let handlers: Record<(typeof functions)[number], ApiHandler>;

/** From the API's event to its answer, which is written when APNs has accepted the pushes. */
export interface Took {
  ms: number;
  cpuMicroseconds: number;
}

export interface ShownBroadcast {
  state: string;
  counts: { devices: number; accepted: number; skipped: number; rejected: number; failed: number; retrying: number };
}

const jobs = {
  async open({
    environment,
    bundles,
    bare: { appId },
    phones,
  }: Pick<WorkerWorld, 'environment' | 'bundles' | 'bare'> & { phones: string[] }) {
    Object.assign(process.env, environment);
    const load = async (name: FunctionName) => {
      const { handler } = (await import(pathToFileURL(join(bundles, name, 'index.mjs')).href)) as {
        handler: ApiHandler;
      };
      return handler;
    };
    const [broadcasts, calls, devices, messages] = await Promise.all(functions.map(load));
    if (!broadcasts || !calls || !devices || !messages) throw new Error('a function has no bundle');
    handlers = { broadcasts, calls, devices, messages };
    const token = () => ({ token: randomBytes(32).toString('hex'), environment: 'production' });
    for (const deviceId of phones) {
      await askFunction(devices, {
        routeKey: 'PUT /v1/devices/{deviceId}',
        userId: bob,
        path: { deviceId },
        body: { appId, tokens: { alert: token(), voip: token() } },
      });
    }
  },
  async broadcast(appId: string): Promise<string> {
    const message = { offlinePush: { title: 'Spring update', desc: 'Group calls are here.' } };
    const text = await askFunction(handlers.broadcasts, {
      routeKey: 'POST /v1/server/broadcasts',
      userId: 'server',
      body: { appId, audience: { all: true }, message },
    });
    return (JSON.parse(text) as { broadcastId: string }).broadcastId;
  },
  async report(broadcastId: string): Promise<ShownBroadcast> {
    const routeKey = 'GET /v1/server/broadcasts/{broadcastId}';
    return JSON.parse(await askFunction(handlers.broadcasts, { routeKey, userId: 'server', path: { broadcastId } }));
  },
  /** Rings all phones. */
  call: (): Promise<Took> =>
    timed('calls', {
      routeKey: 'POST /v1/calls',
      userId: randomUUID(),
      body: { to: { userId: bob }, callerName: 'Alice' },
    }),
  /** To all phones. */
  message: (): Promise<Took> =>
    timed('messages', {
      routeKey: 'POST /v1/messages',
      userId: randomUUID(),
      body: { to: { userId: bob }, elements: [{ type: 'text', text: 'See you at half past five?' }] },
    }),
};
export type SenderJobs = typeof jobs;

/** @throws Error unless all phones got their push. */
async function timed(name: 'calls' | 'messages', request: ApiRequest): Promise<Took> {
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const text = await askFunction(handlers[name], request);
  const ms = performance.now() - startMs;
  const { user, system } = process.cpuUsage(startCpu);
  const isPushed = text.includes('"outcome":"accepted"') && !/"outcome":"(?!accepted)/.test(text);
  if (!isPushed) throw new Error(`not all phones got a push: ${text}`);
  return { ms, cpuMicroseconds: user + system };
}

answerParent(jobs);
