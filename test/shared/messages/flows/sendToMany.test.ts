import { describe, expect, it } from 'vitest';
import { messageView } from '../../../../shared/api/messageView.ts';
import { type SendMessageResult, sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { addPhones, makeGroup, userNames, workOff } from '../../../support/delivery.ts';
import { rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const hi = { from: 'alice', elements: [{ type: 'text', text: 'hi' }], onlineUserOnly: false, offlinePush: {} } as const;

async function send(ports: MemoryPorts, to: object): Promise<SendMessageResult> {
  const result = await sendMessage(ports, { ...hi, to });
  if (isRefusal(result)) throw new Error(result.detail);
  return result;
}
async function read(ports: MemoryPorts, messageId: string) {
  const report = await ports.messages.report(messageId);
  if (report === undefined) throw new Error(`there is no message ${messageId}`);
  return messageView(report);
}

describe('a message to a list of users', () => {
  it('is pushed in the request to 100 of them', async () => {
    // Prepare
    const ports = memoryPorts();
    const userIds = userNames(100);
    addPhones(ports, userIds);

    // Act
    const { summary } = await send(ports, { userIds });

    // Assess
    expect(summary).toMatchObject({ accepted: 100, retrying: 0 });
    expect(ports.deliveries.enqueued).toEqual([]);
  });

  it('goes through the queue to more of them, and finally lists each target', async () => {
    // Prepare
    const ports = memoryPorts();
    const userIds = userNames(250);
    addPhones(ports, userIds);

    // Act
    const { messageId, targets, summary } = await send(ports, { userIds });
    const queued = ports.deliveries.enqueued.map(({ task }) => (task.task === 'chunk' ? task.recipients.length : 0));
    const before = await read(ports, messageId);
    await workOff(ports);

    // Assess
    expect(targets).toHaveLength(250);
    expect(targets[0]).toEqual({ userId: userIds[0], outcome: 'retrying', reason: 'queued' });
    expect(summary).toMatchObject({ accepted: 0, retrying: 250 });
    expect(queued).toEqual([100, 100, 50]);
    expect(before).toMatchObject({ targets, summary });
    const after = await read(ports, messageId);
    expect(after.summary).toMatchObject({ accepted: 250, retrying: 0 });
    expect(after.targets.map(({ userId }) => userId).toSorted()).toEqual(userIds);
    expect(after.to).toEqual(userIds);
  });
});

describe('a message to a group', () => {
  it('of 100 members is pushed in the request', async () => {
    // Prepare
    const ports = memoryPorts();
    const userIds = userNames(99);
    addPhones(ports, userIds);
    await makeGroup(ports, 'everybody', ['alice', ...userIds]);

    // Act
    const { targets, summary } = await send(ports, { groupId: 'everybody' });

    // Assess
    expect(summary).toMatchObject({ accepted: 99, skipped: 1, retrying: 0 });
    expect(targets).toHaveLength(100);
    expect(ports.deliveries.enqueued).toEqual([]);
  });

  it('of 2,345 members is answered with only a summary, and every member gets one push', async () => {
    // Prepare
    const ports = memoryPorts();
    const userIds = userNames(2344);
    addPhones(ports, userIds);
    await makeGroup(ports, 'everybody', ['alice', ...userIds]);
    ports.apns.will(rejects(429, 'TooManyRequests'), rejects(410, 'Unregistered', ports.clock.nowMs()));

    // Act
    const { messageId, targets, summary } = await send(ports, { groupId: 'everybody' });
    await workOff(ports);

    // Assess
    expect(targets).toEqual([]);
    expect(summary).toEqual({ accepted: 0, skipped: 0, rejected: 0, failed: 0, retrying: 2345 });
    const after = await read(ports, messageId);
    expect(after).toMatchObject({
      groupId: 'everybody',
      to: [],
      summary: { accepted: 2343, skipped: 1, rejected: 1, failed: 0, retrying: 0 },
      reasons: { 'skipped/sender': 1, 'rejected/Unregistered': 1 },
    });
    expect(after.targets.map(({ outcome }) => outcome).toSorted()).toEqual(['accepted', 'rejected']);
    expect(new Set(ports.apns.apnsIds).size).toBe(2344);
  });

  it('is listed to the end by the worker when the request dies', async () => {
    // Prepare
    const ports = memoryPorts();
    const userIds = userNames(1500);
    addPhones(ports, userIds);
    await makeGroup(ports, 'everybody', ['alice', ...userIds]);
    const { recordExpansion } = ports.messages;
    // After the first page is in the queue, before that is noted.
    ports.messages.recordExpansion = async () => {
      ports.messages.recordExpansion = recordExpansion;
      throw new Error('killed');
    };

    // Act
    await expect(sendMessage(ports, { ...hi, to: { groupId: 'everybody' } })).rejects.toThrow('killed');
    await workOff(ports);

    // Assess
    expect(ports.apns.requests).toHaveLength(1500);
    expect(new Set(ports.apns.apnsIds).size).toBe(1500);
  });
});
