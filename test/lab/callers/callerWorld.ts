/** Alice, Bob and Mallory in a lab, something of Alice's for each parameter of a path, and every way to prove who one is. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, type QueueAttributeName, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { generateKeyPair } from 'jose';
import { clientOptions } from '../../../lab/aws/localAws.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { defaultAppId } from '../../../lab/phones/fleet.ts';
import type { KnownRouteKey } from '../../../shared/api/routes.ts';
import { writePathId } from '../../../shared/platform/pathId.ts';
import {
  type Answer,
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  type Sending,
  serverClient,
  text,
  until,
  userClient,
} from '../../support/lab/labClient.ts';
import { allItems } from '../../support/table.ts';
import { headersFor } from './callerProofs.ts';
import type { Proof } from './callerTable.ts';

/** A webhook to a port of this machine where nobody listens. */
const nowhere = { url: 'http://127.0.0.1:9/', events: ['token.*'] };

export type Person = 'alice' | 'bob' | 'mallory';
/** Values for the parameters of a path. */
export type Things = Readonly<Record<string, string>>;

export interface CallerWorld {
  lab: Lab;
  people: Readonly<Record<Person, string>>;
  /** The subject of the route, created for each row: nobody has touched it. */
  make(routeKey: KnownRouteKey): Promise<Things>;
  request(routeKey: KnownRouteKey, things: Things): Pick<Sending, 'method' | 'path' | 'body'>;
  /** @param functionUrl where the request is sent, if not to the API. */
  headersFor(
    proof: Proof,
    sending: Pick<Sending, 'method' | 'path' | 'body'>,
    functionUrl?: string,
  ): Promise<Record<string, string>>;
  /** Waits until no worker has anything to do. */
  rest(): Promise<void>;
  /** Every item of the table that a request writes, and how many pushes there were. */
  everything(): Promise<{ items: Record<string, unknown>[]; pushes: number }>;
  /** Waits for what a request leaves to a worker, where that would change what later requests find. */
  settle(routeKey: KnownRouteKey, person: Person): Promise<void>;
  stop(): Promise<void>;
}

export async function startCallerWorld(): Promise<CallerWorld> {
  const lab = await startLab({ port: 0 });
  const people = { alice: makeUser('alice'), bob: makeUser('bob'), mallory: makeUser('mallory') };
  // Alice creates everything again for each row of the table, and so more than a user may in a minute.
  const rates = { messages: 10_000, calls: 10_000, groupAdditions: 10_000, registrations: 10_000 };
  await ok(serverClient(lab)('PUT', `/v1/server/apps/${defaultAppId}`, { rates }));
  // It takes pushes, but is not on the network: it reports nothing by itself.
  const phone = await makePhone(lab, { userId: people.bob });
  // So that no alert of a missed call follows a moment after a call that was ended.
  const settingsPath = `/v1/conversations/user:${people.alice}/settings`;
  await ok(userClient(lab, people.bob)('PUT', settingsPath, { receive: 'none' }));
  await anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, { network: 'off' });
  const { endpoints, tableName, deliveryQueueUrl } = (await anybody(lab)('GET', '/lab/access')).body;
  const sqs = new SQSClient(clientOptions(endpoints.sqs));
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(endpoints.dynamoDb)));
  const otherKey = (await generateKeyPair('RS256')).privateKey;
  return {
    lab,
    people,
    make: (routeKey) => make(lab, people, phone, routeKey),
    request: (routeKey, things) => requestOf(people, phone, routeKey, things),
    headersFor: (proof, sending, functionUrl) =>
      functionUrl === undefined
        ? headersFor(lab, people, otherKey, proof, sending)
        : headersFor({ ...lab, url: functionUrl }, people, otherKey, proof, sending, 'lambda'),
    rest: () => atRest(sqs, deliveryQueueUrl),
    async everything() {
      const items = await allItems({ client, name: tableName });
      const seen = items.filter(({ pk }) => !followsLater(String(pk)));
      // The callees who get a missed-call alert are noted a moment after the call.
      return { items: seen.map(({ missedAlerts: _later, ...item }) => item), pushes: lab.apple.pushes().length };
    },
    async settle(routeKey, person) {
      if (routeKey !== 'DELETE /v1/me') return;
      await until(
        () => ok(serverClient(lab)('GET', `/v1/server/users/${people[person]}/erasure`)),
        ({ state }) => state === 'finished',
        60_000,
      );
    },
    async stop() {
      client.destroy();
      sqs.destroy();
      await lab.stop();
    },
  };
}

/**
 * Waits until the workers of messages, erasures and broadcasts have done what they were given. A broadcast of a later time
 * is delayed in its queue, and waits there.
 */
