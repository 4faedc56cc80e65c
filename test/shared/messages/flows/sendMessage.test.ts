import { describe, expect, it } from 'vitest';
import type { MessageInput } from '../../../../shared/messages/flows/prepareMessage.ts';
import { type SendMessageResult, sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, appId, aToken, isoTime, startMs } from '../../../support/factories.ts';
import { doesNotAnswer, rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const hi = (changes: Partial<MessageInput> = {}): MessageInput => ({
  from: 'alice',
  to: { userIds: ['bob'] },
  elements: [{ type: 'text', text: 'hi' }],
  onlineUserOnly: false,
  offlinePush: {},
  ...changes,
});

async function send(ports: MemoryPorts, input: MessageInput): Promise<SendMessageResult> {
  const result = await sendMessage(ports, input);
  if (isRefusal(result)) throw new Error(`refused: ${result.refusal}`);
  return result;
}
const payloadsOf = ({ apns }: MemoryPorts) => apns.requests.map(({ payload }) => payload);

/** What is asked for while nothing else is under way begins a round trip; what is asked for meanwhile is part of it. */
function countRoundTrips(ports: MemoryPorts, names: readonly ('profiles' | 'groups' | 'policies' | 'recipients')[]) {
  let trips = 0;
  let underWay = 0;
  for (const name of names) {
    const store = ports[name];
    const slow = new Proxy(store, {
      get(target, member) {
        const value: unknown = Reflect.get(target, member);
        if (typeof value !== 'function') return value;
        return async (...parameters: unknown[]) => {
          if (underWay === 0) trips += 1;
          underWay += 1;
          await new Promise(setImmediate);
          try {
            return await value.apply(target, parameters);
          } finally {
            underWay -= 1;
          }
        };
      },
    });
    Object.assign(ports, { [name]: slow });
  }
  return { count: () => trips };
}

describe('a message', () => {
  it.each([
    ['a user', { userId: 'bob' }, 1],
    ['a group, whose members are listed first', { groupId: 'family' }, 3],
  ])('to %s is pushed after a fixed number of round trips', async (_whom, to, roundTrips) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    await ports.groups.create({ groupId: 'family', name: 'Family', ownerId: 'alice' });
    await ports.groups.putMember('family', { userId: 'bob' });
    await ports.policies.put('quiet', { sound: 'none', forUsers: true });
    const trips = countRoundTrips(ports, ['profiles', 'groups', 'policies', 'recipients']);

    // Act
    await send(ports, hi({ to, offlinePush: { policyId: 'quiet', badge: { mode: 'none' } } }));

    // Assess
    expect(ports.apns.requests).toHaveLength(1);
    expect(trips.count()).toBe(roundTrips);
  });

  it("is pushed to the user's phone, reported to the sender and recorded without its text", async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    await ports.profiles.replace('alice', { nickname: 'Alice' });

    // Act
    const result = await send(ports, hi());

    // Assess
    const [push] = ports.apns.requests;
    const target = {
      userId: 'bob',
      deviceId: 'phone-1',
      kind: 'alert',
      outcome: 'accepted',
      apnsId: push?.headers['apns-id'],
      environment: 'production',
      status: 200,
    };
    expect(result).toEqual({
      messageId: expect.any(String),
      targets: [target],
      summary: { accepted: 1, skipped: 0, rejected: 0, failed: 0, retrying: 0 },
    });
    expect(push).toEqual({
      appId,
      environment: 'production',
      deviceToken: aDevice().tokens.alert?.token,
      headers: {
        'apns-topic': appId,
        'apns-push-type': 'alert',
        'apns-priority': '10',
        'apns-expiration': String(startMs / 1000 + 86_400),
        'apns-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
        'apns-collapse-id': expect.stringMatching(/^[\w-]{43}$/),
      },
      payload: {
        aps: { alert: { body: 'Alice:hi' }, badge: 1, sound: 'default' },
        ringpost: { messageId: result.messageId, conversationId: 'user:alice', receipt: expect.any(String) },
      },
      deadlineMs: startMs + 8000,
    });
    expect(push?.headers['apns-id']).not.toBe(result.messageId);
    const at = isoTime(startMs);
    expect(await ports.messages.find(result.messageId)).toEqual({
      messageId: result.messageId,
      from: 'alice',
      apnsCollapseId: push?.headers['apns-collapse-id'],
      to: ['bob'],
      createdAtMs: startMs,
      facts: expect.any(Uint8Array),
      sent: { pushType: 'alert', ttlSeconds: 86_400, priority: 'high', runsExtension: false },
      targets: [target],
      timeline: [
        { at, event: 'received' },
        { at, event: 'accepted', deviceId: 'phone-1', kind: 'alert', reason: undefined },
      ],
    });
  });

  it('has the time of the answers in its timeline', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    ports.apns.meanwhile = async () => ports.clock.advance(1500);

    // Act
    const { messageId } = await send(ports, hi());

    // Assess
    const record = await ports.messages.find(messageId);
    expect(record?.timeline.map(({ at }) => at)).toEqual([isoTime(startMs), isoTime(startMs + 1500)]);
  });

  it('reaches every device of every recipient once, and each push has its own ID', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(
      aDevice({ deviceId: 'b1' }),
      aDevice({ deviceId: 'b2' }),
      aDevice({ userId: 'carol', deviceId: 'c1' }),
    );

    // Act
    const { targets } = await send(ports, hi({ to: { userIds: ['bob', 'carol', 'bob', 'dave'] } }));

    // Assess
    expect(targets.map(({ userId, deviceId, outcome }) => [userId, deviceId, outcome])).toEqual([
      ['bob', 'b1', 'accepted'],
      ['bob', 'b2', 'accepted'],
      ['carol', 'c1', 'accepted'],
      ['dave', undefined, 'skipped'],
    ]);
    expect(new Set(ports.apns.apnsIds).size).toBe(3);
  });

  it.each([
    ['sender', hi({ to: { userIds: ['alice'] } })],
    ['online_only', hi({ onlineUserOnly: true })],
    ['push_disabled', hi({ offlinePush: { disabled: true } })],
    ['no_device', hi({ to: { userIds: ['nobody'] } })],
    ['online', hi({ to: { userIds: ['online'] } })],
    ['no_token', hi({ to: { userIds: ['tokenless'] } })],
    ['quarantined', hi({ to: { userIds: ['quarantined'] } })],
  ])('that reaches nobody gives the reason and counts no badge: %s', async (reason, input) => {
    // Prepare
    const ports = memoryPorts();
    const presence = { state: 'foreground', untilMs: startMs + 1 } as const;
    ports.devices.add(
      aDevice(),
      aDevice({ userId: 'online', presence }),
      aDevice({ userId: 'tokenless', tokens: {} }),
      aDevice({ userId: 'quarantined', tokens: { alert: aToken('q', { state: 'quarantined' }) } }),
    );

    // Act
    const { messageId, targets, summary } = await send(ports, input);

    // Assess
    expect(targets).toEqual([expect.objectContaining({ userId: input.to.userIds?.[0], outcome: 'skipped', reason })]);
    expect(summary).toMatchObject({ skipped: 1, accepted: 0 });
    expect(ports.apns.requests).toEqual([]);
    expect(await ports.badges.increment(input.to.userIds?.[0] ?? '', appId)).toBe(1);
    expect((await ports.messages.find(messageId))?.targets).toEqual(targets);
  });

  it('reports a rejection by APNs and does not retry it', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    ports.apns.will(rejects(400, 'TopicDisallowed'));

    // Act
    const { targets, summary } = await send(ports, hi());

    // Assess
    expect(targets).toMatchObject([{ outcome: 'rejected', reason: 'TopicDisallowed', status: 400 }]);
    expect(summary.rejected).toBe(1);
    expect(ports.deliveries.enqueued).toEqual([]);
  });

  it('repairs the environment of a token on its way', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    ports.apns.will(rejects(400, 'BadDeviceToken'));

    // Act
    const { targets } = await send(ports, hi());

    // Assess
    expect(targets).toMatchObject([{ outcome: 'accepted', environment: 'development' }]);
    expect((await ports.devices.find('bob', 'phone-1'))?.tokens.alert).toMatchObject({
      environment: 'development',
      state: 'proven',
    });
  });
});

