/** Groups, mutes, blocks, policies and apps, whole, over HTTP: what docs/api.md promises of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { writePathId } from '../../shared/platform/pathId.ts';
import {
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  screenOf,
  serverClient,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

/** A group of two, each with a phone that is in a pocket. */
async function aGroup() {
  const groupId = makeUser('family');
  const [alice, bob] = [makeUser('alice'), makeUser('bob')];
  const phone = await makePhone(lab, { userId: bob });
  const owner = userClient(lab, alice);
  await owner('PUT', `/v1/groups/${groupId}`, { name: 'Family' });
  await owner('PUT', `/v1/groups/${groupId}/members/${bob}`, { card: 'Dad' });
  return { groupId, alice, bob, phone, owner, member: userClient(lab, bob) };
}

const lastBody = async (phone: LabPhone): Promise<string | undefined> =>
  (
    await until(
      () => screenOf(lab, phone),
      ({ notifications }) => notifications.length > 0,
    )
  ).notifications.at(-1).body;

describe('groups', () => {
  test('are seen by their members, page by page', async () => {
    // Prepare
    const { groupId, alice, bob, member } = await aGroup();
    // Act
    const group = await member('GET', `/v1/groups/${groupId}`);
    const first = await member('GET', `/v1/groups/${groupId}/members?limit=1`);
    const second = await member('GET', `/v1/groups/${groupId}/members?limit=1&cursor=${first.body.cursor}`);
    // Assess
    expect(group.body).toEqual({ groupId, name: 'Family', ownerId: alice, memberCount: 2 });
    expect([...first.body.members, ...second.body.members]).toEqual([{ userId: alice }, { userId: bob, card: 'Dad' }]);
    expect(second.body.cursor).toBeUndefined();
  });

  test('are invisible to others', async () => {
    // Prepare
    const { groupId } = await aGroup();
    const stranger = userClient(lab, makeUser('mallory'));
    // Act
    const read = await stranger('GET', `/v1/groups/${groupId}`);
    const taken = await stranger('PUT', `/v1/groups/${groupId}`, { name: 'Mine' });
    const sent = await stranger('POST', '/v1/messages', { to: { groupId }, ...text('hi') });
    // Assess
    expect(read).toMatchObject({ status: 404, body: { code: 'unknown_group' } });
    expect(taken).toMatchObject({ status: 403, body: { code: 'not_group_owner' } });
    expect(sent).toMatchObject({ status: 404, body: { code: 'unknown_group' } });
  });

  test('get a message under the card of its sender', async () => {
    // Prepare
    const { groupId, alice, phone, owner } = await aGroup();
    await owner('PUT', '/v1/profile', { nickname: 'Alice' });
    await owner('PUT', `/v1/groups/${groupId}/members/${alice}`, { card: 'Mum' });
    // Act
    const { status, body } = await owner('POST', '/v1/messages', { to: { groupId }, ...text('dinner') });
    // Assess
    expect(status).toBe(200);
    expect(body.summary).toMatchObject({ accepted: 1, skipped: 1 });
    expect(await lastBody(phone)).toBe('Mum(Family):dinner');
  });

  test('are left, and deleted', async () => {
    // Prepare
    const { groupId, bob, owner, member } = await aGroup();
    // Act
    const left = await member('DELETE', `/v1/groups/${groupId}/members/${bob}`);
    const deleted = await owner('DELETE', `/v1/groups/${groupId}`);
    // Assess
    expect([left.status, deleted.status]).toEqual([204, 204]);
    expect((await owner('GET', `/v1/groups/${groupId}`)).status).toBe(404);
  });
});

describe('attention in a group', () => {
  test('follows its default level, mentions of everybody, and the force of a server', async () => {
    // Prepare
    const { groupId, alice, bob, owner, member } = await aGroup();
    const put = await owner('PUT', `/v1/groups/${groupId}`, {
      name: 'Family',
      whoMentionsAll: 'owner',
      defaultLevel: 'mentions',
    });
    const to = { groupId };
    const toBob = ({ body }: Awaited<ReturnType<typeof owner>>) =>
      body.targets.find(({ userId }: { userId: string }) => userId === bob);

    // Act
    const plain = await owner('POST', '/v1/messages', { to, ...text('hi') });
    const toAll = await owner('POST', '/v1/messages', { to, mentions: ['@all'], ...text('hi all') });
    const byMember = await member('POST', '/v1/messages', { to, mentions: ['@all'], ...text('hi all') });
    const forced = await serverClient(lab)('POST', '/v1/server/messages', {
      from: alice,
      to,
      force: true,
      ...text('fire'),
    });
    const byUser = await owner('POST', '/v1/messages', { to, force: true, ...text('fire') });

    // Assess
    expect(put.body).toMatchObject({ whoMentionsAll: 'owner', defaultLevel: 'mentions' });
    expect(toBob(plain)).toMatchObject({ outcome: 'skipped', reason: 'muted' });
    expect(toBob(toAll)).toMatchObject({ outcome: 'accepted' });
    expect([byMember.status, byMember.body.code]).toEqual([403, 'mention_all_not_allowed']);
    expect(toBob(forced)).toMatchObject({ outcome: 'accepted', notes: ['forced'] });
    expect([byUser.status, byUser.body.errors]).toEqual([400, [expect.objectContaining({ path: '/force' })]]);
  });
});