async function atRest(sqs: SQSClient, deliveryQueueUrl: string): Promise<void> {
  const inQueue = 'ApproximateNumberOfMessages';
  const inProgress = 'ApproximateNumberOfMessagesNotVisible';
  const delayed = 'ApproximateNumberOfMessagesDelayed';
  const count = async (queueName: string, names: QueueAttributeName[]): Promise<number> => {
    const QueueUrl = deliveryQueueUrl.replace(/[^/]+$/, queueName);
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }));
    return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
  };
  await until(
    async () =>
      (await count('ringpost-lab-delivery', [inQueue, inProgress, delayed])) +
      (await count('ringpost-lab-broadcasts', [inQueue, inProgress])),
    (left) => left === 0,
    60_000,
  );
}

type People = CallerWorld['people'];

async function make(lab: Lab, people: People, phone: LabPhone, routeKey: KnownRouteKey): Promise<Things> {
  const alice = userClient(lab, people.alice);
  const things: Record<string, string> = {
    activityId: 'order-1',
    kind: 'alert',
    number: '8613800138000',
    // Bob is a member of the group, and may be blocked.
    userId: people.bob,
    otherUserId: people.alice,
    wantedId: randomUUID(),
    conversationId: `user:${people.bob}`,
  };
  const makers: Readonly<Record<string, () => Promise<string>>> = {
    async deviceId() {
      const deviceId = randomUUID();
      await ok(alice('PUT', `/v1/devices/${deviceId}`, registration()));
      return deviceId;
    },
    // Without a push there is nothing to take back later, in the background.
    async messageId() {
      const message = { to: { userId: people.bob }, ...text('hi'), offlinePush: { disabled: true } };
      return (await ok(alice('POST', '/v1/messages', message))).messageId;
    },
    callId: () => makeCall(lab, people, /(participants|leave|end)$/.test(routeKey)),
    async ticket() {
      const callId = await makeCall(lab, people, false);
      // In an alert, if the phone has not reported enough of the calls before.
      const rings = (await pushesTo(lab, phone)).map(({ payload }) => (payload.aps ? payload.ringpost : payload));
      // A raw push has nothing of Ringpost's.
      return rings.find((ring) => ring?.callId === callId).ticket;
    },
    async groupId() {
      const groupId = makeUser('family');
      await ok(alice('PUT', `/v1/groups/${groupId}`, { name: 'Family' }));
      for (const userId of [people.bob, memberOf(groupId)]) {
        await ok(alice('PUT', `/v1/groups/${groupId}/members/${userId}`, {}));
      }
      return groupId;
    },
    async name() {
      const name = makeUser('match');
      await ok(serverClient(lab)('PUT', `/v1/server/activity-channels/${name}`, { appId: registration().appId }));
      return name;
    },
    async policyId() {
      const policyId = makeUser('policy');
      await ok(serverClient(lab)('PUT', `/v1/server/policies/${policyId}`, {}));
      return policyId;
    },
    // It is due in a lifetime, so nothing follows from it.
    async broadcastId() {
      const scheduled = { ...broadcastToNobody, sendAt: '2099-01-01T08:00:00Z' };
      return (await ok(serverClient(lab)('POST', '/v1/server/broadcasts', scheduled))).broadcastId;
    },
    async webhookId() {
      const webhookId = `hook-${randomUUID()}`;
      await ok(serverClient(lab)('PUT', `/v1/server/webhooks/${webhookId}`, nowhere));
      return webhookId;
    },
    async appId() {
      const appId = `com.example.app-${randomUUID()}`;
      await ok(serverClient(lab)('PUT', `/v1/server/apps/${appId}`, {}));
      return appId;
    },
  };
  for (const [, name = ''] of routeKey.matchAll(/{(\w+)}/g)) {
    const maker = makers[name];
    if (maker) things[name] = await maker();
    if (things[name] === undefined) throw new Error(`the parameter ${name} of ${routeKey} has no value here`);
  }
  // Bob is needed for longer.
  if (routeKey === 'DELETE /v1/server/users/{userId}/devices') things['userId'] = makeUser('carol');
  if (routeKey === 'DELETE /v1/server/users/{userId}') things['userId'] = makeUser('carol');
  if (routeKey === 'GET /v1/server/users/{userId}/erasure') {
    things['userId'] = makeUser('carol');
    await ok(serverClient(lab)('DELETE', `/v1/server/users/${things['userId']}`));
  }
  // The device is Alice's.
  if (routeKey.includes('/users/{userId}/devices/{deviceId}')) things['userId'] = people.alice;
  if (routeKey.includes('/members/')) things['userId'] = memberOf(things['groupId'] ?? '');
  return things;
}

/** The one in Alice's group whom routes are about: neither Alice nor Bob, who would be asking about himself. */
/** Call logs follow from calls, counters and progress from what workers have done, a moment later. */
const followsLater = (partition: string): boolean => /^(CALLS|RATE|STATISTICS|ERASURE|BROADCAST)#/.test(partition);

const memberOf = (groupId: string): string => `carol of ${groupId}`;

