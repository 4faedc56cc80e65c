/** All functions of Ringpost, each with its own host, and the sources of those that have no route. */
import type { DynamoDBRecord } from 'aws-lambda';
import {
  broadcastSettings,
  callTimerSettings,
  deliverySettings,
  type FunctionName,
  functionSettings,
  ofEachFunction,
  type QueueSettings,
  streamSettings,
  webhookSettings,
} from '../../../shared/api/functionSettings.ts';
import {
  type FollowedItems,
  followedByEvents,
  followedCalls,
  followedWrites,
  isFollowedSort,
} from '../../../shared/events/aws/followedItems.ts';
import { timerClock } from '../../clock.ts';
import type { AccessKey } from '../gateway/iamAuthorizer.ts';
import type { LocalServices } from '../localServices.ts';
import type { Queue } from '../sqs/queue.ts';
import { startEventSource } from './eventSource.ts';
import { createFunctionHost, type FunctionHost } from './functionHost.ts';
import { startStreamSource } from './streamSource.ts';

export interface LabFunctionsOptions {
  /** Contains `<name>/index.mjs` for each function. */
  bundleDirectory: string;
  /** Contains the temporary directory of each function. */
  temporaryRoot: string;
  environment: Readonly<Record<string, string>>;
  services: Pick<
    LocalServices,
    | 'accessKeyOf'
    | 'deliveryQueue'
    | 'callTimerQueue'
    | 'broadcastQueue'
    | 'webhookQueue'
    | 'openTableStream'
    | 'ringChannel'
  >;
  /** How far the functions' clock is ahead of the machine's, in milliseconds. Default: not at all. */
  aheadMs?: (() => number) | undefined;
  onLog(line: string): void;
}

export interface LabFunctions {
  readonly hosts: Readonly<Record<FunctionName, FunctionHost>>;
  stop(): Promise<void>;
}

/** As many concurrent batches as Lambda starts with. */
const pollers = 5;

export function startFunctions(options: LabFunctionsOptions): LabFunctions {
  const { bundleDirectory, temporaryRoot, environment, services, aheadMs, onLog } = options;
  const hosts = ofEachFunction((name) =>
    createFunctionHost({
      name,
      modulePath: `${bundleDirectory}/${name}/index.mjs`,
      environment: { ...environment, ...credentialVariables(services.accessKeyOf(name)) },
      ...functionSettings[name],
      temporaryRoot,
      clock: timerClock,
      aheadMs,
      onLog,
    }),
  );
  services.ringChannel.authorizeWith(hosts.ringAuthorizer.invoke);
  const feed = (queue: Queue, { invoke }: FunctionHost, { batchSize }: QueueSettings) =>
    startEventSource({ queue, invoke, batchSize, pollers, onLog });
  /** A stream of its own for each reader, as AWS has it. */
  const follow = ({ invoke }: FunctionHost, items: FollowedItems) =>
    startStreamSource({
      ...streamSettings,
      stream: services.openTableStream(),
      isFollowed: isFollowed(items),
      invoke,
      clock: timerClock,
      onLog,
    });
  const sources = [
    feed(services.deliveryQueue, hosts.deliver, deliverySettings),
    feed(services.callTimerQueue, hosts.callTimer, callTimerSettings),
    feed(services.broadcastQueue, hosts.broadcastWorker, broadcastSettings),
    feed(services.webhookQueue, hosts.webhooks, webhookSettings),
    follow(hosts.callChanges, followedCalls),
    follow(hosts.events, followedByEvents.all),
  ];
  return {
    hosts,
    async stop() {
      await Promise.all(sources.map((source) => source.stop()));
      await Promise.all(Object.values(hosts).map((functionHost) => functionHost.stop()));
    },
  };
}

function credentialVariables({ accessKeyId, secretAccessKey }: AccessKey): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

/** The filter of the stack's event source mappings. */
export function isFollowed(items: FollowedItems) {
  return ({ eventName, dynamodb }: DynamoDBRecord): boolean =>
    followedWrites.some((write) => write === eventName) && isFollowedSort(items, dynamodb?.Keys?.['sk']?.S ?? '');
}
