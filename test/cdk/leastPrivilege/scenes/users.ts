/** Users' settings, their groups and contacts, and the erasure of a user. */
import { writePathId } from '../../../../shared/platform/pathId.ts';
import { makePhone, makeUser, serverClient, text, until, userClient } from '../../../support/lab/labClient.ts';
import { ok, type People } from '../people.ts';

export async function preferences({ bob, aliceId }: People): Promise<void> {
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

export async function groups({ lab, alice, bobId, groupId }: People): Promise<void> {
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

/** A member of a group of more than 100 is looked up when they report that a message was shown. */
export async function largeGroup({ alice, bob, bobId, phone: { deviceId } }: People): Promise<void> {
  const groupId = makeUser('everybody');
  await ok(alice('PUT', `/v1/groups/${groupId}`, { name: 'Everybody' }));
  const members = [bobId, ...Array.from({ length: 101 }, () => makeUser('nobody'))];
  for (const userId of members) await ok(alice('PUT', `/v1/groups/${groupId}/members/${userId}`, {}));
  const { messageId } = await ok(alice('POST', '/v1/messages', { to: { groupId }, ...text('hi all') }));
  const receipt = { messageId, deviceId, event: 'shown', at: new Date().toISOString() };
  await ok(bob('POST', '/v1/receipts', { receipts: [receipt] }));
}

/** Users of an app who must share a group to reach each other. */
export async function contacts({ lab }: People): Promise<void> {
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
export async function erasure({ lab, aliceId }: People): Promise<void> {
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