async function makeCall(lab: Lab, { alice, bob }: People, isAnswered: boolean): Promise<string> {
  const { callId } = await ok(
    userClient(lab, alice)('POST', '/v1/calls', { to: { userId: bob }, callerName: 'Alice', timeoutSeconds: 600 }),
  );
  if (isAnswered) await ok(userClient(lab, bob)('POST', `/v1/calls/${callId}/answer`, {}));
  return callId;
}

/** @throws Error for an answer that the preparation does not count on. */
async function ok(answering: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

const broadcastToNobody = {
  appId: 'com.example.ringpost',
  audience: { tags: { any: ['nobody'] } },
  message: { offlinePush: { desc: 'hi' } },
};

/** A token of its own each time: one that another device holds would move. */
const registration = () => ({
  appId: 'com.example.ringpost',
  tokens: { alert: { token: randomUUID().replaceAll('-', '').repeat(2), environment: 'production' } },
});

function requestOf(people: People, phone: LabPhone, routeKey: KnownRouteKey, things: Things) {
  const [method = '', pattern = ''] = routeKey.split(' ');
  const path = pattern.replaceAll(/{(\w+)}/g, (_all, name: string) => writePathId(things[name] ?? ''));
  const body = bodyOf(people, phone, routeKey);
  return { method, path, ...(body !== undefined && { body }) };
}

function bodyOf({ alice, bob }: People, { deviceId }: LabPhone, routeKey: KnownRouteKey): unknown {
  const message = { to: { userId: bob }, ...text('hi') };
  const call = { to: { userId: bob }, callerName: 'Alice', timeoutSeconds: 600 };
  const at = '2026-11-22T12:00:00Z';
  const activity = { appId: registration().appId, to: { userId: bob }, contentState: {} };
  const bodies: Partial<Record<KnownRouteKey, unknown>> = {
    'PUT /v1/devices/{deviceId}': registration(),
    'PUT /v1/devices/{deviceId}/activities/{activityId}': registration().tokens.alert,
    'POST /v1/server/activities': { ...activity, attributesType: 'Order', alert: { title: 'A', body: 'B' } },
    'POST /v1/server/activities/{activityId}/update': activity,
    'POST /v1/server/activities/{activityId}/end': activity,
    'PUT /v1/devices/{deviceId}/presence': { state: 'background' },
    'PUT /v1/profile': { nickname: 'A' },
    'PUT /v1/conversations/{conversationId}/settings': { receive: 'silent' },
    'PUT /v1/call-directory/{number}': { label: 'Work' },
    'POST /v1/messages': message,
    'POST /v1/receipts': { receipts: [{ messageId: randomUUID(), deviceId, event: 'shown', at }] },
    'POST /v1/receipts/{ticket}': { event: 'callReported', at },
    'POST /v1/calls': call,
    'PATCH /v1/calls/{callId}': { callerName: 'A' },
    'PATCH /v1/server/calls/{callId}': { callerName: 'A' },
    'POST /v1/calls/{callId}/participants': { userIds: [makeUser('dave')] },
    'PUT /v1/groups/{groupId}': { name: 'New name' },
    'PUT /v1/groups/{groupId}/members/{userId}': { card: 'Card' },
    'PUT /v1/server/policies/{policyId}': {},
    'PUT /v1/server/webhooks/{webhookId}': nowhere,
    'PUT /v1/server/users/{userId}/profile': { nickname: 'A' },
    'PUT /v1/server/users/{userId}/tags': { tags: ['beta'] },
    'PUT /v1/server/users/{userId}/conversations/{conversationId}/settings': { receive: 'silent' },
    'PUT /v1/server/users/{userId}/devices/{deviceId}': registration(),
    'PUT /v1/server/groups/{groupId}': { name: 'New name' },
    'POST /v1/server/groups/{groupId}/members': { add: [{ userId: bob }] },
    'PUT /v1/server/apps/{appId}': {},
    'PUT /v1/server/activity-channels/{name}': { appId: 'com.example.ringpost' },
    'POST /v1/server/activity-channels/{name}/update': { event: 'update', contentState: {} },
    'POST /v1/server/users/{userId}/pushes/{wantedId}/outcome': { token: 'fcm-token-of-nobody', outcome: 'accepted' },
    'POST /v1/server/pushes': {
      appId: registration().appId,
      to: { userId: bob },
      pushType: 'alert',
      payload: { aps: { alert: 'hi' } },
    },
    'POST /v1/server/messages': { from: alice, ...message },
    'POST /v1/server/messages/batch': { messages: [{ from: alice, ...message }] },
    'POST /v1/server/calls': { from: alice, ...call },
    'POST /v1/server/broadcasts': broadcastToNobody,
    'POST /v1/server/broadcasts/{broadcastId}/recall': { mode: 'withdraw' },
  };
  return bodies[routeKey] ?? (/^POST .*\/calls\/{callId}/.test(routeKey) ? {} : undefined);
}
