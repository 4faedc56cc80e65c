/**
 * The world in which uses are counted: the bundled functions, invoked as API Gateway, the queues and the table's stream
 * invoke them, against local services and a fake Apple, with a counter in front of each.
 */

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { startCountingProxy } from '../../bench/countingProxy.ts';
import { userItem } from '../../bench/userItem.ts';
import { prod } from '../../cdk/stages.ts';
import { startApple } from '../../lab/apple/startApple.ts';
import { startEventSource } from '../../lab/aws/lambda/eventSource.ts';
import { createFunctionHost, type InvokeResult } from '../../lab/aws/lambda/functionHost.ts';
import { isFollowed } from '../../lab/aws/lambda/labFunctions.ts';
import { startStreamSource } from '../../lab/aws/lambda/streamSource.ts';
import { startLocalServices } from '../../lab/aws/localServices.ts';
import type { Queue } from '../../lab/aws/sqs/queue.ts';
import { timerClock } from '../../lab/clock.ts';
import type { Parts } from '../../lab/parts.ts';
import { openDataDirectory } from '../../lab/state/dataDirectory.ts';
import { storedCredentials } from '../../lab/state/storedCredentials.ts';
import {
  callTimerSettings,
  deliverySettings,
  type FunctionName,
  functionSettings,
  type QueueSettings,
  streamSettings,
} from '../../shared/api/functionSettings.ts';
import { type FollowedItems, followedByEvents, followedCalls } from '../../shared/events/aws/followedItems.ts';
import { inBatches } from '../../shared/platform/inBatches.ts';
import { groupKey, memberKey } from '../../shared/platform/table/keys.ts';
import { openTable } from '../../shared/platform/table/table.ts';
import type { Use } from './ofUse.ts';

const appId = prod.apps[0] ?? '';
const lookEveryMs = 100;
/** The table's stream is polled four times a second. */
const quietMs = 1_000;

/** Counts as an invocation that waits for Apple. */
function mayPush(name: FunctionName, routeKey: string): boolean {
  if (name === 'calls') return routeKey === 'POST /v1/calls';
  return name === 'messages' || name === 'deliver' || name === 'callTimer';
}

