import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { inviteToCall } from '../../../../shared/calls/flows/invite.ts';
import { type CallTo, ring } from '../../../../shared/calls/flows/ring.ts';
import { maxCallees } from '../../../../shared/calls/rules/invitation.ts';
import type { CallRecord } from '../../../../shared/calls/rules/record.ts';
import type { Refusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, aToken, startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const callId = 'c0ffee00-0000-4000-8000-000000000001';

function portsWithPhones(...userIds: string[]): MemoryPorts {
  const ports = memoryPorts();
  for (const userId of userIds) {
    const deviceId = `${userId}-1`;
    ports.devices.add(aDevice({ userId, deviceId, tokens: { voip: aToken(deviceId) } }));
  }
  return ports;
}

const call = (ports: MemoryPorts, to: CallTo, changes: { timeoutSeconds?: number } = {}) =>
  ring(ports, { from: 'alice', to, callId, callerName: 'Alice', hasVideo: true, timeoutSeconds: 60, ...changes });

function statesOf(result: CallRecord | Refusal): Record<string, string> {
  if ('refusal' in result) throw new Error(result.detail);
  return Object.fromEntries(result.call.participants.map(({ userId, state }) => [userId, state]));
}

const rungDevices = ({ apns }: MemoryPorts) =>
  apns.requests.map(({ deviceToken }) => Buffer.from(deviceToken, 'hex').toString().replaceAll('\0', ''));

describe('a call to several', () => {
  it('rings each of them once, but not the caller', async () => {
    // Prepare
    const ports = portsWithPhones('alice', 'bob', 'carol');

    // Act
    const result = await call(ports, { userIds: ['bob', 'carol', 'bob', 'alice'] });

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'ringing', carol: 'ringing' });
    expect(rungDevices(ports)).toEqual(['bob-1', 'carol-1']);
  });

  it('gives each phone its own ticket', async () => {
    // Prepare
    const ports = portsWithPhones('bob', 'carol');

    // Act
    await call(ports, { userIds: ['bob', 'carol'] });

    // Assess
    const tickets = ports.apns.requests.map(({ payload }) => (payload as { ticket: string }).ticket);
    expect(new Set(tickets).size).toBe(2);
  });

  it('reports unreachable callees at once and keeps ringing the others', async () => {
    // Prepare
    const ports = portsWithPhones('bob');

    // Act
    const result = await call(ports, { userIds: ['bob', 'carol'] });

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'ringing', carol: 'failed' });
    expect(result).toMatchObject({ call: { state: 'ringing' } });
  });

  it.each([[['alice']], [['alice', 'alice']]])('is refused when only its caller would ring: %j', async (userIds) => {
    // Prepare
    const ports = portsWithPhones('alice');

    // Act
    const result = await call(ports, { userIds });

    // Assess
    expect(result).toMatchObject({ refusal: 'self_call', extensions: { errors: [{ path: '/to' }] } });
    expect(ports.apns.requests).toEqual([]);
    expect(await ports.calls.report(callId)).toBeUndefined();
  });

  it.each<[string, (ports: MemoryPorts) => Promise<unknown>, string]>([
    ['has blocked the caller', (ports) => ports.blocks.put('bob', 'alice'), 'blocked'],
    [
      'has do-not-disturb on',
      (ports) => ports.profiles.replace('bob', { doNotDisturb: { windows: [{ start: '00:00', end: '23:59' }] } }),
      'do_not_disturb',
    ],
  ])('does not ring a callee who %s', async (_who, happen, reason) => {
    // Prepare
    const ports = portsWithPhones('bob', 'carol');
    await happen(ports);

    // Act
    const result = await call(ports, { userIds: ['bob', 'carol'] });

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'failed', carol: 'ringing' });
    expect(result).toMatchObject({ targets: [{ userId: 'bob', outcome: 'skipped', reason }, { userId: 'carol' }] });
    expect(rungDevices(ports)).toEqual(['carol-1']);
  });

  it.each<[string, (ports: MemoryPorts) => Promise<unknown>]>([
    [
      'has muted the conversation, which affects only messages',
      (ports) => ports.conversations.put('bob', 'user:alice', { receive: 'none' }),
    ],
    [
      'has do-not-disturb on, except for calls',
      (ports) =>
        ports.profiles.replace('bob', {
          doNotDisturb: { windows: [{ start: '00:00', end: '23:59' }], allowCalls: true },
        }),
    ],
  ])('rings a callee who %s', async (_who, happen) => {
    // Prepare
    const ports = portsWithPhones('bob');
    await happen(ports);

    // Act
    const result = await call(ports, { userIds: ['bob'] });

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'ringing' });
  });

  it('can have callees up to the limit and no more', async () => {
    // Prepare
    const ports = memoryPorts();
    const many = Array.from({ length: maxCallees + 1 }, (_, index) => `user-${index}`);

    // Act
    const tooMany = await call(ports, { userIds: many });
    const before = await ports.calls.find(callId);
    const fits = await call(ports, { userIds: many.slice(1) });

    // Assess
    expect(tooMany).toMatchObject({ refusal: 'too_many_callees' });
    expect(before).toBeUndefined();
    expect(Object.keys(statesOf(fits))).toHaveLength(maxCallees);
  });
});

