/** A call in a group as a Live Activity, from the API to the phones. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AcceptedPush } from '../../lab/apple/apple.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import type { ActivityView } from '../../lab/phones/view.ts';
import { anybody, type LabPhone, makePhone, makeUser, screenOf, until, userClient } from '../support/lab/labClient.ts';

const appId = 'com.example.ringpost';
let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

const apsOf = (payload: unknown) => (payload as { aps: Record<string, unknown> }).aps;

/** A phone that follows the channel of each Live Activity that is started on it. @returns what it has got. */
async function cardPhone(userId: string): Promise<AcceptedPush[]> {
  const pushes: AcceptedPush[] = [];
  const request = { bundleId: appId, environment: 'production', phoneId: userId, onPush: () => {} } as const;
  const token = lab.apple.install(request).addToken('liveactivity', (start) => {
    pushes.push(start);
    lab.apple.followChannel(token, String(apsOf(start.payload)['input-push-channel']), (update) => pushes.push(update));
  });
  const body = { appId, tokens: { liveActivityStart: { token } } };
  expect(await userClient(lab, userId)('PUT', `/v1/devices/card-${userId}`, body)).toMatchObject({ status: 200 });
  return pushes;
}

test('a call in a group is shown to its members, who join it, until it ends', async () => {
  // Prepare
  const [alice, bob, carol, dave] = ['alice', 'bob', 'carol', 'dave'].map(makeUser) as [string, string, string, string];
  await makePhone(lab, { userId: bob });
  const cards = [await cardPhone(carol), await cardPhone(dave)];
  const groupId = makeUser('family');
  await userClient(lab, alice)('PUT', `/v1/groups/${groupId}`, { name: 'Family' });
  for (const userId of [bob, carol, dave]) {
    await userClient(lab, alice)('PUT', `/v1/groups/${groupId}/members/${userId}`, {});
  }
  const shown = () => cards.map((pushes) => pushes.map(({ payload }) => apsOf(payload)).at(-1)?.['content-state']);
  const untilShown = (state: string, inCall: number) =>
    until(
      async () => shown() as ({ state: string; inCall: number } | undefined)[],
      (contents) => contents.every((content) => content?.state === state && content.inCall === inCall),
      60_000,
    );

  // Act
  const call = { to: { groupId }, ring: [bob], liveActivity: true, callerName: 'Alice', timeoutSeconds: 600 };
  const { callId } = (await userClient(lab, alice)('POST', '/v1/calls', call)).body;
  await untilShown('ringing', 1);
  const joined = await userClient(lab, carol)('POST', `/v1/calls/${callId}/answer`, { deviceId: `card-${carol}` });
  await untilShown('answered', 2);
  await userClient(lab, alice)('POST', `/v1/calls/${callId}/end`, {});
  await untilShown('ended', 0);

  // Assess
  expect(joined).toMatchObject({ status: 200, body: { state: 'answered' } });
  expect(cards.map((pushes) => pushes.map((push) => apsOf(push.payload)['event']))).toEqual([
    ['start', 'update', 'end'],
    ['start', 'update', 'end'],
  ]);
  const requests = lab.apple.pushes().filter(({ path }) => path?.includes('/broadcasts/'));
  expect(requests.map(({ host, status }) => ({ host, status }))).toEqual([
    { host: 'production', status: 200 },
    { host: 'production', status: 200 },
  ]);
});

