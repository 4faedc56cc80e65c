import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfflinePush } from '../../../../shared/content/offlinePush.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import { type Explanation, explainMessage } from '../../../../shared/messages/flows/explainMessage.ts';
import type { MessageInput } from '../../../../shared/messages/flows/prepareMessage.ts';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import type { DoNotDisturb } from '../../../../shared/people/rules/recipient.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, appId, aToken, startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const input = (changes: Partial<MessageInput> = {}): MessageInput => ({
  from: 'alice',
  to: { userId: 'bob' },
  elements: [{ type: 'text', text: 'hi' }],
  onlineUserOnly: false,
  offlinePush: {},
  ...changes,
});

async function explain(ports: MemoryPorts, message: MessageInput): Promise<Explanation> {
  const result = await explainMessage(ports, message);
  if (isRefusal(result)) throw new Error(`refused: ${result.refusal}`);
  return result;
}

describe('an explanation', () => {
  it('shows for every device of every recipient its push, or the rule against it', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(
      aDevice(),
      aDevice({ deviceId: 'phone-2', permission: 'denied', tokens: { alert: aToken('A', { environment: 'auto' }) } }),
    );
    await ports.profiles.replace('alice', { nickname: 'Alice' });

    // Act
    const explanation = await explain(ports, input({ to: { userIds: ['bob', 'carol'] } }));

    // Assess
    const pushed = {
      userId: 'bob',
      kind: 'alert',
      appId,
      decision: 'push',
      rule: 'offline',
      headers: {
        'apns-topic': appId,
        'apns-push-type': 'alert',
        'apns-priority': '10',
        'apns-expiration': String(startMs / 1000 + 86_400),
        'apns-id': expect.any(String),
        'apns-collapse-id': expect.any(String),
      },
      payload: {
        aps: { alert: { body: 'Alice:hi' }, badge: 1, sound: 'default' },
        ringpost: { messageId: expect.any(String), conversationId: 'user:alice', receipt: expect.any(String) },
      },
      bytes: expect.any(Number),
      truncated: false,
      cost: { dollars: expect.any(Number), units: expect.objectContaining({ tableWrites: expect.any(Number) }) },
    };
    expect(explanation).toEqual({
      targets: [
        { ...pushed, deviceId: 'phone-1', environment: 'production', notes: [] },
        { ...pushed, deviceId: 'phone-2', environment: 'auto', notes: ['permission_denied'] },
        { userId: 'carol', decision: 'skip', rule: 'no_device', cost: pushed.cost },
      ],
      summary: { push: 2, skip: 1 },
      cost: pushed.cost,
      isComplete: true,
    });
  });

  it('sends nothing, writes nothing and counts nothing', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());

    // Act
    await explain(ports, input());

    // Assess
    expect(ports.apns.requests).toEqual([]);
    expect(ports.messages.size).toBe(0);
    expect(ports.deliveries.enqueued).toEqual([]);
    expect(await ports.badges.peek('bob', appId)).toBe(0);
  });

  it('contains no device token', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());

    // Act
    const explanation = await explain(ports, input());

    // Assess
    expect(JSON.stringify(explanation)).not.toContain(aDevice().tokens.alert?.token);
  });

  it('adds up the costs of the targets and the request, with each badge and recipient once', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'b1' }), aDevice({ deviceId: 'b2' }));

    // Act
    const { targets, cost } = await explain(ports, input());

    // Assess
    const [first, second] = targets.map((target) => target.cost);
    expect((first?.units.tableWrites ?? 0) - (second?.units.tableWrites ?? 0)).toBeCloseTo(1, 12);
    expect([first?.units.tableReads, second?.units.tableReads]).toEqual([1, 0]);
    expect(cost.units.apiRequests).toBe(1);
    expect(cost.dollars).toBeGreaterThan((first?.dollars ?? 0) + (second?.dollars ?? 0));
    expect(cost.units.tableReads).toBe(1.5);
  });

  it('costs a write less when the phones count the badge, and says so in the payload', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'b1' }), aDevice({ deviceId: 'b2' }));
    const counted = await explain(ports, input());

    // Act
    const { targets, cost } = await explain(ports, input({ offlinePush: { badge: { mode: 'app' } } }));

    // Assess
    expect(counted.cost.units.tableWrites - cost.units.tableWrites).toBeCloseTo(1, 12);
    expect(targets).toMatchObject([
      { payload: { aps: { 'mutable-content': 1 }, ringpost: { badge: 'app' } } },
      { payload: { aps: { 'mutable-content': 1 }, ringpost: { badge: 'app' } } },
    ]);
  });

  it.each([
    [100, 0],
    [101, 6],
    [500, 15],
  ])('knows the queue requests: %i recipients cost %i', async (count, queueRequests) => {
    // Prepare
    const userIds = Array.from({ length: count }, (_, index) => `user-${index}`);

    // Act
    const { cost } = await explain(memoryPorts(), input({ to: { userIds } }));

    // Assess
    expect(cost.units.queueRequests).toBe(queueRequests);
  });

  it('of a large group covers its first members and shows that there are more', async () => {
    // Prepare
    const ports = memoryPorts();
    await ports.groups.create({ groupId: 'town', name: 'Town', ownerId: 'alice' });
    for (let index = 0; index < 600; index += 1) await ports.groups.putMember('town', { userId: `user-${index}` });

    // Act
    const { targets, isComplete } = await explain(ports, input({ to: { groupId: 'town' } }));

    // Assess
    expect(targets).toHaveLength(500);
    expect(isComplete).toBe(false);
  });

  it('always fits an answer', async () => {
    // Prepare
    const ports = memoryPorts();
    const userIds = Array.from({ length: 500 }, (_, index) => `user-${index}`);
    for (const userId of userIds)
      ports.devices.add(
        aDevice({ userId, deviceId: 'a' }),
        aDevice({ userId, deviceId: 'b' }),
        aDevice({ userId, deviceId: 'c' }),
      );

    // Act
    const { targets, summary, isComplete } = await explain(
      ports,
      input({ to: { userIds }, offlinePush: { ext: 'x'.repeat(3500) } }),
    );

    // Assess
    expect(JSON.stringify(targets).length).toBeLessThan(4_100_000);
    expect(targets.length).toBeGreaterThan(500);
    expect(summary).toEqual({ push: 1500, skip: 0 });
    expect(isComplete).toBe(false);
  });

  it.each<[string, MessageInput, string]>([
    ['an unknown group', input({ to: { groupId: 'nobody' } }), 'unknown_group'],
    ['an unknown policy', input({ offlinePush: { policyId: 'nobody' } }), 'unknown_policy'],
    ['too much to push', input({ offlinePush: { ext: 'x'.repeat(4096) } }), 'push_too_large'],
  ])('refuses the same requests as a send: %s', async (_what, message, refusal) => {
    // Prepare
    const ports = memoryPorts();

    // Act
    const results = [await explainMessage(ports, message), await sendMessage(ports, message)];

    // Assess
    expect(results).toMatchObject([{ refusal }, { refusal }]);
  });
});

