/**
 * The delivery worker in its own process, as in a Lambda environment, and in the same process its bare client:
 * Ringpost's own client for APNs, which pushes the same payloads to the same sink and does nothing else.
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
import { answerParent } from '../child.ts';
import type { WorkerWorld } from '../workerWorld.ts';

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const livesMs = functionSettings.deliver.timeoutSeconds * 1000;
const pushDeadlineMs = 60_000;

let handler: Handler;
let pushBare: (number: number) => Promise<unknown>;

export interface Usage {
  cpuMicroseconds: number;
  /** While there was work. */
  busyMs: number;
  awsRequests: number;
}

let startUsage = process.cpuUsage();
let busyMs = 0;
let awsRequests = 0;
diagnostics.subscribe('http.client.request.start', () => {
  awsRequests += 1;
});

function start(): void {
  busyMs = 0;
  awsRequests = 0;
  startUsage = process.cpuUsage();
}

function stop(): Usage {
  const { user, system } = process.cpuUsage(startUsage);
  return { cpuMicroseconds: user + system, busyMs, awsRequests };
}

const jobs = {
  async open({ environment, modulePath, bare }: Pick<WorkerWorld, 'environment' | 'modulePath' | 'bare'>) {
    Object.assign(process.env, environment);
    ({ handler } = (await import(pathToFileURL(modulePath).href)) as { handler: Handler });
    pushBare = openBare(bare);
    await pushBare(0);
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
    return response;
  },
  /** How many pushes the bare client makes, and how many of them at the same time. */
  async bare({ pushes, inFlight }: { pushes: number; inFlight: number }): Promise<Usage> {
    let started = 0;
    const pushOn = async (): Promise<void> => {
      while (started < pushes) {
        started += 1;
        await pushBare(started);
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