test('the lock screens of the members show each change of the call, until it ends', async () => {
  // Prepare
  const names = ['alice', 'bob', 'carol', 'dave', 'erin'];
  const [alice, bob, carol, dave, erin] = names.map(makeUser) as [string, string, string, string, string];
  const members = [bob, carol, dave, erin];
  const phones: LabPhone[] = await Promise.all([
    ...members.map((userId) => makePhone(lab, { userId })),
    makePhone(lab, { userId: erin, build: 'debug' }),
  ]);
  const groupId = makeUser('family');
  await userClient(lab, alice)('PUT', `/v1/groups/${groupId}`, { name: 'Family' });
  for (const userId of members) await userClient(lab, alice)('PUT', `/v1/groups/${groupId}/members/${userId}`, {});
  const cards = async (of = phones): Promise<ActivityView[][]> =>
    Promise.all(of.map(async (phone) => (await screenOf(lab, phone)).activities));
  const untilShown = (content: object, of = phones) =>
    expect
      .poll(() => cards(of), { timeout: 60_000, interval: 50 })
      .toMatchObject(of.map(() => [{ state: 'active', contentState: content }]));
  const reach = (network: 'on' | 'off') => anybody(lab)('PATCH', `/lab/phones/${away.phoneId}`, { network });
  const [away, ...near] = phones.toReversed() as [LabPhone, ...LabPhone[]];
  const onCall = (userId: string, callId: string, action: string) =>
    userClient(lab, userId)('POST', `/v1/calls/${callId}/${action}`, {});

  // Act
  const call = { to: { groupId }, ring: [bob], liveActivity: true, callerName: 'Alice', timeoutSeconds: 600 };
  const { callId } = (await userClient(lab, alice)('POST', '/v1/calls', call)).body;
  await untilShown({ state: 'ringing', inCall: 1, ringing: 1 });
  await onCall(carol, callId, 'answer');
  await untilShown({ state: 'answered', inCall: 2 });
  await reach('off');
  await onCall(dave, callId, 'answer');
  await untilShown({ inCall: 3 }, near);
  await onCall(bob, callId, 'decline');
  await untilShown({ inCall: 3, ringing: 0 }, near);
  const [missed] = await cards([away]);
  await reach('on');
  await untilShown({ state: 'answered', inCall: 3, ringing: 0 });
  const channelIds = new Set((await cards()).flat().map(({ channelId }) => channelId));
  await onCall(alice, callId, 'end');
  await expect.poll(() => cards(), { timeout: 60_000, interval: 50 }).toEqual(phones.map(() => []));

  // Assess
  expect(missed).toMatchObject([{ activityId: callId, contentState: { inCall: 2 } }]);
  const broadcasts = lab.apple.pushes().filter(({ path }) => path?.includes('/broadcasts/'));
  const perChannel = [...channelIds].map((channelId) =>
    broadcasts
      .filter(({ headers }) => headers['apns-channel-id'] === channelId)
      .map(({ payload }) => apsOf(payload)['content-state']),
  );
  const changes = [
    { state: 'answered', inCall: 2, ringing: 1 },
    { state: 'answered', inCall: 3, ringing: 1 },
    { state: 'answered', inCall: 3, ringing: 0 },
    { state: 'ended', inCall: 0, ringing: 0 },
  ];
  // One channel in each of Apple's environments.
  expect(perChannel).toMatchObject([changes, changes]);
});

test('a user who is not in the group does not join its call', async () => {
  // Prepare
  const [alice, bob, mallory] = ['alice', 'bob', 'mallory'].map(makeUser) as [string, string, string];
  await makePhone(lab, { userId: bob });
  const started = await cardPhone(bob);
  const groupId = makeUser('family');
  await userClient(lab, alice)('PUT', `/v1/groups/${groupId}`, { name: 'Family' });
  await userClient(lab, alice)('PUT', `/v1/groups/${groupId}/members/${bob}`, {});
  const call = { to: { groupId }, liveActivity: true, timeoutSeconds: 600 };
  const { callId } = (await userClient(lab, alice)('POST', '/v1/calls', call)).body;
  await until(
    async () => started.length,
    (count) => count > 0,
    60_000,
  );
  // Act
  const answer = await userClient(lab, mallory)('POST', `/v1/calls/${callId}/answer`, {});
  // Assess
  expect(answer).toMatchObject({ status: 404, body: { code: 'unknown_call' } });
});
