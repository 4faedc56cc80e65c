import { describe, expect, it, vi } from 'vitest';
import { inviteToCall } from '../../../../shared/calls/flows/invite.ts';
import { ring } from '../../../../shared/calls/flows/ring.ts';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { putMember } from '../../../../shared/people/flows/groups.ts';
import { rulesOfUser } from '../../../../shared/people/flows/userRules.ts';
import type { ContactRule, UserRules } from '../../../../shared/people/rules/userRules.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, appId } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const other = 'com.example.other';

/** Alice is in a group with Bob; Carol is not, and Nobody does not exist. Dave uses another app. */
async function world(contacts: ContactRule): Promise<MemoryPorts> {
  const ports = memoryPorts();
  for (const userId of ['alice', 'bob', 'carol']) ports.devices.add(aDevice({ userId, deviceId: `${userId}-1` }));
  ports.devices.add(aDevice({ userId: 'dave', appId: other }));
  await ports.apps.put(appId, { contacts });
  await ports.groups.create({ groupId: 'family', name: 'Family', ownerId: 'alice' });
  await ports.groups.putMember('family', { userId: 'bob' });
  return ports;
}

type Door = (ports: MemoryPorts, userId: string, rules: UserRules | undefined) => Promise<unknown>;
const doors: Readonly<Record<string, Door>> = {
  message: (ports, userId, rules) =>
    sendMessage(ports, {
      from: 'alice',
      to: { userIds: ['alice', userId] },
      elements: [{ type: 'text', text: 'hi' }],
      onlineUserOnly: false,
      offlinePush: {},
      rules,
    }),
  call: (ports, userId, rules) =>
    ring(ports, { from: 'alice', to: { userIds: [userId] }, hasVideo: false, timeoutSeconds: 60, rules }),
  async invitation(ports, userId, rules) {
    const record = await ring(ports, { from: 'alice', to: { userIds: ['erin'] }, hasVideo: false, timeoutSeconds: 60 });
    if (isRefusal(record)) return record;
    const { callId } = record.call;
    ports.devices.add(aDevice({ userId: 'erin' }));
    const live = await ring(ports, { from: 'alice', to: { userIds: ['erin'] }, hasVideo: false, timeoutSeconds: 60 });
    const id = isRefusal(live) ? callId : live.call.callId;
    return inviteToCall(ports, {
      callId: id,
      actor: { userId: 'alice' },
      userIds: [userId],
      timeoutSeconds: 60,
      rules,
    });
  },
  async 'group addition'(ports, userId, rules) {
    await ports.groups.create({ groupId: 'new', name: 'New', ownerId: 'alice' });
    return putMember(ports, 'alice', 'new', { userId }, rules);
  },
};

const outcomeOf = (result: unknown) => (isRefusal(result) ? `${result.refusal} ${result.detail}` : 'done');

describe.each(Object.entries(doors))('a %s', (_what, act) => {
  const tryAll = async (contacts: ContactRule, isServer = false) => {
    const results: Record<string, string> = {};
    for (const userId of ['bob', 'carol', 'nobody']) {
      const ports = await world(contacts);
      const rules = isServer ? undefined : await rulesOfUser(ports, 'alice');
      results[userId] = outcomeOf(await act(ports, userId, rules)).split(' ')[0] ?? '';
    }
    return results;
  };

  it('reaches everyone where the app allows it', async () => {
    // Act
    const results = await tryAll('everybody');
    // Assess
    expect(results).toEqual({ bob: 'done', carol: 'done', nobody: 'done' });
  });

  it('reaches users who share a group, and refuses strangers like unknown users', async () => {
    // Act
    const results = await tryAll('common_group');
    // Assess
    expect(results).toEqual({ bob: 'done', carol: 'not_a_contact', nobody: 'not_a_contact' });
  });

  it('reaches nobody where only servers are allowed', async () => {
    // Act
    const [byUser, byServer] = [await tryAll('server_only'), await tryAll('server_only', true)];
    // Assess
    expect(byUser).toEqual({ bob: 'not_a_contact', carol: 'not_a_contact', nobody: 'not_a_contact' });
    expect(byServer).toEqual({ bob: 'done', carol: 'done', nobody: 'done' });
  });

  it("is as strict as the callee's app, whatever app the caller has", async () => {
    // Prepare
    const ports = await world('everybody');
    ports.ruledApps.appIds = [appId, other];
    await ports.apps.put(other, { contacts: 'server_only' });
    const rules = await rulesOfUser(ports, 'alice');
    // Act
    const results = [
      await act(ports, 'carol', rules),
      await act(ports, 'dave', rules),
      await act(ports, 'nobody', rules),
    ];
    // Assess
    expect(results.map(outcomeOf).map((each) => each.split(' ')[0])).toEqual([
      'done',
      'not_a_contact',
      'not_a_contact',
    ]);
  });
});

describe('a group of the user', () => {
  it.each([
    ['common_group', 'done'],
    ['server_only', 'not_a_contact'],
  ] as const)('where contacts are %s: %s', async (contacts, expected) => {
    // Prepare
    const ports = await world(contacts);
    const rules = await rulesOfUser(ports, 'alice');
    const to = { groupId: 'family' };
    // Act
    const sent = await sendMessage(ports, {
      from: 'alice',
      to,
      elements: [{ type: 'text', text: 'hi' }],
      onlineUserOnly: false,
      offlinePush: {},
      rules,
    });
    const called = await ring(ports, { from: 'alice', to, hasVideo: false, timeoutSeconds: 60, rules });
    // Assess
    expect([sent, called].map(outcomeOf).map((each) => each.split(' ')[0])).toEqual([expected, expected]);
  });
});

describe('the rules of a user', () => {
  it('cost no read of devices where all apps of the stage have the same rules', async () => {
    // Prepare
    const ports = await world('everybody');
    const list = vi.fn(async () => []);
    // Act
    await rulesOfUser({ ...ports, devices: { list } }, 'alice');
    // Assess
    expect(list).not.toHaveBeenCalled();
  });

  it('are the strictest of the user’s apps, or of all apps for a user without devices', async () => {
    // Prepare
    const ports = await world('everybody');
    ports.ruledApps.appIds = [appId, other];
    await ports.apps.put(other, { outcomesForUsers: 'full', contacts: 'common_group' });
    // Act
    const rules = await Promise.all(['alice', 'dave', 'nobody'].map((userId) => rulesOfUser(ports, userId)));
    // Assess
    expect(rules.map(({ outcomesForUsers, contacts }) => [outcomesForUsers, contacts])).toEqual([
      ['coarse', 'everybody'],
      ['full', 'common_group'],
      ['coarse', 'common_group'],
    ]);
  });
});
