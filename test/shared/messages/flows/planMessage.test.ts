import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../shared/content/message.ts';
import type { OfflinePush } from '../../../../shared/content/offlinePush.ts';
import { payloadBytes } from '../../../../shared/content/sizeGuard.ts';
import { planMessage as plan } from '../../../../shared/messages/flows/planMessage.ts';
import { signReceiptTicket } from '../../../../shared/messages/rules/receiptTicket.ts';
import type { PlannedPush, PlannedTarget } from '../../../../shared/push/rules/plannedTarget.ts';
import { aDevice, aMessage, appId, aToken, startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const fromAlice = (offlinePush: OfflinePush = {}, changes: Partial<Message> = {}) =>
  aMessage({ sender: { nickname: 'Alice' }, offlinePush, ...changes });
const count = { badges: 'count' } as const;
const peek = { badges: 'peek' } as const;

type ReadablePlan = Exclude<PlannedTarget, PlannedPush> | (Omit<PlannedPush, 'payload'> & { payload: object });

/** The plan, with payloads to read. */
const planMessage = async (...about: Parameters<typeof plan>): Promise<ReadablePlan[]> =>
  (await plan(...about)).map((target) =>
    target.decision === 'push' ? { ...target, payload: target.payload.toObject() } : target,
  );

const pushes = (planned: readonly ReadablePlan[]) => planned.filter((target) => target.decision === 'push');
const badges = (planned: readonly ReadablePlan[]) =>
  pushes(planned).map(({ payload }) => (payload as { aps: { badge?: number } }).aps.badge);
const bodies = (planned: readonly ReadablePlan[]) =>
  pushes(planned).map(({ payload }) => (payload as { aps: { alert: { body: string } } }).aps.alert.body);
const rules = (planned: readonly ReadablePlan[]) =>
  planned.map((plan) => [plan.target.userId, plan.decision === 'fail' ? plan.reason : plan.rule]);

function withBob(...devices: Parameters<typeof aDevice>[0][]): MemoryPorts {
  const ports = memoryPorts();
  ports.devices.add(...(devices.length > 0 ? devices : [{}]).map((changes) => aDevice(changes)));
  return ports;
}

describe('the plan for a target', () => {
  it('holds everything that a push needs', async () => {
    // Prepare
    const ports = withBob();

    // Act
    const planned = await planMessage(ports, fromAlice(), ['bob'], count);

    // Assess
    const device = aDevice();
    const { messageId, createdAtMs } = aMessage();
    const key = await ports.ticketKeys.signing();
    const receipt = signReceiptTicket(key, { messageId, createdAtMs, isToMany: false }, device);
    const payload = {
      aps: { alert: { body: 'Alice:hi' }, badge: 1, sound: 'default' },
      ringpost: { messageId, conversationId: 'user:alice', receipt },
    };
    expect(planned).toEqual([
      {
        decision: 'push',
        target: { userId: 'bob', deviceId: 'phone-1', kind: 'alert' },
        device,
        token: device.tokens.alert,
        rule: 'offline',
        pushType: 'alert',
        headers: {
          'apns-topic': appId,
          'apns-push-type': 'alert',
          'apns-priority': '10',
          'apns-expiration': String(startMs / 1000 + 86_400),
          'apns-id': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
          'apns-collapse-id': aMessage().apnsCollapseId,
        },
        payload,
        bytes: payloadBytes(payload),
        truncated: false,
        notes: [],
      },
    ]);
  });

  it('is the same when another worker plans it again later', async () => {
    // Prepare
    const ports = withBob({ deviceId: 'b1' }, { deviceId: 'b2' });
    const first = await planMessage(ports, fromAlice(), ['bob'], count);
    ports.clock.advance(3_600_000);

    // Act
    const again = await planMessage(ports, structuredClone(fromAlice()), ['bob'], count);

    // Assess
    expect(again).toEqual(first);
    expect(new Set(pushes(first).map(({ headers }) => headers['apns-id'])).size).toBe(2);
  });

  it.each<[string, OfflinePush, object]>([
    ['a time to live', { ttlSeconds: 60 }, { 'apns-expiration': String(startMs / 1000 + 60) }],
    ['no time to live', { ttlSeconds: 0 }, { 'apns-expiration': '0' }],
    ['a high priority', { priority: 'high' }, { 'apns-priority': '10' }],
    ['a normal priority', { priority: 'normal' }, { 'apns-priority': '5' }],
    ['a low priority', { priority: 'low' }, { 'apns-priority': '1' }],
    [
      'a ring',
      { pushType: 'voip' },
      { 'apns-topic': `${appId}.voip`, 'apns-push-type': 'voip', 'apns-expiration': '0' },
    ],
    ['a ring that may wait', { pushType: 'voip', ttlSeconds: 5 }, { 'apns-expiration': String(startMs / 1000 + 5) }],
    [
      'a wake-up',
      { pushType: 'background' },
      { 'apns-push-type': 'background', 'apns-priority': '5', 'apns-topic': appId },
    ],
  ])('has the headers of %s', async (_what, offlinePush, headers) => {
    // Prepare
    const ports = withBob();

    // Act
    const planned = await planMessage(ports, fromAlice(offlinePush), ['bob'], count);

    // Assess
    expect(pushes(planned)).toMatchObject([{ headers }]);
  });

  it('has no collapse ID when it shows nothing', async () => {
    // Prepare
    const ports = withBob();

    // Act
    const planned = await Promise.all(
      (['voip', 'background'] as const).map((pushType) => planMessage(ports, fromAlice({ pushType }), ['bob'], count)),
    );

    // Assess
    for (const [push] of planned.map(pushes)) expect(push?.headers).not.toHaveProperty('apns-collapse-id');
  });

  it("has the sender's collapse ID for a wake-up", async () => {
    // Prepare
    const ports = withBob();
    const wakeUp = fromAlice({ pushType: 'background', collapseId: 'sync' });

    // Act
    const planned = await planMessage(ports, wakeUp, ['bob'], count);

    // Assess
    expect(pushes(planned)[0]?.headers['apns-collapse-id']).toBe(wakeUp.apnsCollapseId);
  });

  it('notes a phone without permission to show the push', async () => {
    // Prepare
    const ports = withBob({ deviceId: 'b1', permission: 'denied' }, { deviceId: 'b2', permission: 'authorized' });
    const ring = fromAlice({ pushType: 'voip' });

    // Act
    const [alerts, rings] = [
      await planMessage(ports, fromAlice(), ['bob'], count),
      await planMessage(ports, ring, ['bob'], count),
    ];

    // Assess
    expect(pushes(alerts).map(({ notes }) => notes)).toEqual([['permission_denied'], []]);
    expect(pushes(rings).map(({ notes }) => notes)).toEqual([[], []]);
  });
});

describe('a forced message', () => {
  const muted = { receive: 'none' } as const;

  it('is noted where it passes a setting, and decides a retry in the same way', async () => {
    // Prepare
    const ports = withBob({ deviceId: 'b1' }, { userId: 'carol', deviceId: 'c1' });
    await ports.conversations.put('bob', 'user:alice', muted);

    // Act
    const planned = pushes(await planMessage(ports, { ...fromAlice(), isForced: true }, ['bob', 'carol'], count));

    // Assess
    expect(planned.map(({ rule, notes }) => [rule, notes])).toEqual([
      ['forced', ['forced']],
      ['offline', []],
    ]);
    expect(planned.map(({ occasion }) => occasion)).toEqual([{ isForced: true }, { isForced: true }]);
  });
});

describe('a message to a group with a default level', () => {
  it('is planned and retried by it', async () => {
    // Prepare
    const ports = withBob({ deviceId: 'b1' }, { userId: 'carol', deviceId: 'c1' });
    const group = { groupId: 'news', name: 'News', defaultLevel: 'mentions' as const };

    // Act
    const planned = await planMessage(ports, { ...fromAlice(), group, mentions: ['carol'] }, ['bob', 'carol'], count);

    // Assess
    expect(rules(planned)).toEqual([
      ['bob', 'muted'],
      ['carol', 'mention'],
    ]);
    expect(pushes(planned)[0]?.occasion).toEqual({ isMentioned: true, groupLevel: 'mentions' });
  });
});

describe('a recipient', () => {
  it('is planned once, in the given order, even without a device', async () => {
    // Prepare
    const ports = withBob({ deviceId: 'b1' }, { userId: 'carol', deviceId: 'c1' });

    // Act
    const planned = await planMessage(ports, fromAlice(), ['carol', 'dave', 'bob', 'alice', 'carol'], count);

    // Assess
    expect(rules(planned)).toEqual([
      ['carol', 'offline'],
      ['dave', 'no_device'],
      ['bob', 'offline'],
      ['alice', 'sender'],
    ]);
  });

  it("gets the text in the device's language, or else the user's, or else the stage's", async () => {
    // Prepare
    const ports = withBob({ deviceId: 'b1', locale: 'en-GB' }, { deviceId: 'b2' }, { userId: 'carol', deviceId: 'c1' });
    await ports.profiles.replace('bob', { locale: 'zh-TW' });

    // Act
    const planned = await planMessage(ports, fromAlice({}, { elements: [{ type: 'voice' }] }), ['bob', 'carol'], count);

    // Assess
    expect(bodies(planned)).toEqual(['Alice:[Voice]', 'Alice:[語音]', 'Alice:[Voice]']);
  });

  it.each<[string, OfflinePush, Partial<Message>]>([
    ['a text of spaces', {}, { elements: [{ type: 'text', text: ' \u200B\u2060' }] }],
    ['an empty desc', { desc: '' }, { elements: [{ type: 'custom' }] }],
    ['a template that renders empty', { desc: '{{a}}', variables: { a: ' ' } }, { elements: [{ type: 'custom' }] }],
  ])('is not pushed %s, and gets no badge for it', async (_what, offlinePush, changes) => {
    // Prepare
    const ports = withBob();

    // Act
    const planned = await planMessage(ports, fromAlice(offlinePush, changes), ['bob'], count);

    // Assess
    expect(rules(planned)).toEqual([['bob', 'no_desc']]);
    expect(await ports.badges.peek('bob', appId)).toBe(0);
  });

  it('is read with their settings of this conversation and their block of the sender', async () => {
    // Prepare
    const ports = withBob({}, { userId: 'carol' }, { userId: 'dave' });
    await ports.conversations.put('bob', 'group:g1', { receive: 'none' });
    await ports.conversations.put('carol', 'user:alice', { receive: 'none' });
    await ports.blocks.put('dave', 'alice');
    const group = { groupId: 'g1', name: 'Family' };

    // Act
    const [direct, inGroup] = [
      await planMessage(ports, fromAlice(), ['bob', 'carol', 'dave'], count),
      await planMessage(ports, fromAlice({}, { group }), ['bob', 'carol', 'dave'], count),
    ];

    // Assess
    expect(rules(direct)).toEqual([
      ['bob', 'offline'],
      ['carol', 'muted'],
      ['dave', 'blocked'],
    ]);
    expect(rules(inGroup)).toEqual([
      ['bob', 'muted'],
      ['carol', 'offline'],
      ['dave', 'blocked'],
    ]);
  });

  it('is not disturbed at the time of planning', async () => {
    // Prepare
    const ports = withBob();
    await ports.profiles.replace('bob', { doNotDisturb: { windows: [{ start: '13:00', end: '14:00' }] } });
    const before = await planMessage(ports, fromAlice(), ['bob'], count);
    ports.clock.advance(3_600_000);

    // Act
    const within = await planMessage(ports, fromAlice(), ['bob'], count);

    // Assess
    expect([...rules(before), ...rules(within)]).toEqual([
      ['bob', 'offline'],
      ['bob', 'do_not_disturb'],
    ]);
  });

  it('hears no sound of a silenced conversation', async () => {
    // Prepare
    const ports = withBob();
    await ports.conversations.put('bob', 'user:alice', { receive: 'silent' });

    // Act
    const planned = await planMessage(ports, fromAlice({ sound: 'ring.caf' }), ['bob'], count);

    // Assess
    expect(pushes(planned)[0]?.payload).not.toHaveProperty('aps.sound');
  });
});

describe('settings about who is reached', () => {
  it.each<[string, Partial<Message>, string]>([
    ['a push that is off', { offlinePush: { disabled: true } }, 'push_disabled'],
    ['a policy that is off', { offlinePush: { disabled: true, policyId: 'p' }, isDisabledByPolicy: true }, 'policy'],
    ['online users only', { onlineUserOnly: true }, 'online_only'],
    ['nothing to show', { elements: [{ type: 'custom' }] }, 'no_desc'],
    ['a title alone is nothing to show', { elements: [{ type: 'custom' }], offlinePush: { title: 'T' } }, 'no_desc'],
    ['a desc', { elements: [{ type: 'custom' }], offlinePush: { desc: 'D' } }, 'offline'],
    ["a text of the app's", { elements: [{ type: 'custom' }], offlinePush: { locKey: 'K' } }, 'offline'],
    ['a ring without a text', { elements: [{ type: 'custom' }], offlinePush: { pushType: 'voip' } }, 'offline'],
    [
      'a wake-up without a text',
      { elements: [{ type: 'custom' }], offlinePush: { pushType: 'background' } },
      'offline',
    ],
    ['at any time', { offlinePush: { pushWhen: 'always' } }, 'always'],
  ])('%s', async (_what, changes, rule) => {
    // Prepare
    const ports = withBob();

    // Act
    const planned = await planMessage(ports, fromAlice({}, changes), ['bob'], count);

    // Assess
    expect(rules(planned)).toEqual([['bob', rule]]);
  });
});

describe('the badge of an app whose phones count', () => {
  const other = 'com.example.other';

  it('is theirs to count, unless the message says who counts', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice(), aDevice({ userId: 'carol', appId: other }));
    await ports.apps.put(appId, { badges: 'app' });

    // Act
    const byDefault = await planMessage(ports, fromAlice(), ['bob', 'carol'], count);
    const byMessage = await planMessage(ports, fromAlice({ badge: { mode: 'increment' } }), ['bob'], count);

    // Assess
    expect(badges(byDefault)).toEqual([undefined, 1]);
    expect(pushes(byDefault)[0]?.payload).toMatchObject({ aps: { 'mutable-content': 1 }, ringpost: { badge: 'app' } });
    expect(badges(byMessage)).toEqual([1]);
    expect(await ports.badges.peek('bob', appId)).toBe(1);
  });
});

