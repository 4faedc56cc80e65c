/** Every example of the API's document, sent to a lab: what the reference shows is what the API takes. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { examples } from '../../scripts/openapi/examples/all.ts';
import { ids } from '../../scripts/openapi/examples/example.ts';
import { parameters } from '../../scripts/openapi/examples/parameters.ts';
import { operations } from '../../scripts/openapi.ts';
import { type KnownRouteKey, routes } from '../../shared/api/routes.ts';
import { anybody, serverClient, text, until, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
/** What the lab has made, in place of the made-up IDs of the examples. */
const made: Record<string, string> = {};
const receivers: Server[] = [];

beforeAll(async () => {
  lab = await startLab({ port: 0 });
  const { phones } = (await anybody(lab)('GET', '/lab/phones')).body;
  // Bob's phones get no pushes, so none of them answers or is busy by itself.
  for (const { phoneId } of phones) await anybody(lab)('PATCH', `/lab/phones/${phoneId}`, { network: 'off' });
});
afterAll(async () => {
  for (const receiver of receivers) receiver.close();
  await lab.stop();
});

interface Example {
  body?: unknown;
  answers: Record<number, { oneOf?: Record<string, object> } | undefined>;
}

const exampleOf = (key: KnownRouteKey) => examples[key] as Example;

/** The names of an object's fields, in their order. */
const fieldsOf = (value: object | undefined): string[] => Object.keys(value ?? {});

async function ask(key: KnownRouteKey, userId: string) {
  const [method = '', template = ''] = key.split(' ');
  const path = template.replaceAll(/{(\w+)}/g, (_all, name: string) =>
    encodeURIComponent(made[name] ?? parameters[name]?.example ?? ''),
  );
  const { caller } = routes[key];
  const client = { user: userClient(lab, userId), server: serverClient(lab), none: anybody(lab) }[caller];
  return client(method, path, exampleOf(key).body);
}

async function sendMessage(): Promise<void> {
  made['messageId'] = (await ask('POST /v1/messages', 'alice')).body.messageId;
}

async function startCall(): Promise<void> {
  made['callId'] = (await ask('POST /v1/calls', 'alice')).body.callId;
}

async function answerCall(): Promise<void> {
  await startCall();
  await ask('POST /v1/calls/{callId}/answer', 'bob');
}

/** The ticket of a phone that rang while another one answered. */
async function findTicket(): Promise<void> {
  await startCall();
  const find = async (): Promise<string | undefined> => {
    const { pushes } = (await anybody(lab)('GET', '/lab/pushes?since=0')).body;
    return pushes.find(({ payload }: { payload: { callId?: string } }) => payload.callId === made['callId'])?.payload
      .ticket;
  };
  made['ticket'] = (await until(find, (ticket) => ticket !== undefined, 60_000)) ?? '';
  await ask('POST /v1/calls/{callId}/answer', 'bob');
}

/** The ticket of a message that Bob's phone got. */
async function findReceiptTicket(): Promise<void> {
  await sendMessage();
  const find = async (): Promise<string | undefined> => {
    const { pushes } = (await anybody(lab)('GET', '/lab/pushes?since=0')).body;
    return pushes.find(({ payload }: MessageSeen) => payload.ringpost?.messageId === made['messageId'])?.payload
      .ringpost.receipt;
  };
  made['ticket'] = (await until(find, (ticket) => ticket !== undefined, 60_000)) ?? '';
}

interface MessageSeen {
  payload: { ringpost?: { messageId?: string } };
}

async function putGroup(): Promise<void> {
  await ask('PUT /v1/server/groups/{groupId}', 'alice');
}

async function untilErased(): Promise<void> {
  await until(
    async () => (await ask('GET /v1/server/users/{userId}/erasure', 'bob')).body,
    ({ state }) => state === 'finished',
    60_000,
  );
}

const start = (changes: object = {}) =>
  serverClient(lab)('POST', '/v1/server/broadcasts', {
    ...(exampleOf('POST /v1/server/broadcasts').body as object),
    ...changes,
  });

async function startBroadcast(): Promise<void> {
  made['broadcastId'] = (await start()).body.broadcastId;
}

async function finishBroadcast(): Promise<void> {
  await startBroadcast();
  const read = () => ask('GET /v1/server/broadcasts/{broadcastId}', 'alice');
  await until(read, ({ body }) => body.state === 'finished', 60_000);
}

async function scheduleBroadcast(): Promise<void> {
  made['broadcastId'] = (await start({ sendAt: '2099-01-01T08:00:00Z' })).body.broadcastId;
}

