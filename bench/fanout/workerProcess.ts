/**
 * The delivery worker in its own process, as in a Lambda environment, and in the same process what it is compared with:
 * Ringpost's own client for APNs, which pushes the same payloads to the same sink and does nothing else, and a bare loop
 * over Node's HTTP/2.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { pathToFileURL } from 'node:url';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { functionSettings } from '../../shared/api/functionSettings.ts';
import { Pusher } from '../../shared/apns/client/pusher.ts';
import { parseStoredCredentials } from '../../shared/apns/rules/credential.ts';
import { apnsHeaders } from '../../shared/apns/rules/pushTypes.ts';
import type { AlertPayload } from '../../shared/content/payloads/alertPayload.ts';
import { messagePayload } from '../../shared/content/payloads/messagePayload.ts';
import { openClient } from '../apns/clients.ts';
import { answerParent } from '../child.ts';
import type { WorkerWorld } from '../workerWorld.ts';

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const livesMs = functionSettings.deliver.timeoutSeconds * 1000;
const pushDeadlineMs = 60_000;

let handler: Handler;
/** Ways of doing nothing but push. */
let pushWith: Record<BareClient, (number: number) => Promise<unknown>>;

/** Ringpost's own client, and a loop over Node's HTTP/2 that reads only the status. */
export type BareClient = 'ringpost' | 'node:http2';

export interface Usage {
  cpuMicroseconds: number;
  /** While there was work. */
  busyMs: number;
  awsRequests: number;
  /** Memory of the process after each call. */
  memoryMb: number[];
}

let startUsage = process.cpuUsage();
let busyMs = 0;
let awsRequests = 0;
let memoryMb: number[] = [];
diagnostics.subscribe('http.client.request.start', () => {
  awsRequests += 1;
});

function start(): void {
  busyMs = 0;
  awsRequests = 0;
  memoryMb = [];
  startUsage = process.cpuUsage();
}

function stop(): Usage {
  const { user, system } = process.cpuUsage(startUsage);
  return { cpuMicroseconds: user + system, busyMs, awsRequests, memoryMb };
}

const jobs = {
  async open({ environment, modulePath, bare }: Pick<WorkerWorld, 'environment' | 'modulePath' | 'bare'>) {
    Object.assign(process.env, environment);
    ({ handler } = (await import(pathToFileURL(modulePath).href)) as { handler: Handler });
    pushWith = { ringpost: openBare(bare), 'node:http2': await openLoop(bare) };
    for (const push of Object.values(pushWith)) await push(0);
  },
  start,
  stop,
  /** Most memory that the process has had, in MB. */
  memoryMb: (): number => process.resourceUsage().maxRSS / 1024,
  async invoke(event: SQSEvent): Promise<SQSBatchResponse> {
    const diesAtMs = Date.now() + livesMs;
    const beganMs = performance.now();
    const getRemainingTimeInMillis = () => Math.max(diesAtMs - Date.now(), 0);
    const response = await handler(event, { getRemainingTimeInMillis } as Context);
    busyMs += performance.now() - beganMs;
    memoryMb.push(process.memoryUsage.rss() / 2 ** 20);
    return response;
  },
  /** How many pushes a bare client makes, and how many of them at the same time. */
  async bare({ client, pushes, inFlight }: { client: BareClient; pushes: number; inFlight: number }): Promise<Usage> {
    const push = pushWith[client];
    let started = 0;
    const pushOn = async (): Promise<void> => {
      while (started < pushes) {
        started += 1;
        await push(started);
      }
    };
    start();
    const beganMs = performance.now();
    await Promise.all(Array.from({ length: inFlight }, pushOn));
    busyMs = performance.now() - beganMs;
    return stop();
  },
};
export type FanoutWorkerJobs = typeof jobs;

async function openLoop({ caPem, origin }: WorkerWorld['bare']) {
  const client = await openClient('node:http2', origin, caPem);
  // The sink refuses some of them, which counts like any other answer.
  return (number: number) => new Promise<void>((resolve) => client.push(number, () => resolve()));
}

function openBare({ appId, caPem: ca, origin, secret, message }: WorkerWorld['bare']) {
  const credentials = parseStoredCredentials(secret);
  const pusher = new Pusher({
    clock: { nowMs: Date.now },
    log: { info() {}, warn() {}, error() {}, about() {}, list() {} },
    credentials: {
      credentialsOf: () => credentials,
      credentialsAfterRejection: async () => credentials,
      onReplaced() {},
    },
    origins: { production: origin, development: origin },
    ca,
  });
  const deviceTokens = Array.from({ length: 1000 }, () => randomBytes(32).toString('hex'));
  const { payload } = messagePayload(message, 'alert', { locale: 'en-GB' }) as { payload: AlertPayload };
  return (number: number) => {
    const nowMs = Date.now();
    return pusher.push({
      appId,
      environment: 'production',
      deviceToken: deviceTokens[number % deviceTokens.length] ?? '',
      headers: apnsHeaders(appId, 'alert', randomUUID(), nowMs, { collapseId: message.messageId }),
      payload: { ...payload, aps: { ...payload.aps, badge: 1 + (number % 9) } },
      deadlineMs: nowMs + pushDeadlineMs,
    });
  };
}

answerParent(jobs);
