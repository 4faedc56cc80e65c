/**
 * Uses a lab so that each function does once everything that it ever asks AWS for. What is not done here counts as a
 * right that nobody needs: see leastPrivilege.test.ts.
 */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { FunctionCall } from '../../../lab/aws/iam/roles.ts';
import { clientOptions } from '../../../lab/aws/localAws.ts';
import type { Lab } from '../../../lab/lab.ts';
import { allStarted } from '../../../lab/parts.ts';
import type { FunctionName } from '../../../shared/api/functionSettings.ts';
import { writePathId } from '../../../shared/platform/pathId.ts';
import { deviceKey } from '../../../shared/platform/table/keys.ts';
import {
  type Answer,
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  type Request,
  send,
  serverClient,
  text,
  until,
  userClient,
} from '../../support/lab/labClient.ts';

interface People {
  lab: Lab;
  /** Waits until the function has asked for that: some of what workers do shows nowhere else. */
  heard(name: FunctionName, action: string, resource: string, leadingKey?: string): Promise<unknown>;
  aliceId: string;
  bobId: string;
  alice: Request;
  bob: Request;
  phone: LabPhone;
  groupId: string;
  policyId: string;
}

/** @param known all that the lab's functions have asked for so far; it grows meanwhile. */
export async function useEveryRight(lab: Lab, known: readonly FunctionCall[]): Promise<void> {
  const people = await makePeople(lab, known);
  await teamSettings(people);
  await groups(people);
  const scenes = [
    rates,
    devices,
    preferences,
    messages,
    calls,
    insurance,
    contacts,
    largeMessages,
    largeGroup,
    callTimers,
    unreadableTask,
    webhooks,
    earlierUser,
    rawPushes,
    erasure,
    broadcasts,
    activityChannels,
  ];
  await allStarted(scenes.map((scene) => scene(people)));
  await ok(anybody(lab)('POST', '/lab/watch'));
  await ok(anybody(lab)('GET', '/v1/health'));
}

