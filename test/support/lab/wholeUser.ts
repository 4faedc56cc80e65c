/** A user of a lab of whom everything is stored that Ringpost stores of users. */
import { randomUUID } from 'node:crypto';
import type { Lab } from '../../../lab/lab.ts';
import { writePathId } from '../../../shared/platform/pathId.ts';
import {
  type Answer,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  send,
  serverClient,
  text,
  until,
  userClient,
} from './labClient.ts';

export interface WholeUser {
  userId: string;
  /** A user who writes to this one, calls them, and is in a group of theirs. */
  friend: string;
  phone: LabPhone;
  /** The friend's group, the user's own with the friend in it, and the user's own with nobody else. */
  groups: { joined: string; owned: string; alone: string };
  messageId: string;
  callId: string;
}

export async function makeWholeUser(lab: Lab): Promise<WholeUser> {
  const [userId, friend] = [makeUser('bob'), makeUser('alice')];
  const phone = await makePhone(lab, { userId });
  const [user, other, server] = [userClient(lab, userId), userClient(lab, friend), serverClient(lab)];
  const groups = { joined: makeUser('family'), owned: makeUser('club'), alone: makeUser('notes') };

  await ok(user('PUT', '/v1/profile', { nickname: 'Bob', locale: 'en-GB' }));
  await ok(server('PUT', `/v1/server/users/${userId}/tags`, { tags: ['beta'] }));
  await ok(other('PUT', `/v1/groups/${groups.joined}`, { name: 'Family' }));
  await ok(other('PUT', `/v1/groups/${groups.joined}/members/${userId}`, { card: 'Dad' }));
  for (const groupId of [groups.owned, groups.alone]) await ok(user('PUT', `/v1/groups/${groupId}`, { name: 'Mine' }));
  await ok(user('PUT', `/v1/groups/${groups.owned}/members/${friend}`, {}));
  const settings = (conversationId: string) => `/v1/conversations/${writePathId(conversationId)}/settings`;
  await ok(user('PUT', settings(`group:${groups.joined}`), { receive: 'silent' }));
  await ok(user('PUT', `/v1/blocks/${makeUser('mallory')}`));
  // What others have set about the user is theirs.
  const third = userClient(lab, makeUser('carol'));
  await ok(third('PUT', `/v1/blocks/${userId}`));
  await ok(third('PUT', settings(`user:${userId}`), { receive: 'none' }));
  await ok(user('PUT', '/v1/call-directory/+8613800138000', { label: 'Work' }));
  await ok(user('PUT', `/v1/devices/${phone.deviceId}/presence`, { state: 'background', unreadCount: 2 }));

  const { messageId } = await ok(other('POST', '/v1/messages', { to: { userId }, ...text('hi') }));
  const receipt = { messageId, deviceId: phone.deviceId, event: 'tapped', at: new Date().toISOString() };
  await ok(user('POST', '/v1/receipts', { receipts: [receipt] }));
  const authorization = `Bearer ${await lab.issueUserToken(userId)}`;
  const headers = { authorization, 'idempotency-key': randomUUID() };
  const reply = { to: { userId: friend }, ...text('hello') };
  await ok(send(lab, { method: 'POST', path: '/v1/messages', body: reply, headers }));
  const { callId } = await ok(other('POST', '/v1/calls', { to: { userId }, callerName: 'Alice' }));
  await until(
    () => pushesTo(lab, phone),
    (pushes) => pushes.some(({ payload }) => payload.callId === callId),
  );
  await ok(user('POST', `/v1/calls/${callId}/answer`, { deviceId: phone.deviceId }));
  await ok(other('POST', `/v1/calls/${callId}/end`, {}));
  // It follows from the call a moment later.
  await until(
    () => ok(user('GET', '/v1/calls')),
    ({ calls }) => calls.length > 0,
    30_000,
  );
  return { userId, friend, phone, groups, messageId, callId };
}

/** @throws Error for an answer that the scene does not count on. */
async function ok(answering: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