describe('the badge', () => {
  it('is counted once for each user and app, for any number of phones', async () => {
    // Prepare
    const ports = memoryPorts();
    const quarantined = aToken('q', { state: 'quarantined' });
    ports.devices.add(
      aDevice({ deviceId: 'b1' }),
      aDevice({ deviceId: 'b2' }),
      aDevice({ deviceId: 'b3', tokens: { alert: quarantined } }),
      aDevice({ deviceId: 'other', appId: 'com.example.other' }),
      aDevice({ userId: 'carol', deviceId: 'c1' }),
    );
    await ports.badges.set('bob', appId, 4);

    // Act
    await send(ports, hi({ to: { userIds: ['bob', 'carol'] } }));
    await send(ports, hi());

    // Assess
    const badges = ports.apns.requests.map(({ appId: app, deviceToken, payload }) => [
      Buffer.from(deviceToken, 'hex').toString().split(' ')[0],
      app,
      (payload as { aps: { badge: number } }).aps.badge,
    ]);
    expect(badges).toEqual([
      ['b1', appId, 5],
      ['b2', appId, 5],
      ['other', 'com.example.other', 1],
      ['c1', appId, 1],
      ['b1', appId, 6],
      ['b2', appId, 6],
      ['other', 'com.example.other', 2],
    ]);
  });
});