/** @throws Error for an answer that the scenario does not count on. */
async function ok(answering: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

async function makePeople(lab: Lab, known: readonly FunctionCall[]): Promise<People> {
  const [aliceId, bobId] = [makeUser('alice'), makeUser('bob')];
  const phone = await makePhone(lab, { userId: bobId });
  const isAsked = (name: FunctionName, action: string, resource: string, leadingKey?: string) =>
    known.some(
      ({ function: asking, authorizations }) =>
        asking === name &&
        authorizations.some(
          (each) =>
            each.action === action &&
            each.resource.endsWith(resource) &&
            (leadingKey === undefined || each.leadingKeys?.includes(leadingKey)),
        ),
    );
  return {
    lab,
    heard: (...call) =>
      until(
        async () => isAsked(...call),
        (asked) => asked,
        30_000,
      ),
    aliceId,
    bobId,
    alice: userClient(lab, aliceId),
    bob: userClient(lab, bobId),
    phone,
    groupId: makeUser('family'),
    policyId: makeUser('news'),
  };
}

async function teamSettings({ lab, bobId, phone: { appId }, policyId }: People): Promise<void> {
  const server = serverClient(lab);
  for (const [collection, id, settings] of [
    ['policies', policyId, { title: 'News', forUsers: true }],
    ['apps', appId, { calls: { pushWhenRingingStops: true }, rates: { groupAdditions: 240 } }],
  ] as const) {
    const path = `/v1/server/${collection}/${id}`;
    await ok(server('PUT', path, settings));
    await ok(server('GET', path));
    await ok(server('GET', `/v1/server/${collection}`));
    await ok(server('DELETE', path));
    await ok(server('PUT', path, settings));
  }
  await ok(server('GET', `/v1/server/users/${bobId}`));
  await ok(server('GET', '/v1/server/stats'));
  const kicked = makeUser('carol');
  await makePhone(lab, { userId: kicked });
  const { deviceId, appId: itsApp } = await makePhone(lab, { userId: kicked });
  const pushId = encodeURIComponent(`${itsApp}/${deviceId}`);
  await ok(server('DELETE', `/v1/server/users/${kicked}/devices?pushId=${pushId}`));
  await ok(server('DELETE', `/v1/server/users/${kicked}/devices`));
}

/** To a port of this machine where nobody listens: each delivery fails, and is queued again. */
async function webhooks({ lab, alice, heard }: People): Promise<void> {
  const server = serverClient(lab);
  const path = '/v1/server/webhooks/nowhere';
  const input = { url: 'http://127.0.0.1:9/', events: ['call.ringing', 'call.failed'] };
  await ok(server('PUT', path, input));
  await ok(server('GET', path));
  await ok(server('GET', '/v1/server/webhooks'));
  await ok(alice('POST', '/v1/calls', { to: { userId: makeUser('nobody') } }));
  await heard('webhooks', 'dynamodb:UpdateItem', '', 'WEBHOOKS');
  await heard('webhooks', 'sqs:SendMessage', 'ringpost-lab-webhooks');
  await putTask(lab, 'ringpost-lab-webhooks', { task: 'unheard of' });
  await heard('webhooks', 'sqs:SendMessage', 'ringpost-lab-webhooks-dead');
  await putTask(lab, 'ringpost-lab-webhooks', { task: 'publish', event: testEvent });
  await heard('webhooks', 'events:PutEvents', '');
  await ok(server('DELETE', path));
}

const testEvent = {
  id: 'e1',
  type: 'call.ringing',
  timestamp: '2026-11-22T12:00:00.000Z',
  data: { eventId: 'e1', at: '2026-11-22T12:00:00.000Z' },
};

async function devices({ lab, bob, bobId, phone }: People): Promise<void> {
  await ok(bob('GET', '/v1/devices'));
  const presence = `/v1/devices/${phone.deviceId}/presence`;
  const second = await makePhone(lab, { userId: bobId });
  await ok(bob('PUT', presence, { state: 'background', unreadCount: 3 }));
  // The badge of the other phone follows, through the queue.
  await until(
    () => pushesTo(lab, second),
    (pushes) => pushes.length > 0,
  );
  await ok(bob('DELETE', `/v1/devices/${second.deviceId}/tokens/alert`));
  await ok(bob('DELETE', `/v1/devices/${second.deviceId}`));
  await moveTokens(lab);
}

/** To an app of its own: a phone in each state, and a stop, a recall and a removal. */
async function broadcasts({ lab }: People): Promise<void> {
  const server = serverClient(lab);
  const appId = 'com.example.news';
  const [frank, grace] = [makeUser('frank'), makeUser('grace')];
  await makePhone(lab, { appId, userId: frank });
  const gone = await makePhone(lab, { appId, userId: grace });
  const unknown = { token: 'ab'.repeat(32), environment: 'production' };
  await ok(
    userClient(lab, makeUser('heidi'))('PUT', `/v1/devices/${randomUUID()}`, { appId, tokens: { alert: unknown } }),
  );
  await ok(anybody(lab)('PATCH', `/lab/phones/${gone.phoneId}`, { uninstalled: true }));
  const policyId = makeUser('news');
  await ok(server('PUT', `/v1/server/policies/${policyId}`, { sound: 'none' }));
  const path = '/v1/server/broadcasts';
  const message = { offlinePush: { policyId, desc: 'hi' } };
  const start = async (audience: object, others: object = {}) =>
    (await ok(server('POST', path, { appId, audience, message, ...others }))).broadcastId;
  const finish = (broadcastId: string) =>
    until(
      () => server('GET', `${path}/${broadcastId}`),
      ({ body }) => body.state === 'finished',
      60_000,
    );
  // The first push finds the credentials, the host of a token, and the dead one.
  await finish(await start({ all: true }));
  await ok(server('POST', `${path}/${await start({ userIds: [frank] })}/stop`));
  const listed = await start({ userIds: [frank, makeUser('nobody')] });
  await finish(listed);
  await ok(server('POST', `${path}/${listed}/recall`));
  // APNs wants the next push of the app later.
  await ok(anybody(lab)('POST', '/lab/faults', { kind: 'status', status: 503, match: appId, count: 1 }));
  await finish(await start({ userIds: [frank] }));
  await ok(server('DELETE', `${path}/${await start({ all: true }, { sendAt: '2099-01-01T08:00:00Z' })}`));
  await ok(server('GET', path));
  const withKey = serverClient(lab, lab.secretAccessKey, { 'idempotency-key': randomUUID() });
  const body = { appId, audience: { userIds: [frank] }, message };
  await ok(withKey('POST', path, body));
  await ok(withKey('POST', path, body));
  const refusing = serverClient(lab, lab.secretAccessKey, { 'idempotency-key': randomUUID() });
  await refusing('POST', path, { ...body, message: { offlinePush: {} } });
}

/** A phone whose app is reinstalled, for another user: its tokens move. */
async function moveTokens(lab: Lab): Promise<void> {
  const [before, after] = [userClient(lab, makeUser('dave')), userClient(lab, makeUser('erin'))];
  const { appId, tokens } = await makePhone(lab);
  const register = (user: Request, kinds: object) =>
    ok(user('PUT', `/v1/devices/${randomUUID()}`, { appId, ...kinds }));
  const [alert, voip] = [{ token: tokens.alert }, { token: tokens.voip }];
  await register(before, { tokens: { alert, voip } });
  await register(after, { tokens: { alert } });
}

/** Twice what a function takes from a user before it writes the shared counter: the minute may end in between. */
async function rates({ lab }: People): Promise<void> {
  const userId = makeUser('mike');
  const mike = userClient(lab, userId);
  const { appId } = await makePhone(lab);
  const nobody = { to: { userId: makeUser('nobody') } };
  const repeat = async (times: number, request: () => Promise<Answer>): Promise<void> => {
    for (let time = 0; time < times; time += 1) await ok(request());
  };
  await repeat(12, () => mike('POST', '/v1/messages', { ...nobody, ...text('hi') }));
  await repeat(4, () => mike('POST', '/v1/calls', nobody));
  await repeat(4, () => mike('PUT', `/v1/devices/${randomUUID()}`, { appId, tokens: {} }));
  const at = new Date().toISOString();
  const receipts = Array.from({ length: 100 }, () => ({
    messageId: randomUUID(),
    deviceId: randomUUID(),
    event: 'shown',
    at,
  }));
  await repeat(2, () => mike('POST', '/v1/receipts', { receipts }));
  await repeat(4, () => mike('DELETE', '/v1/me'));
}

async function preferences({ bob, aliceId }: People): Promise<void> {
  // What broadcasts know of Bob changes.
  await ok(bob('PUT', '/v1/profile', { nickname: 'Bob', locale: 'en' }));
  await ok(bob('GET', '/v1/profile'));
  const settings = `/v1/conversations/${writePathId(`user:${aliceId}`)}/settings`;
  await ok(bob('PUT', settings, { receive: 'silent' }));
  await ok(bob('GET', settings));
  await ok(bob('PUT', settings, { receive: 'push' }));
  await ok(bob('GET', `/v1/conversations/${writePathId('group:any')}/settings`));
  // Not Alice: she calls Bob in another scene at the same time.
  const mallory = makeUser('mallory');
  await ok(bob('PUT', `/v1/blocks/${mallory}`));
  await ok(bob('GET', '/v1/blocks'));
  await ok(bob('DELETE', `/v1/blocks/${mallory}`));
  const number = '/v1/call-directory/13800138000';
  await ok(bob('PUT', number, { label: 'Work' }));
  const { cursor } = await ok(bob('GET', '/v1/call-directory'));
  await ok(bob('DELETE', number));
  await ok(bob('GET', `/v1/call-directory?since=${cursor}`));
}

async function groups({ lab, alice, bobId, groupId }: People): Promise<void> {
  const path = `/v1/groups/${groupId}`;
  await ok(alice('PUT', path, { name: 'Family' }));
  await ok(alice('PUT', `${path}/members/${bobId}`, {}));
  await ok(alice('GET', path));
  await ok(alice('GET', `${path}/members`));
  const left = makeUser('frank');
  await ok(alice('PUT', `${path}/members/${left}`, {}));
  await ok(userClient(lab, left)('DELETE', `${path}/members/${left}`));
  await ok(serverClient(lab)('POST', `/v1/server/groups/${groupId}/members`, { add: [{ userId: makeUser('dora') }] }));
  const gone = `/v1/groups/${makeUser('gone')}`;
  await ok(alice('PUT', gone, { name: 'Gone' }));
  await ok(alice('PUT', gone, { name: 'Gone soon' }));
  await ok(alice('DELETE', gone));
}

async function messages(people: People): Promise<void> {
  const { alice, bob, bobId, phone, groupId, policyId } = people;
  const { messageId } = await ok(
    alice('POST', '/v1/messages', { to: { groupId }, ...text('hi'), offlinePush: { policyId } }),
  );
  await ok(alice('GET', `/v1/messages/${messageId}`));
  const at = new Date().toISOString();
  const { deviceId } = phone;
  await ok(bob('POST', '/v1/receipts', { receipts: [{ messageId, deviceId, event: 'shown', at }] }));
  await ok(alice('POST', `/v1/messages/${messageId}/recall`));
  await idempotently(people, '/v1/messages', { to: { userId: bobId }, ...text('once') });
  const gone = await uninstalled(people);
  await ok(alice('POST', '/v1/messages', { to: { userId: gone.userId }, ...text('hi') }));
  await ok(alice('POST', '/v1/messages', { to: { userId: await abroad(people) }, ...text('hi'), offlinePush: ring }));
  const late = await triedAgain(people);
  const { messageId: retried } = await ok(alice('POST', '/v1/messages', { to: { userId: late }, ...text('later') }));
  await until(
    () => ok(alice('GET', `/v1/messages/${retried}`)),
    ({ targets }) => targets.every(({ outcome }: { outcome: string }) => outcome === 'accepted'),
    30_000,
  );
}

/** A message that rings. */
const ring = { pushType: 'voip', voip: { callerName: 'Alice' } } as const;

/** Somebody in a territory, for which the app may have a rule. */
async function abroad({ lab }: People): Promise<string> {
  const userId = makeUser('ivan');
  await makePhone(lab, { userId, territory: 'US' });
  return userId;
}

/** Somebody whom APNs cannot take a push for at first. */
async function triedAgain({ lab }: People): Promise<string> {
  const userId = makeUser('judy');
  const { tokens } = await makePhone(lab, { userId });
  await ok(anybody(lab)('POST', '/lab/faults', { kind: 'status', status: 503, match: tokens.alert, count: 1 }));
  return userId;
}

/** The same request twice, and one that is refused and may be sent again. */
async function idempotently({ lab, aliceId }: People, path: string, body: object): Promise<void> {
  const authorization = `Bearer ${await lab.issueUserToken(aliceId)}`;
  const headers = { authorization, 'idempotency-key': randomUUID() };
  await ok(send(lab, { method: 'POST', path, body, headers }));
  await ok(send(lab, { method: 'POST', path, body, headers }));
  const refused = { ...body, to: { groupId: 'nobody-has-this' } };
  await send(lab, { method: 'POST', path, body: refused, headers: { authorization, 'idempotency-key': randomUUID() } });
}

/** Somebody whose phone has lost the app since it was registered. */
async function uninstalled({ lab }: Pick<People, 'lab'>, request: object = {}): Promise<{ userId: string }> {
  const userId = makeUser('grace');
  const { phoneId } = await makePhone(lab, { userId, ...request });
  await ok(anybody(lab)('PATCH', `/lab/phones/${phoneId}`, { uninstalled: true }));
  return { userId };
}

async function calls(people: People): Promise<void> {
  const { lab, alice, bob, bobId, phone, groupId, heard } = people;
  const handle = { type: 'phoneNumber', value: '8613800138000' };
  const { callId } = await ok(alice('POST', '/v1/calls', { to: { groupId }, handle }));
  // For the call logs.
  await heard('callChanges', 'dynamodb:BatchGetItem', '/ringpost-lab');
  const pushes = await until(
    () => pushesTo(lab, phone),
    (all) => all.some(({ payload }) => payload.callId === callId),
  );
  const { ticket } = pushes.find(({ payload }) => payload.callId === callId).payload;
  await ok(anybody(lab)('GET', `/v1/rings/${ticket}`));
  const at = new Date().toISOString();
  const { deviceId } = phone;
  await ok(bob('POST', '/v1/receipts', { receipts: [{ callId, deviceId, event: 'callReported', at }] }));
  await ok(anybody(lab)('POST', `/v1/receipts/${ticket}`, { event: 'callReported', at }));
  await ok(bob('POST', `/v1/calls/${callId}/answer`, { deviceId }));
  await ok(alice('GET', `/v1/calls/${callId}`));
  await ok(alice('POST', `/v1/calls/${callId}/end`));
  await heard('callChanges', 'appsync:EventPublish', '/rings');
  await until(
    () => ok(alice('GET', '/v1/calls')),
    ({ calls: list }) => list.length > 0,
  );
  // With the call, and the group in which it was.
  await ok(serverClient(lab)('GET', `/v1/server/users/${people.aliceId}/export`));
  await idempotently(people, '/v1/calls', { to: { userId: bobId } });
  const gone = await uninstalled(people);
  await ok(alice('POST', '/v1/calls', { to: { userId: gone.userId } }));
}

/** A VoIP push gets lost, so an alert rings a phone that has reported before. Its report comes after all. */
async function insurance({ lab, alice }: People): Promise<void> {
  const ivyId = makeUser('ivy');
  const { deviceId, tokens } = await makePhone(lab, { userId: ivyId });
  const callUntil = async (isWanted: (line: { event: string; reason?: string }) => boolean): Promise<string> => {
    const { callId } = await ok(alice('POST', '/v1/calls', { to: { userId: ivyId } }));
    await until(
      () => ok(alice('GET', `/v1/calls/${callId}`)),
      ({ timeline }) => timeline.some(isWanted),
      60_000,
    );
    return callId;
  };
  const reported = await callUntil(({ event }) => event === 'callReported');
  await ok(alice('POST', `/v1/calls/${reported}/cancel`));
  await ok(anybody(lab)('POST', '/lab/faults', { kind: 'lost', match: tokens.voip, count: 1 }));
  const callId = await callUntil(({ reason }) => reason === 'ring_insurance');
  const receipts = [{ callId, deviceId, event: 'callReported', at: new Date().toISOString() }];
  await ok(userClient(lab, ivyId)('POST', '/v1/receipts', { receipts }));
}

/** More than 100 recipients: the worker plans them, pushes, tries again, and learns of a phone without the app. */
async function largeMessages(people: People): Promise<void> {
  const { lab, alice, aliceId, policyId, heard } = people;
  const server = serverClient(lab);
  const nobody = Array.from({ length: 100 }, () => makeUser('nobody'));
  const sendToMany = async (userIds: string[], offlinePush: object): Promise<string> => {
    const message = { to: { userIds: [...userIds, ...nobody] }, ...text('hi all'), offlinePush };
    // A server: a user may not ring so many.
    return (await ok(server('POST', '/v1/server/messages', { from: aliceId, ...message }))).messageId;
  };
  const gone = await uninstalled(people);
  const messageId = await sendToMany([await triedAgain(people), gone.userId], { policyId });
  const rung = await sendToMany([await abroad(people)], ring);
  await until(
    () => ok(alice('GET', `/v1/messages/${messageId}`)),
    ({ summary }) => summary.accepted === 1 && summary.rejected === 1,
    30_000,
  );
  await until(
    () => ok(alice('GET', `/v1/messages/${rung}`)),
    ({ summary }) => summary.accepted === 1,
  );
  // As a request leaves it that had no time to list a group. This one has no members by now.
  const job = { kind: 'recall', notice: { messageId } };
  await putTask(lab, 'ringpost-lab-delivery', { task: 'expand', job, groupId: makeUser('gone') });
  await heard('deliver', 'dynamodb:Query', '/ringpost-lab');
}

/** A member of a group of more than 100 is looked up when they report that a message was shown. */
async function largeGroup({ alice, bob, bobId, phone: { deviceId } }: People): Promise<void> {
  const groupId = makeUser('everybody');
  await ok(alice('PUT', `/v1/groups/${groupId}`, { name: 'Everybody' }));
  const members = [bobId, ...Array.from({ length: 101 }, () => makeUser('nobody'))];
  for (const userId of members) await ok(alice('PUT', `/v1/groups/${groupId}/members/${userId}`, {}));
  const { messageId } = await ok(alice('POST', '/v1/messages', { to: { groupId }, ...text('hi all') }));
  const receipt = { messageId, deviceId, event: 'shown', at: new Date().toISOString() };
  await ok(bob('POST', '/v1/receipts', { receipts: [receipt] }));
}

/** Users of an app who must share a group to reach each other. */
async function contacts({ lab }: People): Promise<void> {
  const appId = 'com.example.contacts';
  await ok(serverClient(lab)('PUT', `/v1/server/apps/${appId}`, { contacts: 'common_group' }));
  const [ruth, sam] = [makeUser('ruth'), makeUser('sam')];
  await makePhone(lab, { userId: ruth, appId });
  const own = `/v1/groups/${makeUser('ours')}`;
  await ok(userClient(lab, ruth)('PUT', own, { name: 'Ours' }));
  for (const [path, body] of [
    ['/v1/messages', text('hi')],
    ['/v1/calls', {}],
  ] as const) {
    await userClient(lab, ruth)('POST', path, { to: { userId: sam }, ...body });
  }
  await userClient(lab, ruth)('PUT', `${own}/members/${sam}`, {});
}

/** A user with a phone, a profile, a group with others and one alone. */
async function erasure({ lab, aliceId }: People): Promise<void> {
  const userId = makeUser('nora');
  const nora = userClient(lab, userId);
  await makePhone(lab, { userId });
  await ok(nora('PUT', '/v1/profile', { nickname: 'Nora' }));
  await ok(nora('PUT', `/v1/blocks/${makeUser('nobody')}`));
  await ok(nora('PUT', '/v1/call-directory/13800138001', { label: 'Work' }));
  await ok(nora('POST', '/v1/calls', { to: { userId: makeUser('nobody') } }));
  await until(
    () => ok(nora('GET', '/v1/calls')),
    ({ calls: list }) => list.length > 0,
    30_000,
  );
  for (const name of ['ours', 'mine']) {
    const groupId = `${name}-of-${userId}`;
    await ok(nora('PUT', `/v1/groups/${groupId}`, { name: 'Ours' }));
    if (name === 'ours') await ok(nora('PUT', `/v1/groups/${groupId}/members/${aliceId}`, {}));
  }
  const server = serverClient(lab);
  await ok(server('DELETE', `/v1/server/users/${userId}`));
  await until(
    () => ok(server('GET', `/v1/server/users/${userId}/erasure`)),
    ({ state }) => state === 'finished',
    60_000,
  );
}

/** Rings by alerts are repeated, until the phone has lost the app; a timer that comes too early is set again. */
async function callTimers({ lab, alice, heard }: People): Promise<void> {
  const appId = 'com.example.elsewhere';
  const settings = {
    territoryRule: { territories: ['CN'], instead: 'alert' },
    calls: { alertRepeatSeconds: 1, pushWhenRingingStops: true },
  };
  await ok(serverClient(lab)('PUT', `/v1/server/apps/${appId}`, settings));
  const userId = makeUser('heidi');
  const phone = await makePhone(lab, { userId, appId, territory: 'CN' });
  const handle = { type: 'phoneNumber', value: '+8613800000001' };
  const { callId } = await ok(alice('POST', '/v1/calls', { to: { userId }, handle, timeoutSeconds: 120 }));
  await until(
    () => pushesTo(lab, phone),
    (pushes) => pushes.length > 1,
  );
  await ok(anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, { uninstalled: true }));
  await heard('callTimer', 'dynamodb:DeleteItem', '/ringpost-lab');
  await putTask(lab, 'ringpost-lab-call-timers', { task: 'expire', callId, dueAtMs: Date.now() + 60_000 });
  await heard('callTimer', 'sqs:SendMessage', 'call-timers');
  // A call that nobody answers: its end is written, its phone is notified, and that is noted.
  const unanswered = makeUser('kate');
  await makePhone(lab, { userId: unanswered, appId, territory: 'CN' });
  await ok(alice('POST', '/v1/calls', { to: { userId: unanswered }, timeoutSeconds: 1 }));
  await heard('callTimer', 'dynamodb:BatchWriteItem', '/ringpost-lab');
}