/** @param folder for its own files. @param bundles folder of the functions. @param parts to stop in the end. */
export async function startUseWorld(folder: string, bundles: string, parts: Parts) {
  let seen = noUse();
  let underWay = 0;
  let lastChangeMs = 0;
  const services = await parts.start(
    startLocalServices(undefined, {
      onCall({ authorizations: [first] }) {
        if (first?.action.startsWith('sqs:')) seen.units.queueRequests += 1;
        if (first?.action.startsWith('secretsmanager:')) seen.units.secretReads += 1;
      },
    }),
  );
  const apple = await parts.start(startApple({ data: openDataDirectory(undefined) }));
  const table = await parts.start(startCountingProxy(services.environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? ''));
  services.putAppSecret(appId, storedCredentials(appId, apple.credentials(appId)));
  const caFile = join(folder, 'apns-ca.pem');
  writeFileSync(caFile, apple.caPem);
  // As deployed, and not as in the lab, whose apps can grow.
  const { RINGPOST_APP_IDS_FILE: _apps, ...local } = services.environment;
  const environment = {
    ...local,
    RINGPOST_STAGE: prod.name,
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    RINGPOST_APNS_PRODUCTION_ORIGIN: apple.origins.production,
    RINGPOST_APNS_DEVELOPMENT_ORIGIN: apple.origins.development,
    RINGPOST_APNS_CA_FILE: caFile,
    RINGPOST_APP_IDS: prod.apps.join(','),
  };

  const invoker = (name: FunctionName) => {
    const { accessKeyId, secretAccessKey } = services.accessKeyOf(name);
    const host = createFunctionHost({
      name,
      modulePath: join(bundles, name, 'index.mjs'),
      environment: { ...environment, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      ...functionSettings[name],
      clock: timerClock,
      onLog: (line) => {
        seen.logBytes += Buffer.byteLength(line) + 1;
      },
    });
    parts.add(() => host.stop());
    return async (event: unknown): Promise<InvokeResult> => {
      underWay += 1;
      seen.units.invocations += 1;
      const { routeKey = '' } = event as { routeKey?: string };
      seen.gigabytes[mayPush(name, routeKey) ? 'pushing' : 'other'] += functionSettings[name].memoryMb / 1024;
      const result = await host.invoke(event);
      underWay -= 1;
      lastChangeMs = performance.now();
      return result;
    };
  };
  const api = {
    devices: invoker('devices'),
    messages: invoker('messages'),
    calls: invoker('calls'),
    receipts: invoker('receipts'),
    rings: invoker('rings'),
  };
  let lastTicket: string | undefined;
  const onLog = (line: string) => process.stderr.write(`${line}\n`);
  const feed = (queue: Queue, name: FunctionName, { batchSize }: QueueSettings) => {
    const invoke = invoker(name);
    const source = startEventSource({
      queue,
      invoke(event) {
        // Lambda's poller receives a batch, and deletes it.
        seen.units.queueRequests += 2;
        return invoke(event);
      },
      batchSize,
      pollers: 1,
      onLog,
    });
    parts.add(() => source.stop());
  };
  feed(services.deliveryQueue, 'deliver', deliverySettings);
  feed(services.callTimerQueue, 'callTimer', callTimerSettings);
  const follow = (name: FunctionName, items: FollowedItems) => {
    const source = startStreamSource({
      ...streamSettings,
      stream: services.openTableStream(),
      isFollowed: isFollowed(items),
      invoke: invoker(name),
      clock: timerClock,
      onLog,
    });
    parts.add(() => source.stop());
  };
  follow('callChanges', followedCalls);
  if (prod.events !== 'none') follow('events', followedByEvents[prod.events]);

  /** @throws Error if the API refuses. */
  async function ask(
    name: keyof typeof api,
    routeKey: string,
    userId: string,
    body: object | undefined,
    idempotencyKey?: string,
    pathParameters: Record<string, string> = {},
  ): Promise<unknown> {
    seen.units.apiRequests += 1;
    return answerOf(
      routeKey,
      await api[name]({
        ...requestOf(routeKey, body, { jwt: { claims: { sub: userId } } }),
        pathParameters,
        headers: { 'content-type': 'application/json', ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) },
      }),
    );
  }

  /** Sends a server's message, through API Gateway or to the function's own URL. @throws Error if the API refuses. */
  async function sendAsServer(
    body: object,
    door: 'api' | 'functionUrl',
    routeKey = 'POST /v1/server/messages',
  ): Promise<unknown> {
    const request = requestOf(routeKey, body, { iam: { accountId: '000000000000' } });
    if (door === 'api') seen.units.apiRequests += 1;
    const event = door === 'api' ? request : { ...request, routeKey: '$default', rawPath: '/v1/server/messages' };
    return answerOf(routeKey, await api.messages(event));
  }

  const registrations = new Map<string, object>();
  async function register(userId: string, deviceId: string): Promise<void> {
    await ask('devices', 'PUT /v1/devices/{deviceId}', userId, registrations.get(deviceId), undefined, { deviceId });
  }

  const install = (phoneId: string) =>
    apple.install({
      bundleId: appId,
      environment: 'production',
      phoneId,
      onPush: ({ payload }) => {
        seen.pushes += 1;
        lastTicket = (payload as { ticket?: string }).ticket ?? lastTicket;
      },
    }).tokens;
  const isQuiet = () =>
    underWay === 0 &&
    performance.now() - lastChangeMs > quietMs &&
    [services.deliveryQueue, services.callTimerQueue].every((queue) =>
      Object.values(queue.counts()).every((waiting) => waiting === 0),
    );
  const settle = async () => {
    while (!isQuiet()) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  };

  return {
    ask,
    sendAsServer,
    /** Ticket of the last ring that a phone got. */
    ticket(): string {
      if (lastTicket === undefined) throw new Error('no phone was rung');
      return lastTicket;
    },
    async makeUser(userId: string, phones: number): Promise<void> {
      for (let index = 0; index < phones; index += 1) {
        const deviceId = `${userId}-${index}`;
        const { alert, voip } = install(deviceId);
        const token = (text: string) => ({ token: text, environment: 'production' });
        registrations.set(deviceId, { appId, tokens: { alert: token(alert), voip: token(voip) } });
        await register(userId, deviceId);
      }
    },
    register,
    async setPresence(userId: string, deviceId: string, state: string): Promise<void> {
      await ask('devices', 'PUT /v1/devices/{deviceId}/presence', userId, { state }, undefined, { deviceId });
    },
    /** Members with one phone each; written straight to the table, as their registration is not counted. */
    async makeGroup(groupId: string, groupMembers: number): Promise<void> {
      Object.assign(process.env, services.environment, { AWS_REGION: services.access.region });
      const { client, name } = openTable(services.access.tableName);
      const registeredAtMs = Date.now();
      const members = [
        'writer-0',
        'writer-1',
        'writer-2',
        'writer-3',
        ...Array.from({ length: groupMembers }, (_, index) => `member-${index}`),
      ];
      const devices = members.slice(4).map((userId) => {
        const { alert: token } = install(userId);
        const alert = { token, environment: 'production', state: 'proven', registeredAtMs } as const;
        return userItem(userId, [{ userId, deviceId: userId, appId, tokens: { alert }, registeredAtMs }]);
      });
      const items = [
        { ...groupKey(groupId), name: 'Everybody', ownerId: 'writer-0', memberCount: members.length },
        ...members.map((userId) => ({ ...memberKey(groupId, userId), userId })),
        ...devices,
      ];
      for (const some of inBatches(items, 25)) {
        const RequestItems = { [name]: some.map((Item) => ({ PutRequest: { Item } })) };
        await client.send(new BatchWriteCommand({ RequestItems }));
      }
      client.destroy();
    },
    /**
     * Runs all of it once before, so that connections, credentials and what a function keeps are ready.
     * @param act what is counted. Its parameter counts from 0, on from the run before.
     * @param atOnce how many at the same time, as on a busy stage. Few where phones have to react in time.
     */
    async count(what: string, times: number, act: (index: number) => Promise<unknown>, atOnce = times): Promise<Use> {
      process.stderr.write(`counting: ${what}\n`);
      const actFrom = async (first: number) => {
        const indexes = Array.from({ length: times }, (_, index) => first + index);
        for (const some of inBatches(indexes, atOnce)) await Promise.all(some.map(act));
      };
      await actFrom(0);
      await settle();
      table.take();
      seen = noUse();
      const eventsBefore = services.eventBus.events().length;
      const operationsBefore = services.ringChannel.operations();
      await actFrom(times);
      await settle();
      const { readUnits, writeUnits } = table.take();
      const events = services.eventBus.events().length - eventsBefore;
      const channelOperations = services.ringChannel.operations() - operationsBefore;
      const units = { ...seen.units, readUnits, writeUnits, events, channelOperations };
      const share = (value: number): number => value / times;
      return {
        what,
        pushes: share(seen.pushes),
        units: Object.fromEntries(Object.entries(units).map(([name, value]) => [name, share(value)])) as Use['units'],
        logBytes: share(seen.logBytes),
        gigabytes: { pushing: share(seen.gigabytes.pushing), other: share(seen.gigabytes.other) },
      };
    },
  };
}

function requestOf(routeKey: string, body: object | undefined, authorizer: object) {
  return {
    version: '2.0',
    routeKey,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      requestId: randomBytes(11).toString('base64'),
      timeEpoch: Date.now(),
      http: { method: routeKey.split(' ')[0] },
      authorizer,
    },
  };
}

/** @throws Error if the function failed or refused. */
function answerOf(routeKey: string, { value, error }: InvokeResult): unknown {
  const answer = value as { statusCode?: number; body?: string } | undefined;
  if (error || (answer?.statusCode ?? 500) >= 300)
    throw new Error(`${routeKey}: ${answer?.body ?? error?.errorMessage}`);
  return JSON.parse(answer?.body || '{}');
}

function noUse(): Omit<Use, 'what'> {
  return {
    pushes: 0,
    units: {
      apiRequests: 0,
      invocations: 0,
      queueRequests: 0,
      readUnits: 0,
      writeUnits: 0,
      events: 0,
      secretReads: 0,
      channelOperations: 0,
      channelMinutes: 0,
    },
    logBytes: 0,
    gigabytes: { pushing: 0, other: 0 },
  };
}