describe('the badge', () => {
  const phones = [
    { deviceId: 'b1' },
    { deviceId: 'b2' },
    { deviceId: 'b3', tokens: { alert: aToken('q', { state: 'quarantined' as const }) } },
    { deviceId: 'other', appId: 'com.example.other' },
    { userId: 'carol', deviceId: 'c1' },
  ];

  it.each<[string, OfflinePush['badge'], (number | undefined)[], number]>([
    ['goes up by one for each user and app', undefined, [5, 5, 1, 1], 5],
    ['goes up by more', { mode: 'increment', value: 3 }, [7, 7, 3, 3], 7],
    ['goes up by nothing, and is shown', { mode: 'increment', value: 0 }, [4, 4, 0, 0], 4],
    ['is set, and counted on from there', { mode: 'set', value: 9 }, [9, 9, 9, 9], 9],
    ['is cleared', { mode: 'set', value: 0 }, [0, 0, 0, 0], 0],
    ['is left alone', { mode: 'none' }, [undefined, undefined, undefined, undefined], 4],
    ['is left to the phones', { mode: 'app' }, [undefined, undefined, undefined, undefined], 4],
  ])('%s', async (_what, badge, expected, counter) => {
    // Prepare
    const ports = withBob(...phones);
    await ports.badges.set('bob', appId, 4);

    // Act
    const planned = await planMessage(ports, fromAlice({ badge }), ['bob', 'carol'], count);

    // Assess
    expect(badges(planned)).toEqual(expected);
    expect(await ports.badges.peek('bob', appId)).toBe(counter);
  });

  it.each<[OfflinePush['badge']]>([[undefined], [{ mode: 'increment', value: 3 }], [{ mode: 'set', value: 9 }]])(
    'is the same without a count when it is only read: %j',
    async (badge) => {
      // Prepare
      const ports = withBob(...phones);
      await ports.badges.set('bob', appId, 4);

      // Act
      const peeked = await planMessage(ports, fromAlice({ badge }), ['bob', 'carol'], peek);

      // Assess
      expect(await ports.badges.peek('bob', appId)).toBe(4);
      expect(await ports.badges.peek('carol', appId)).toBe(0);
      expect(peeked).toEqual(await planMessage(ports, fromAlice({ badge }), ['bob', 'carol'], count));
    },
  );

  it.each(['voip', 'background'] as const)('is not counted for %s', async (pushType) => {
    // Prepare
    const ports = withBob();

    // Act
    await planMessage(ports, fromAlice({ pushType }), ['bob'], count);

    // Assess
    expect(await ports.badges.peek('bob', appId)).toBe(0);
  });

  it('is counted once for a message planned twice, and once for each message', async () => {
    // Prepare
    const ports = withBob();
    const second = fromAlice({}, { messageId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d002' });

    // Act
    const planned = [];
    for (const message of [fromAlice(), fromAlice(), second, second]) {
      planned.push(...(await planMessage(ports, message, ['bob'], count)));
    }

    // Assess
    expect(badges(planned)).toEqual([1, 1, 2, 2]);
  });
});

describe('a message that rings where CallKit is not allowed', () => {
  const ring = (ext?: unknown) => fromAlice({ pushType: 'voip', ext });

  it('is an alert for as long as it would have rung, by default in China', async () => {
    // Prepare
    const ports = withBob({ deviceId: 'cn', territory: 'CN', locale: 'en' }, { deviceId: 'sg', territory: 'SG' });

    // Act
    const planned = await planMessage(ports, ring(), ['bob'], count);

    // Assess
    expect(pushes(planned)).toMatchObject([
      {
        rule: 'territory',
        target: { deviceId: 'cn', kind: 'alert' },
        token: aDevice({ deviceId: 'cn' }).tokens.alert,
        headers: { 'apns-push-type': 'alert', 'apns-expiration': String(startMs / 1000 + 60) },
        payload: { aps: { alert: { title: 'Alice', body: 'Incoming call' }, 'interruption-level': 'time-sensitive' } },
      },
      { rule: 'offline', target: { deviceId: 'sg', kind: 'voip' } },
    ]);
  });

  it("follows the app's own rule", async () => {
    // Prepare
    const ports = withBob({ territory: 'CN' }, { deviceId: 'jp', territory: 'JP' });
    await ports.apps.put(appId, { territoryRule: { territories: ['JP'], instead: 'skip' } });

    // Act
    const planned = await planMessage(ports, ring(), ['bob'], count);

    // Assess
    expect(rules(planned)).toEqual([
      ['bob', 'offline'],
      ['bob', 'territory'],
    ]);
  });

  it('omits an ext that does not fit an alert, and reports that', async () => {
    // Prepare
    const ports = withBob({ territory: 'CN' });

    // Act
    const planned = await planMessage(ports, ring('x'.repeat(4500)), ['bob'], count);

    // Assess
    const [push] = pushes(planned);
    expect(push).toMatchObject({ rule: 'territory', truncated: true, notes: ['ext_omitted'] });
    expect(push?.payload).toMatchObject({ ringpost: { extOmitted: true } });
    expect(push?.payload).not.toHaveProperty('ext');
  });

  it('has a different ID as an alert than as a ring', async () => {
    // Prepare
    const [china, singapore] = [withBob({ territory: 'CN' }), withBob({ territory: 'SG' })];

    // Act
    const planned = await Promise.all([china, singapore].map((ports) => planMessage(ports, ring(), ['bob'], count)));

    // Assess
    const [alert, rung] = planned.flatMap(pushes).map(({ headers }) => headers['apns-id']);
    expect(alert).not.toBe(rung);
  });
});