describe('a call to a group', () => {
  async function withGroup(...members: string[]): Promise<MemoryPorts> {
    const ports = portsWithPhones('alice', ...members);
    await ports.groups.create({ groupId: 'g1', name: 'Friends', ownerId: 'alice' });
    for (const userId of members) await ports.groups.putMember('g1', { userId });
    return ports;
  }

  it('rings its members except the caller', async () => {
    // Prepare
    const ports = await withGroup('bob', 'carol');

    // Act
    const result = await call(ports, { groupId: 'g1' });

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'ringing', carol: 'ringing' });
    expect(result).toMatchObject({ call: { groupId: 'g1' } });
    expect(rungDevices(ports).toSorted()).toEqual(['bob-1', 'carol-1']);
  });

  it.each<[string, string[], string, string]>([
    ['by a user who is not a member', ['bob'], 'mallory', 'unknown_group'],
    ['that has no other members', [], 'alice', 'nobody_to_call'],
  ])('%s is refused', async (_what, members, from, refusal) => {
    // Prepare
    const ports = await withGroup(...members);

    // Act
    const result = await ring(ports, { from, to: { groupId: 'g1' }, callId, hasVideo: false, timeoutSeconds: 60 });

    // Assess
    expect(result).toMatchObject({ refusal });
    expect(await ports.calls.report(callId)).toBeUndefined();
  });

  it('of more members than the limit of a call is refused', async () => {
    // Prepare
    const ports = await withGroup(...Array.from({ length: maxCallees + 1 }, (_, index) => `user-${index}`));

    // Act
    const result = await call(ports, { groupId: 'g1' });

    // Assess
    expect(result).toMatchObject({ refusal: 'too_many_callees' });
  });
});