describe('a push that APNs did not accept', () => {
  it.each([
    ['no answer in time', doesNotAnswer('maybe'), { reason: 'deadline' }],
    ['no connection', doesNotAnswer('no', 'connect_failed'), { reason: 'connect_failed' }],
    ['a busy APNs', rejects(503, 'ServiceUnavailable'), { reason: 'ServiceUnavailable', status: 503 }],
  ])('is retried later with the same apns-id, headers and payload: %s', async (_what, answer, told) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'b1' }), aDevice({ deviceId: 'b2' }));
    ports.apns.will(answer);

    // Act
    const { messageId, targets, summary } = await send(ports, hi());

    // Assess
    const [first] = ports.apns.requests;
    expect(targets[0]).toMatchObject({
      deviceId: 'b1',
      outcome: 'retrying',
      apnsId: first?.headers['apns-id'],
      ...told,
    });
    expect(summary).toMatchObject({ retrying: 1, accepted: 1 });
    expect(ports.deliveries.enqueued).toEqual([
      {
        task: {
          task: 'retry',
          job: 'send',
          messageId,
          pushes: [
            {
              userId: 'bob',
              deviceId: 'b1',
              kind: 'alert',
              headers: first?.headers,
              payload: first?.payload,
              attemptsMade: 1,
            },
          ],
        },
        delaySeconds: 5,
      },
    ]);
    expect((await ports.messages.find(messageId))?.targets).toEqual(targets);
  });

  it('is queued only once the record of its outcome exists', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    ports.apns.will(doesNotAnswer('maybe'));
    let recorded: unknown;
    ports.deliveries.enqueue = async ([first]) => {
      const task = first?.task;
      if (task?.task === 'retry') recorded = await ports.messages.find(task.messageId);
    };

    // Act
    const { messageId } = await send(ports, hi());

    // Assess
    expect(recorded).toMatchObject({ messageId });
  });

  it('is queued together with the record when that cannot be stored', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'b1' }), aDevice({ deviceId: 'b2' }));
    ports.apns.will(doesNotAnswer('maybe'));
    ports.messages.put = async () => {
      throw new Error('throttled');
    };

    // Act
    const { messageId, targets } = await send(ports, hi());

    // Assess
    expect(targets.map(({ outcome }) => outcome)).toEqual(['retrying', 'accepted']);
    expect(ports.deliveries.enqueued).toMatchObject([
      { task: { task: 'retry', messageId, unrecorded: { messageId, from: 'alice', to: ['bob'], targets } } },
    ]);
  });
});

describe('a message that is too large', () => {
  it.each([
    ['ext', { ext: 'x'.repeat(4096) }],
    ['the arguments of a key', { locKey: 'KEY', locArgs: ['x'.repeat(4096)] }],
    ['ext of a message that rings', { pushType: 'voip', ext: 'x'.repeat(5120) }],
  ] as const)('because of %s is refused: nothing is pushed, counted or written', async (_what, offlinePush) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());

    // Act
    const result = await sendMessage(ports, hi({ offlinePush }));

    // Assess
    expect(result).toMatchObject({ refusal: 'push_too_large' });
    expect(JSON.stringify(result)).not.toContain('xxx');
    expect(ports.apns.requests).toEqual([]);
    expect(ports.messages.size).toBe(0);
    expect(await ports.badges.increment('bob', appId)).toBe(1);
  });

  it("because of its text is shortened to Apple's limit", async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());

    // Act
    await send(ports, hi({ elements: [{ type: 'text', text: '语'.repeat(5000) }] }));

    // Assess
    const bytes = Buffer.byteLength(JSON.stringify(payloadsOf(ports)[0]));
    expect(bytes).toBeLessThanOrEqual(4096);
    expect(bytes).toBeGreaterThan(4096 - 3);
  });

  it('is measured with the longest possible badge, so that all recipients get it or none', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const room = (length: number) => hi({ offlinePush: { ext: 'x'.repeat(length) } });
    let length = 4096;
    while (isRefusal(await sendMessage(ports, room(length)))) length -= 1;

    // Act
    await ports.badges.set('bob', appId, Number.MAX_SAFE_INTEGER - 1);
    await send(ports, room(length));

    // Assess
    const last = payloadsOf(ports).at(-1);
    expect(last).toMatchObject({ aps: { badge: Number.MAX_SAFE_INTEGER }, ext: 'x'.repeat(length) });
    expect(Buffer.byteLength(JSON.stringify(last))).toBeLessThanOrEqual(4096);
  });
});