describe('explain and send', () => {
  const presence = fc.constantFrom<Device['presence'][]>(
    undefined,
    undefined,
    undefined,
    undefined,
    { state: 'foreground', untilMs: startMs + 60_000 },
    { state: 'background', untilMs: startMs + 60_000 },
  );
  const device = fc.record({
    presence,
    platform: fc.constantFrom<Device['platform'][]>(undefined, 'phone', 'desktop'),
    quietWhenOnlineOn: fc.constantFrom<Device['quietWhenOnlineOn'][]>(undefined, 'any', 'this', ['desktop']),
    locale: fc.constantFrom(undefined, 'en', 'zh-TW', 'fr'),
    territory: fc.constantFrom(undefined, 'CN', 'US'),
    permission: fc.constantFrom(undefined, 'authorized', 'denied'),
    appId: fc.constantFrom(appId, 'com.example.other'),
    timeZone: fc.constantFrom(undefined, 'Asia/Tokyo'),
    tokens: fc.constantFrom<Device['tokens'][]>(
      { alert: aToken('a'), voip: aToken('v') },
      { alert: aToken('a'), voip: aToken('v') },
      { alert: aToken('a'), voip: aToken('v') },
      { alert: aToken('a', { state: 'quarantined' }) },
      { voip: aToken('v') },
    ),
  });
  const doNotDisturb = fc.constantFrom<(DoNotDisturb | undefined)[]>(
    undefined,
    undefined,
    undefined,
    { windows: [{ start: '11:00', end: '13:00' }] },
    { windows: [{ start: '20:00', end: '22:00' }], allowMentions: true },
    { windows: [{ start: '12:00', end: '12:00' }], allowMentions: true, allowCalls: true },
  );
  const offlinePush: fc.Arbitrary<OfflinePush> = fc.record({
    disabled: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, true),
    pushType: fc.constantFrom(undefined, 'alert', 'voip', 'background'),
    pushWhen: fc.constantFrom(undefined, 'always'),
    policyId: fc.constantFrom(undefined, undefined, undefined, 'titled', 'titled', 'off'),
    title: fc.option(fc.string({ unit: 'grapheme', maxLength: 1000 }), { nil: undefined }),
    desc: fc.constantFrom(undefined, undefined, 'Hello', '长'.repeat(2000)),
    texts: fc.constantFrom(undefined, { en: { desc: 'English' } }),
    badge: fc.constantFrom<OfflinePush['badge'][]>(
      undefined,
      { mode: 'none' },
      { mode: 'set', value: 7 },
      { mode: 'increment', value: 2 },
      { mode: 'app' },
    ),
    ttlSeconds: fc.constantFrom(undefined, 0, 60),
    ext: fc.option(fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant('x'.repeat(4300))), { nil: undefined }),
  });
  const world = fc.record({
    devices: fc.array(fc.record({ userId: fc.constantFrom('alice', 'bob', 'bob', 'carol'), device }), {
      minLength: 1,
      maxLength: 6,
    }),
    doNotDisturb,
    settings: fc.constantFrom<('push' | 'silent' | 'none' | undefined)[]>(
      undefined,
      undefined,
      'push',
      'silent',
      'none',
    ),
    mentionsStillPush: fc.boolean(),
    isBlocked: fc.boolean(),
    badge: fc.nat({ max: 50 }),
    message: fc.record({
      to: fc.constantFrom({ userId: 'bob' }, { userIds: ['bob', 'carol', 'alice', 'nobody'] }, { groupId: 'family' }),
      elements: fc.constantFrom<MessageInput['elements'][]>(
        [{ type: 'text', text: 'hi' }],
        [{ type: 'custom' }],
        [{ type: 'voice' }, { type: 'image' }],
        [{ type: 'text', text: '👨‍👩‍👧‍👦'.repeat(500) }],
      ),
      mentions: fc.constantFrom([], ['bob']),
      onlineUserOnly: fc.constantFrom(false, false, false, false, false, true),
      offlinePush,
    }),
  });

  it('never disagree about recipients, reasons, and every byte and header', async () => {
    let pushes = 0;
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        // Prepare
        const make = async () => {
          const ports = memoryPorts();
          ports.devices.add(
            ...given.devices.map(({ userId, device: changes }, index) =>
              aDevice({ userId, deviceId: `d${index}`, ...changes }),
            ),
          );
          await ports.profiles.replace('alice', { nickname: 'Alice' });
          await ports.profiles.replace('bob', { doNotDisturb: given.doNotDisturb });
          for (const conversationId of ['user:alice', 'group:family']) {
            if (given.settings === undefined) continue;
            const settings = { receive: given.settings, mentionsStillPush: given.mentionsStillPush };
            await ports.conversations.put('bob', conversationId, settings);
          }
          if (given.isBlocked) await ports.blocks.put('carol', 'alice');
          await ports.groups.create({ groupId: 'family', name: 'Family', ownerId: 'alice' });
          for (const userId of ['bob', 'carol']) await ports.groups.putMember('family', { userId });
          await ports.policies.put('off', { disabled: true });
          await ports.policies.put('titled', { title: 'Title', sound: 'none' });
          await ports.badges.set('bob', appId, given.badge);
          return ports;
        };
        const [explaining, sending] = [await make(), await make()];
        const message = { from: 'alice', ...given.message, messageId: 'c0ffee00-0000-4000-8000-000000000001' };

        // Act
        const explanation = await explainMessage(explaining, message);
        const sent = await sendMessage(sending, message);

        // Assess
        if (isRefusal(explanation) || isRefusal(sent)) {
          expect(explanation).toEqual(sent);
          return;
        }
        const told = explanation.targets.map(({ userId, deviceId, decision, rule }) =>
          decision === 'push'
            ? { userId, deviceId, outcome: 'accepted' }
            : { userId, deviceId, outcome: 'skipped', reason: rule },
        );
        const became = sent.targets.map(({ userId, deviceId, outcome, reason }) => ({
          userId,
          deviceId,
          outcome,
          reason,
        }));
        expect(became).toEqual(told);
        const explained = explanation.targets.flatMap((target) => (target.decision === 'push' ? [target] : []));
        const left = sending.apns.requests.map(({ appId: app, headers, payload }) => ({
          appId: app,
          headers,
          payload,
        }));
        expect(left).toEqual(explained.map(({ appId: app, headers, payload }) => ({ appId: app, headers, payload })));
        for (const { bytes, payload } of explained) expect(Buffer.byteLength(JSON.stringify(payload))).toBe(bytes);
        pushes += left.length;
      }),
      { numRuns: 500 },
    );
    expect(pushes).toBeGreaterThan(50);
  });
});