describe('a later invitation', () => {
  const invite = (ports: MemoryPorts, userId: string, userIds: string[], deviceId?: string) =>
    inviteToCall(ports, { callId, actor: { userId, deviceId }, userIds, timeoutSeconds: 30 });

  async function answered(...others: string[]): Promise<MemoryPorts> {
    const ports = portsWithPhones('bob', ...others);
    await call(ports, { userIds: ['bob'] });
    await changeCall(ports, callId, 'answer', { userId: 'bob', deviceId: 'bob-1' });
    ports.clock.advance(20_000);
    return ports;
  }

  it.each([
    ['the caller', 'alice', undefined],
    ['a callee who has answered', 'bob', 'bob-1'],
  ])('by %s rings the new callee under the same call until their own deadline', async (_who, userId, deviceId) => {
    // Prepare
    const ports = await answered('carol');

    // Act
    const result = await invite(ports, userId, ['carol', 'bob'], deviceId);

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'answered', carol: 'ringing' });
    expect(rungDevices(ports)).toEqual(['bob-1', 'carol-1']);
    expect(ports.apns.requests[1]?.payload).toMatchObject({
      callId,
      callerName: 'Alice',
      hasVideo: true,
      sentAt: startMs / 1000 + 20,
      expiresAt: startMs / 1000 + 50,
    });
    const targets = [{ userId: 'carol', deviceId: 'carol-1', kind: 'voip', outcome: 'accepted' }];
    expect(result).toMatchObject({ ...(await ports.calls.find(callId)), targets });
  });

  it.each(['alice', 'bob'])('by bob does not ring a user who has blocked %s', async (blocked) => {
    // Prepare
    const ports = await answered('carol');
    await ports.blocks.put('carol', blocked);

    // Act
    const result = await invite(ports, 'bob', ['carol'], 'bob-1');

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'answered', carol: 'failed' });
    expect(rungDevices(ports)).toEqual(['bob-1']);
  });

  it('reports an unreachable new callee at once', async () => {
    // Prepare
    const ports = await answered();

    // Act
    const result = await invite(ports, 'alice', ['carol']);

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'answered', carol: 'failed' });
  });

  it('of a present or former participant rings nobody', async () => {
    // Prepare
    const ports = await answered('carol');
    await invite(ports, 'alice', ['carol']);
    await changeCall(ports, callId, 'decline', { userId: 'carol', deviceId: 'carol-1' });
    const before = await ports.calls.find(callId);

    // Act
    const result = await invite(ports, 'alice', ['carol', 'bob']);

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'answered', carol: 'declined' });
    expect(rungDevices(ports)).toEqual(['bob-1', 'carol-1']);
    expect(await ports.calls.find(callId)).toEqual(before);
  });

  it.each([['alice'], ['bob']])('of only %s, the inviter, is refused', async (userId) => {
    // Prepare
    const ports = await answered('carol');
    const before = await ports.calls.find(callId);

    // Act
    const result = await invite(ports, userId, [userId, userId]);

    // Assess
    expect(result).toMatchObject({ refusal: 'self_call', extensions: { errors: [{ path: '/userIds' }] } });
    expect(await ports.calls.find(callId)).toEqual(before);
  });

  it('skips the inviter', async () => {
    // Prepare
    const ports = await answered('carol');

    // Act
    const result = await invite(ports, 'alice', ['alice', 'carol']);

    // Assess
    expect(statesOf(result)).toEqual({ bob: 'answered', carol: 'ringing' });
    expect(rungDevices(ports)).toEqual(['bob-1', 'carol-1']);
  });

  it.each<[string, string, string[], string, string?]>([
    ['by a stranger', 'mallory', ['carol'], 'unknown_call'],
    ['by a phone other than the one that answered', 'bob', ['carol'], 'call_state', 'b2'],
    [
      'of too many users',
      'alice',
      Array.from({ length: maxCallees }, (_, index) => `user-${index}`),
      'too_many_callees',
    ],
  ])('%s is refused', async (_what, userId, userIds, refusal, deviceId) => {
    // Prepare
    const ports = await answered('carol');

    // Act
    const result = await invite(ports, userId, userIds, deviceId);

    // Assess
    expect(result).toMatchObject({ refusal });
    expect(rungDevices(ports)).toEqual(['bob-1']);
  });

  it('to an ended call is refused with its state', async () => {
    // Prepare
    const ports = await answered('carol');
    await changeCall(ports, callId, 'end', { userId: 'alice' });

    // Act
    const result = await invite(ports, 'alice', ['carol']);

    // Assess
    expect(result).toMatchObject({ refusal: 'call_state', extensions: { state: 'ended' } });
  });

  it('concurrent with another loses nobody', async () => {
    // Prepare
    const ports = await answered('carol', 'dave');

    // Act
    await Promise.all([invite(ports, 'alice', ['carol']), invite(ports, 'bob', ['dave'], 'bob-1')]);

    // Assess
    const record = await ports.calls.find(callId);
    expect(record && statesOf(record)).toEqual({ bob: 'answered', carol: 'ringing', dave: 'ringing' });
    expect(rungDevices(ports).toSorted()).toEqual(['bob-1', 'carol-1', 'dave-1']);
  });
});
