/** A call in a group as a Live Activity, from the API to the phones. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AcceptedPush } from '../../lab/apple/apple.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { makePhone, makeUser, until, userClient } from '../support/lab/labClient.ts';

const appId = 'com.example.ringpost';
let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

const apsOf = ({ payload }: AcceptedPush) => payload['aps'] as Record<string, unknown>;

/** A phone that follows the channel of each Live Activity that is started on it. @returns what it has got. */
async function cardPhone(userId: string): Promise<AcceptedPush[]> {
  const pushes: AcceptedPush[] = [];
  const request = { bundleId: appId, environment: 'production', phoneId: userId, onPush: () => {} } as const;
  const token = lab.apple.install(request).addToken('liveactivity', (start) => {
    pushes.push(start);
    lab.apple.followChannel(token, String(apsOf(start)['input-push-channel']), (update) => pushes.push(update));
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
  const shown = () => cards.map((pushes) => pushes.map(apsOf).at(-1)?.['content-state']);
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
  expect(cards.map((pushes) => pushes.map((push) => apsOf(push)['event']))).toEqual([
    ['start', 'update', 'end'],
    ['start', 'update', 'end'],
  ]);
  const requests = lab.apple.pushes().filter(({ path }) => path?.includes('/broadcasts/'));
  expect(requests.map(({ host, status }) => ({ host, status }))).toEqual([
    { host: 'production', status: 200 },
    { host: 'production', status: 200 },
  ]);
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