/** A push that Bob's Android device would get from the team's function. */
async function handOver(): Promise<void> {
  const server = serverClient(lab);
  const tokens = { external: { token: ids.externalToken } };
  await server('PUT', '/v1/server/users/bob/devices/bobs-pixel', { appId: ids.app, tokens });
  // His quiet hours and levels are those of the examples.
  await server('POST', '/v1/server/messages', { from: 'alice', to: { userId: 'bob' }, ...text('hi'), force: true });
  const find = async (): Promise<string | undefined> => {
    const { events } = (await anybody(lab)('GET', '/lab/events')).body;
    return events.find(({ detail }: { detail: { token?: string } }) => detail.token === ids.externalToken)?.detail
      .wantedId;
  };
  made['wantedId'] = (await until(find, (wantedId) => wantedId !== undefined, 60_000)) ?? '';
}

/** The example's own URL is nobody's: the test event goes to this machine. */
async function setLocalWebhook(): Promise<void> {
  const receiver = createServer((_request, response) => response.writeHead(204).end());
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  receivers.push(receiver);
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  await serverClient(lab)('PUT', '/v1/server/webhooks/backend', { url, events: ['token.dropped'] });
}

type Step = [key: KnownRouteKey, userId: string, prepare?: () => Promise<void>];

/** Alice writes to Bob and calls him, on the device of the examples. What takes something away comes at the end. */
const steps: Step[] = [
  ['GET /v1/health', 'alice'],
  ['PUT /v1/devices/{deviceId}', 'bob'],
  ['GET /v1/devices', 'bob'],
  ['PUT /v1/profile', 'alice'],
  ['GET /v1/profile', 'alice'],
  ['PUT /v1/groups/{groupId}', 'alice'],
  ['PUT /v1/groups/{groupId}/members/{userId}', 'alice'],
  ['GET /v1/groups/{groupId}', 'bob'],
  ['GET /v1/groups/{groupId}/members', 'bob'],
  ['PUT /v1/conversations/{conversationId}/settings', 'bob'],
  ['GET /v1/conversations/{conversationId}/settings', 'bob'],
  ['POST /v1/messages', 'alice'],
  ['POST /v1/server/messages', 'alice'],
  ['POST /v1/server/messages/batch', 'alice'],
  ['POST /v1/server/pushes', 'bob'],
  ['POST /v1/server/broadcasts', 'alice'],
  ['GET /v1/server/broadcasts/{broadcastId}', 'alice', finishBroadcast],
  ['GET /v1/server/broadcasts', 'alice'],
  ['POST /v1/server/broadcasts/{broadcastId}/stop', 'alice', startBroadcast],
  ['POST /v1/server/broadcasts/{broadcastId}/resume', 'alice'],
  ['POST /v1/server/broadcasts/{broadcastId}/recall', 'alice', startBroadcast],
  ['DELETE /v1/server/broadcasts/{broadcastId}', 'alice', scheduleBroadcast],
  ['PUT /v1/server/activity-channels/{name}', 'bob'],
  ['GET /v1/server/activity-channels', 'bob'],
  ['POST /v1/server/activity-channels/{name}/update', 'bob'],
  ['DELETE /v1/server/activity-channels/{name}', 'bob'],
  ['POST /v1/server/activities', 'bob'],
  ['PUT /v1/devices/{deviceId}/activities/{activityId}', 'bob'],
  ['POST /v1/server/activities/{activityId}/update', 'bob'],
  ['POST /v1/server/activities/{activityId}/end', 'bob'],
  ['DELETE /v1/devices/{deviceId}/activities/{activityId}', 'bob'],
  ['GET /v1/messages/{messageId}', 'alice', sendMessage],
  ['POST /v1/messages/{messageId}/recall', 'alice'],
  ['GET /v1/server/messages/{messageId}', 'alice', sendMessage],
  ['POST /v1/server/messages/{messageId}/recall', 'alice'],
  ['POST /v1/calls', 'alice'],
  ['POST /v1/server/calls', 'alice'],
  ['GET /v1/calls', 'alice'],
  ['GET /v1/calls/{callId}', 'alice', startCall],
  ['PATCH /v1/calls/{callId}', 'alice'],
  ['GET /v1/server/calls/{callId}', 'alice'],
  ['PATCH /v1/server/calls/{callId}', 'alice'],
  ['POST /v1/server/calls/{callId}/cancel', 'alice'],
  ['POST /v1/server/calls/{callId}/end', 'alice', answerCall],
  ['POST /v1/calls/{callId}/answer', 'bob', startCall],
  ['POST /v1/calls/{callId}/participants', 'alice', answerCall],
  ['POST /v1/calls/{callId}/decline', 'bob', startCall],
  ['POST /v1/calls/{callId}/busy', 'bob', startCall],
  ['POST /v1/calls/{callId}/cancel', 'alice', startCall],
  ['POST /v1/calls/{callId}/leave', 'bob', answerCall],
  ['POST /v1/calls/{callId}/end', 'bob', answerCall],
  ['GET /v1/rings/{ticket}', 'bob', findTicket],
  ['POST /v1/receipts', 'bob'],
  ['POST /v1/receipts/{ticket}', 'bob', findReceiptTicket],
  ['PUT /v1/call-directory/{number}', 'bob'],
  ['GET /v1/call-directory', 'bob'],
  ['DELETE /v1/call-directory/{number}', 'bob'],
  ['GET /v1/server/users/{userId}', 'bob'],
  ['GET /v1/server/stats', 'bob'],
  ['PUT /v1/server/policies/{policyId}', 'bob'],
  ['GET /v1/server/policies/{policyId}', 'bob'],
  ['GET /v1/server/policies', 'bob'],
  ['DELETE /v1/server/policies/{policyId}', 'bob'],
  ['PUT /v1/server/apps/{appId}', 'bob'],
  ['GET /v1/server/apps/{appId}', 'bob'],
  ['GET /v1/server/apps', 'bob'],
  ['DELETE /v1/server/apps/{appId}', 'bob'],
  ['PUT /v1/server/webhooks/{webhookId}', 'bob'],
  ['GET /v1/server/webhooks/{webhookId}', 'bob'],
  ['GET /v1/server/webhooks', 'bob'],
  ['POST /v1/server/webhooks/{webhookId}/test', 'bob', setLocalWebhook],
  ['DELETE /v1/server/webhooks/{webhookId}', 'bob'],
  ['PUT /v1/blocks/{userId}', 'alice'],
  ['GET /v1/blocks', 'alice'],
  ['DELETE /v1/blocks/{userId}', 'alice'],
  ['DELETE /v1/groups/{groupId}/members/{userId}', 'alice'],
  ['GET /v1/server/groups/{groupId}', 'alice'],
  ['POST /v1/server/groups/{groupId}/members', 'alice'],
  ['GET /v1/server/groups/{groupId}/members', 'alice'],
  ['PUT /v1/server/groups/{groupId}', 'alice'],
  ['DELETE /v1/groups/{groupId}', 'alice'],
  ['DELETE /v1/server/groups/{groupId}', 'alice', putGroup],
  ['PUT /v1/server/users/{userId}/profile', 'bob'],
  ['GET /v1/server/users/{userId}/profile', 'bob'],
  ['PUT /v1/server/users/{userId}/tags', 'bob'],
  ['GET /v1/server/users/{userId}/tags', 'bob'],
  ['GET /v1/server/users/{userId}/export', 'bob'],
  ['PUT /v1/server/users/{userId}/conversations/{conversationId}/settings', 'bob'],
  ['GET /v1/server/users/{userId}/conversations/{conversationId}/settings', 'bob'],
  ['PUT /v1/server/users/{userId}/blocks/{otherUserId}', 'bob'],
  ['DELETE /v1/server/users/{userId}/blocks/{otherUserId}', 'bob'],
  ['PUT /v1/devices/{deviceId}/presence', 'bob'],
  ['DELETE /v1/devices/{deviceId}/tokens/{kind}', 'bob'],
  ['DELETE /v1/devices/{deviceId}', 'bob'],
  ['PUT /v1/server/users/{userId}/devices/{deviceId}', 'bob'],
  ['DELETE /v1/server/users/{userId}/devices/{deviceId}', 'bob'],
  ['DELETE /v1/server/users/{userId}/devices', 'bob'],
  ['POST /v1/server/users/{userId}/pushes/{wantedId}/outcome', 'bob', handOver],
  ['DELETE /v1/me', 'alice'],
  ['DELETE /v1/server/users/{userId}', 'bob'],
  ['GET /v1/server/users/{userId}/erasure', 'bob', untilErased],
];

test('every operation has its step', () => {
  // Act
  const keys = steps.map(([key]) => key);
  // Assess
  expect(keys.toSorted()).toEqual(Object.keys(routes).toSorted());
  expect(ids.device).toBe(parameters['deviceId']?.example);
});

test.each(steps)('the example of %s is carried out', { timeout: 120_000 }, async (key, userId, prepare) => {
  // Prepare
  await prepare?.();

  // Act
  const { status, body } = await ask(key, userId);

  // Assess
  const { answers } = operations[key];
  const shown = exampleOf(key).answers[status];
  expect(Object.keys(answers), JSON.stringify(body)).toContain(String(status));
  expect(answers[status]?.safeParse(body).error?.issues ?? []).toEqual([]);
  expect(fieldsOf(body)).toEqual(fieldsOf(shown?.oneOf?.['sent'] ?? shown));
});
