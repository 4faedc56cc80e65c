/** What goes wrong with one recipient stays with that one. */
import { describe, expect, it, vi } from 'vitest';
import { ring } from '../../../../shared/calls/flows/ring.ts';
import { deliverChunk } from '../../../../shared/delivery/flows/deliverChunk.ts';
import { explainMessage } from '../../../../shared/messages/flows/explainMessage.ts';
import type { MessageInput } from '../../../../shared/messages/flows/prepareMessage.ts';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { answerOnce } from '../../../../shared/platform/flows/answerOnce.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aChunk, addPhones, timelessPorts, workTime } from '../../../support/delivery.ts';
import { aMessage } from '../../../support/factories.ts';
import { doesNotAnswer } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const users = ['bob', 'poor', 'carol'];
const toAll: MessageInput = {
  from: 'alice',
  to: { userIds: users },
  elements: [{ type: 'text', text: 'hi' }],
  onlineUserOnly: false,
  offlinePush: {},
};

/** What the store does when it reads an item that it does not understand. */
function cannotRead(ports: MemoryPorts, ...userIds: string[]): void {
  const { find } = ports.recipients;
  ports.recipients.find = (userId, about) =>
    userIds.includes(userId) ? Promise.reject(new TypeError('no item')) : find.call(ports.recipients, userId, about);
}

/** Reads, but nothing can be decided about it. */
function cannotPlan(ports: MemoryPorts, ...userIds: string[]): void {
  const { find } = ports.recipients;
  ports.recipients.find = async (userId, about) => {
    const recipient = await find.call(ports.recipients, userId, about);
    return userIds.includes(userId) ? { ...recipient, devices: [{ userId, deviceId: 'd' } as never] } : recipient;
  };
}

function cannotCount(ports: MemoryPorts): void {
  const { increment } = ports.badges;
  ports.badges.increment = (userId, ...more) =>
    userId === 'poor' ? Promise.reject(new Error('throttled')) : increment.call(ports.badges, userId, ...more);
}

function cannotPush(ports: MemoryPorts): void {
  const { push } = ports.apns;
  ports.apns.push = (request) =>
    request.deviceToken.startsWith(Buffer.from('poor').toString('hex'))
      ? Promise.reject(new Error('unforeseen'))
      : push.call(ports.apns, request);
}

describe.each<[string, (ports: MemoryPorts) => void, object]>([
  ['whose data cannot be read', (ports) => cannotRead(ports, 'poor'), { outcome: 'failed', reason: 'unreadable' }],
  [
    'about whom no decision can be made',
    (ports) => cannotPlan(ports, 'poor'),
    { outcome: 'failed', reason: 'internal_error' },
  ],
  ['to whom a push throws', cannotPush, { outcome: 'failed', reason: 'internal_error' }],
  ['whose badge cannot be counted', cannotCount, { outcome: 'accepted' }],
])('a recipient %s', (_who, spoil, expected) => {
  it('fails alone in a message', async () => {
    // Prepare
    const ports = memoryPorts();
    addPhones(ports, users);
    spoil(ports);

    // Act
    const result = await sendMessage(ports, toAll);

    // Assess
    if (isRefusal(result)) throw new Error(result.detail);
    const { messageId, targets, summary } = result;
    const accepted = { outcome: 'accepted' };
    expect(targets).toMatchObject([accepted, expected, accepted]);
    expect(targets.map(({ userId }) => userId)).toEqual(users);
    expect((await ports.messages.find(messageId))?.targets).toEqual(targets);
    expect(summary.accepted + summary.failed).toBe(3);
  });

  it('fails alone in a chunk, which is finished', async () => {
    // Prepare
    const ports = timelessPorts();
    addPhones(ports, users);
    const task = await aChunk(ports, users, { listsAll: true });
    spoil(ports);

    // Act
    const end = await deliverChunk(ports, task, workTime(ports));

    // Assess
    expect(end).toBe('done');
    const progress = await ports.chunks.find({ messageId: aMessage().messageId, job: 'send', chunk: 0 });
    expect(progress).toMatchObject({ recipients: 3, reached: 3 });
    const accepted = { outcome: 'accepted' };
    expect(progress?.listed).toMatchObject([accepted, expected, accepted]);
  });
});