/** Where a user's item holds no devices, those that version 0.3.0 has stored are looked for. */
async function earlierUser({ lab, alice, heard, phone: { appId } }: People): Promise<void> {
  const { endpoints, region, tableName, serviceCredentials } = await ok(anybody(lab)('GET', '/lab/access'));
  const userId = makeUser('olga');
  const { deviceId, tokens } = await makePhone(lab, { appId });
  const registeredAt = new Date().toISOString();
  const alert = { token: tokens.alert, environment: 'production', state: 'proven', registeredAt };
  const Item = { ...deviceKey(userId, deviceId), userId, deviceId, appId, tokens: { alert }, registeredAt };
  const client = new DynamoDBClient({ region, endpoint: endpoints.dynamoDb, credentials: serviceCredentials });
  await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: tableName, Item }));
  client.destroy();
  await ok(serverClient(lab)('GET', `/v1/server/users/${userId}`));
  const olga = userClient(lab, userId);
  await ok(olga('PUT', '/v1/call-directory/13800138000', { label: 'Peter' }));
  const receipt = { messageId: randomUUID(), deviceId, event: 'shown', at: registeredAt };
  await ok(olga('POST', '/v1/receipts', { receipts: [receipt] }));
  await ok(alice('POST', '/v1/calls', { to: { userId }, timeoutSeconds: 1 }));
  await heard('callTimer', 'dynamodb:Query', '/ringpost-lab', `USER#${userId}`);
}

