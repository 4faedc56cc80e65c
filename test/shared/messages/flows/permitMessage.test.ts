import { describe, expect, it } from 'vitest';
import type { OfflinePush } from '../../../../shared/content/offlinePush.ts';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { rulesOfUser } from '../../../../shared/people/flows/userRules.ts';
import type { RestrictableSetting } from '../../../../shared/people/rules/userRules.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { addPhones, makeGroup, userNames } from '../../../support/delivery.ts';
import { aDevice, appId } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const voip = { pushType: 'voip', voip: { callerName: 'A' } } as const;

async function send(ports: MemoryPorts, offlinePush: OfflinePush, to: object = { userId: 'bob' }, isServer = false) {
  const result = await sendMessage(ports, {
    from: 'alice',
    to,
    elements: [{ type: 'text', text: 'hi' }],
    onlineUserOnly: false,
    offlinePush,
    ...(isServer ? { isFromServer: true } : { rules: await rulesOfUser(ports, 'alice') }),
  });
  if (!isRefusal(result)) return 'sent';
  const errors = (result.extensions?.['errors'] ?? []) as { path: string }[];
  return [result.refusal, ...errors.map(({ path }) => path)].join(' ');
}

function withBob(): MemoryPorts {
  const ports = memoryPorts();
  ports.devices.add(aDevice());
  return ports;
}

describe('a message of a user', () => {
  it.each<[OfflinePush, string]>([
    [{ sound: { name: 'default', critical: true } }, 'setting_not_allowed /offlinePush/sound/critical'],
    [{ interruptionLevel: 'critical' }, 'setting_not_allowed /offlinePush/interruptionLevel'],
    [{ badge: { mode: 'set', value: 9 } }, 'setting_not_allowed /offlinePush/badge/mode'],
    [{ pushWhen: 'always' }, 'setting_not_allowed /offlinePush/pushWhen'],
    [{ sound: { name: 'default', critical: false }, interruptionLevel: 'time-sensitive' }, 'sent'],
    [{ badge: { mode: 'increment', value: 2 }, image: 'https://any.example.net/cat.jpg' }, 'sent'],
  ])('with %j, under default settings: %s; servers are exempt', async (offlinePush, expected) => {
    // Act
    const results = [await send(withBob(), offlinePush), await send(withBob(), offlinePush, undefined, true)];
    // Assess
    expect(results).toEqual([expected, 'sent']);
  });

  it.each<[RestrictableSetting, OfflinePush]>([
    ['title', { title: 'T' }],
    ['pushType.background', { pushType: 'background' }],
    ['voip.callerName', voip],
    ['priority.low', { priority: 'low' }],
    ['ext', { ext: null }],
  ])('is refused %s where the app does not allow it to users', async (setting, offlinePush) => {
    // Prepare
    const ports = withBob();
    await ports.apps.put(appId, { usersMayNotSet: [setting] });
    // Act
    const results = [await send(ports, offlinePush), await send(ports, { pushWhen: 'always' })];
    // Assess
    expect(results).toEqual([
      `setting_not_allowed /offlinePush/${setting.replace(/\.(background|low)$/, '').replace('.', '/')}`,
      'sent',
    ]);
  });

  it.each([
    ['https://cdn.example.com/a.jpg', 'sent'],
    ['https://a.b.example.org/a.jpg', 'sent'],
    ['https://example.org/a.jpg', 'setting_not_allowed /offlinePush/image'],
    ['https://cdn.example.com.evil.example/a.jpg', 'setting_not_allowed /offlinePush/image'],
    ['https://cdn.example.com@evil.example/a.jpg', 'setting_not_allowed /offlinePush/image'],
  ])('with the picture %s, where only some hosts are allowed: %s', async (image, expected) => {
    // Prepare
    const ports = withBob();
    await ports.apps.put(appId, { imageHosts: ['cdn.example.com', '*.example.org'] });
    // Act
    const result = await send(ports, { image });
    // Assess
    expect(result).toBe(expected);
  });

  it('shows an avatar only from an allowed host', async () => {
    // Prepare
    const ports = withBob();
    await ports.apps.put(appId, { imageHosts: ['cdn.example.com'] });
    // Act
    for (const host of ['cdn.example.com', 'evil.example']) {
      await ports.profiles.replace('alice', { nickname: 'Alice', avatarUrl: `https://${host}/a.jpg` });
      await send(ports, { communication: true });
    }
    // Assess
    const senders = ports.apns.requests.map(({ payload }) => JSON.stringify(payload).match(/https:[^"]*/)?.[0]);
    expect(senders).toEqual(['https://cdn.example.com/a.jpg', undefined]);
  });

  it('can use a policy for users with all its settings, and no other policy', async () => {
    // Prepare
    const ports = withBob();
    await ports.policies.put('open', { sound: { name: 'default', critical: true }, forUsers: true });
    await ports.policies.put('internal', { sound: 'none' });
    const names = ['open', 'internal', 'unknown'];
    // Act
    const byUser = await Promise.all(names.map((policyId) => send(ports, { policyId })));
    const byServer = await Promise.all(names.map((policyId) => send(ports, { policyId }, undefined, true)));
    const own = await send(ports, { policyId: 'open', badge: { mode: 'set', value: 1 } });
    // Assess
    const unknown = 'unknown_policy /offlinePush/policyId';
    expect(byUser).toEqual(['sent', unknown, unknown]);
    expect(byServer).toEqual(['sent', 'sent', unknown]);
    expect(own).toBe('setting_not_allowed /offlinePush/badge/mode');
  });

  it.each([50, 51])(
    'that rings %d users is subject to the limit of calls, even through a policy or a group',
    async (count) => {
      // Prepare
      const ports = memoryPorts();
      const userIds = userNames(count);
      addPhones(ports, userIds);
      await makeGroup(ports, 'group', ['alice', ...userIds]);
      await ports.policies.put('ring', { ...voip, forUsers: true });
      // Act
      const results = [
        await send(ports, voip, { userIds }),
        await send(ports, voip, { groupId: 'group' }),
        await send(ports, { policyId: 'ring' }, { userIds }),
        await send(ports, voip, { userIds }, true),
      ];
      // Assess
      const expected = count > 50 ? 'too_many_callees /to' : 'sent';
      expect(results).toEqual([expected, expected, expected, 'sent']);
    },
  );
});