describe('a user', () => {
  test('mutes a conversation and still receives mentions', async () => {
    // Prepare
    const { groupId, bob, owner, member } = await aGroup();
    const settings = `/v1/conversations/${writePathId(`group:${groupId}`)}/settings`;
    const put = await member('PUT', settings, { level: 'mentions' });
    // Act
    const plain = await owner('POST', '/v1/messages', { to: { userId: bob }, ...text('to you alone') });
    const muted = await owner('POST', '/v1/messages', { to: { groupId }, ...text('hi all') });
    const mentioned = await owner('POST', '/v1/messages', { to: { groupId }, mentions: [bob], ...text('hi Bob') });
    // Assess
    expect(put.status).toBe(200);
    expect((await member('GET', settings)).body).toEqual({
      level: 'mentions',
      receive: 'none',
      mentionsStillPush: true,
    });
    expect(plain.body.summary.accepted).toBe(1);
    expect(muted.body.targets).toContainEqual(expect.objectContaining({ userId: bob, reason: 'muted' }));
    expect(mentioned.body.targets).toContainEqual(expect.objectContaining({ userId: bob, outcome: 'accepted' }));
  });

  test('is not reached by a blocked user until the block is removed', async () => {
    // Prepare
    const { alice, bob, phone, owner, member } = await aGroup();
    await member('PUT', `/v1/blocks/${alice}`);
    // Act
    const blocked = await owner('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
    const call = await owner('POST', '/v1/calls', { to: { userId: bob }, callerName: 'Alice' });
    const listed = await member('GET', '/v1/blocks');
    await member('DELETE', `/v1/blocks/${alice}`);
    const unblocked = await owner('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
    // Assess
    expect(blocked.body.targets).toMatchObject([{ userId: bob, outcome: 'skipped', reason: 'blocked' }]);
    expect(call.body.targets).toMatchObject([{ userId: bob, outcome: 'skipped', reason: 'blocked' }]);
    expect(listed.body).toEqual({ blocks: [{ userId: alice }] });
    expect(unblocked.body.summary.accepted).toBe(1);
    expect(await pushesTo(lab, phone)).toHaveLength(1);
  });

  test('has a profile with every documented field, which is validated', async () => {
    // Prepare
    const user = userClient(lab, makeUser('bob'));
    const profile = {
      nickname: 'Bob',
      avatarUrl: 'https://example.com/bob.png',
      locale: 'zh-Hans-CN',
      timeZone: 'Asia/Shanghai',
      doNotDisturb: { windows: [{ start: '22:00', end: '07:00' }], allowCalls: true, allowMentions: false },
    };
    // Act
    const put = await user('PUT', '/v1/profile', profile);
    const wrong = await user('PUT', '/v1/profile', {
      avatarUrl: 'http://example.com/bob.png',
      timeZone: 'Mars/Olympus',
      doNotDisturb: { windows: [{ start: '25:00', end: '07:00' }] },
    });
    // Assess
    expect(put).toMatchObject({ status: 200, body: profile });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      '/avatarUrl',
      '/timeZone',
      '/doNotDisturb/windows/0/start',
    ]);
    expect((await user('GET', '/v1/profile')).body).toEqual(profile);
  });
});