/** The same request twice, and one that is refused; one to somebody whose phone has lost the app. */
async function rawPushes(people: People): Promise<void> {
  const { lab, bobId, phone } = people;
  const pushTo = (userId: string) =>
    serverClient(lab, undefined, { 'idempotency-key': `push to ${userId}`.replaceAll(' ', '-') })(
      'POST',
      '/v1/server/pushes',
      { appId: phone.appId, to: { userId }, pushType: 'alert', payload: { aps: { alert: 'hi' } } },
    );
  await ok(pushTo(bobId));
  await ok(pushTo(bobId));
  await pushTo(makeUser('nobody'));
  await ok(pushTo((await uninstalled(people)).userId));
}

/** A channel that one of Apple's hosts creates at the second attempt. */
async function activityChannels({ lab, phone: { appId } }: People): Promise<void> {
  const server = serverClient(lab);
  const path = `/v1/server/activity-channels/${makeUser('match')}`;
  await ok(anybody(lab)('POST', '/lab/faults', { kind: 'status', status: 400, match: '/channels', count: 1 }));
  await ok(server('PUT', path, { appId }));
  await ok(server('PUT', path, { appId }));
  await ok(server('GET', '/v1/server/activity-channels'));
  await ok(server('DELETE', path));
}

/** It ends among the dead letters, with the reason. */
async function unreadableTask({ lab, heard }: People): Promise<void> {
  await putTask(lab, 'ringpost-lab-delivery', { task: 'unheard of' });
  await heard('deliver', 'sqs:SendMessage', 'delivery-dead');
}

async function putTask(lab: Lab, queueName: string, task: object): Promise<void> {
  const { endpoints, deliveryQueueUrl } = await ok(anybody(lab)('GET', '/lab/access'));
  const client = new SQSClient(clientOptions(endpoints.sqs));
  const QueueUrl = deliveryQueueUrl.replace(/[^/]+$/, queueName);
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(task) }));
  client.destroy();
}