describe('a callee', () => {
  it.each<[string, (ports: MemoryPorts) => void, string]>([
    ['whose data cannot be read', (ports) => cannotRead(ports, 'poor'), 'unreadable'],
    ['about whom no decision can be made', (ports) => cannotPlan(ports, 'poor'), 'internal_error'],
  ])('%s does not keep the others from ringing', async (_who, spoil, reason) => {
    // Prepare
    const ports = memoryPorts();
    addPhones(ports, users);
    spoil(ports);

    // Act
    const result = await ring(ports, { from: 'alice', to: { userIds: users }, hasVideo: false, timeoutSeconds: 60 });

    // Assess
    if (isRefusal(result)) throw new Error(result.detail);
    expect(result.targets).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'failed', reason },
      { outcome: 'accepted' },
    ]);
    expect(result.call.participants.map(({ state }) => state)).toEqual(['ringing', 'failed', 'ringing']);
  });
});

describe('a call whose ring cannot be recorded', () => {
  it('is reported to its caller, who can cancel it', async () => {
    // Prepare
    const ports = memoryPorts();
    addPhones(ports, users);
    ports.calls.recordRing = () => Promise.reject(new Error('item too large'));

    // Act
    const result = await ring(ports, { from: 'alice', to: { userIds: users }, hasVideo: false, timeoutSeconds: 60 });

    // Assess
    expect(result).toMatchObject({ call: { state: 'ringing' }, targets: users.map((userId) => ({ userId })) });
  });
});

describe('a message', () => {
  it('whose recipients are all unreadable is pushed to nobody and can be sent again', async () => {
    // Prepare
    const ports = memoryPorts();
    cannotRead(ports, ...users);

    // Act
    const sending = sendMessage(ports, toAll);

    // Assess
    await expect(sending).rejects.toThrow('no item');
    expect(ports.apns.requests).toEqual([]);
    expect(ports.messages.size).toBe(0);
  });

  it('is explained with its unreadable recipients', async () => {
    // Prepare
    const ports = memoryPorts();
    addPhones(ports, users);
    cannotRead(ports, 'poor');

    // Act
    const explained = await explainMessage(ports, toAll);

    // Assess
    expect(explained).toMatchObject({ targets: [{ decision: 'push' }, { decision: 'skip', rule: 'unreadable' }, {}] });
  });

  it.each<[string, (ports: MemoryPorts) => void]>([
    [
      'recorded',
      (ports) => {
        ports.messages.put = () => Promise.reject(new Error('throttled'));
      },
    ],
    [
      'counted',
      (ports) => {
        ports.statistics.add = () => Promise.reject(new Error('throttled'));
      },
    ],
    [
      'kept for its key',
      (ports) => {
        ports.idempotency.finish = () => Promise.reject(new Error('too large'));
      },
    ],
  ])('that has left is answered with its outcomes even if it cannot be %s', async (_what, spoil) => {
    // Prepare
    const ports = memoryPorts();
    addPhones(ports, users);
    spoil(ports);
    const request = { scope: ['alice'], key: 'k', body: toAll };

    // Act
    const answer = await answerOnce(ports, request, (messageId) => sendMessage(ports, { ...toAll, messageId }));

    // Assess
    expect(answer).toMatchObject({ summary: { accepted: 3, failed: 0 } });
    expect(ports.apns.requests).toHaveLength(3);
  });

  it('is not reported as retrying when the queue refuses it', async () => {
    // Prepare
    const ports = memoryPorts();
    addPhones(ports, ['bob']);
    ports.apns.will(doesNotAnswer('no'));
    ports.deliveries.enqueue = () => Promise.reject(new Error('throttled'));

    // Act
    const result = await sendMessage(ports, { ...toAll, to: { userId: 'bob' } });

    // Assess
    expect(result).toMatchObject({ targets: [{ outcome: 'failed', reason: 'deadline' }], summary: { retrying: 0 } });
  });

  it('costs one extra write and no extra read, for any number of failures', async () => {
    // Prepare
    const ports = memoryPorts();
    addPhones(ports, users);
    cannotRead(ports, 'poor');
    const put = vi.spyOn(ports.messages, 'put');
    const update = vi.spyOn(ports.messages, 'recordOutcomes');

    // Act
    await sendMessage(ports, toAll);

    // Assess
    expect(put).toHaveBeenCalledTimes(1);
    expect(update).not.toHaveBeenCalled();
  });
});