describe('a server of the team', () => {
  test('creates a policy that messages use', async () => {
    // Prepare
    const { bob, phone, owner } = await aGroup();
    const server = serverClient(lab);
    const policyId = makeUser('promotion');
    const put = await server('PUT', `/v1/server/policies/${policyId}`, {
      sound: 'bell.caf',
      title: 'News',
      forUsers: true,
    });
    // Act
    const message = { to: { userId: bob }, ...text('hi'), offlinePush: { policyId } };
    const { body } = await owner('POST', '/v1/messages', message);
    // Assess
    expect(put).toMatchObject({
      status: 200,
      body: { policyId, settings: { sound: 'bell.caf', title: 'News', forUsers: true } },
    });
    expect((await server('GET', '/v1/server/policies')).body.policies).toContainEqual({ policyId });
    expect(body.summary.accepted).toBe(1);
    const { notifications } = await until(
      () => screenOf(lab, phone),
      (screen) => screen.notifications.length > 0,
    );
    expect(notifications).toMatchObject([{ title: 'News', sound: 'bell.caf' }]);
  });

  test('deletes a policy, and messages that name it are refused', async () => {
    // Prepare
    const { bob, owner } = await aGroup();
    const server = serverClient(lab);
    const path = `/v1/server/policies/${makeUser('old')}`;
    await server('PUT', path, {});
    // Act
    const deleted = [await server('DELETE', path), await server('DELETE', path)];
    const offlinePush = { policyId: path.split('/').at(-1) };
    const sent = await owner('POST', '/v1/messages', { to: { userId: bob }, ...text('hi'), offlinePush });
    // Assess
    expect(deleted.map(({ status }) => status)).toEqual([204, 404]);
    expect(sent).toMatchObject({ status: 404, body: { code: 'unknown_policy' } });
  });

  test("sets how an app's calls ring where CallKit must not be used", async () => {
    // Prepare
    const server = serverClient(lab);
    const path = '/v1/server/apps/com.example.elsewhere';
    const settings = { territoryRule: { territories: ['CN'], instead: 'skip' }, calls: { voipTtlSeconds: 10 } };
    // Act
    const put = await server('PUT', path, settings);
    const read = await server('GET', path);
    const listed = await server('GET', '/v1/server/apps');
    const deleted = [await server('DELETE', path), await server('GET', path)];
    // Assess
    expect(put.status).toBe(200);
    expect(read.body).toEqual({ appId: 'com.example.elsewhere', settings });
    expect(listed.body.apps).toContainEqual({ appId: 'com.example.elsewhere' });
    expect(deleted.map(({ status }) => status)).toEqual([204, 404]);
  });

  test('sees one device of a user by its push ID and logs out only that one', async () => {
    // Prepare
    const userId = makeUser('bob');
    const [first, second] = [await makePhone(lab, { userId }), await makePhone(lab, { userId })];
    const pushIdOf = ({ appId, deviceId }: LabPhone) => encodeURIComponent(`${appId}/${deviceId}`);
    const server = serverClient(lab);
    const path = `/v1/server/users/${userId}`;
    // Act
    const seen = await server('GET', `${path}?pushId=${pushIdOf(first)}`);
    const unknown = [
      await server('GET', `${path}?pushId=garbage`),
      await server('DELETE', `${path}/devices?pushId=garbage`),
    ];
    const loggedOut = await server('DELETE', `${path}/devices?pushId=${pushIdOf(first)}`);
    const { body: left } = await server('GET', path);
    // Assess
    expect(seen.body.devices.map(({ pushId }: { pushId: string }) => encodeURIComponent(pushId))).toEqual([
      pushIdOf(first),
    ]);
    const refused = { status: 404, body: { code: 'unknown_device' } };
    expect(unknown).toMatchObject([refused, refused]);
    expect(loggedOut.status).toBe(204);
    expect(left.devices).toMatchObject([{ deviceId: second.deviceId, kitVersion: 'lab' }]);
  });

  test('sees why a user is reached and logs the user out everywhere', async () => {
    // Prepare
    const { bob, phone, owner } = await aGroup();
    const server = serverClient(lab);
    // Act
    const before = await server('GET', `/v1/server/users/${bob}`);
    const kicked = await server('DELETE', `/v1/server/users/${bob}/devices`);
    const sent = await owner('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
    // Assess
    expect(before.body).toMatchObject({
      userId: bob,
      online: false,
      devices: [{ deviceId: phone.deviceId, message: { decision: 'push', rule: 'offline' }, call: { way: 'voip' } }],
    });
    expect(JSON.stringify(before.body)).not.toContain(phone.tokens.alert);
    expect(kicked.status).toBe(204);
    expect(sent.body.targets).toEqual([{ userId: bob, outcome: 'skipped', reason: 'no_device' }]);
    expect((await server('GET', `/v1/server/users/${bob}`)).body.devices).toEqual([]);
  });
});
