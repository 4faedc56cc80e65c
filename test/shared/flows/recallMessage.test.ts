import { describe, expect, it } from 'vitest';
import { recallMessage } from '../../../shared/flows/recallMessage.ts';
import { isRefusal } from '../../../shared/flows/refusal.ts';
import { sendMessage } from '../../../shared/flows/sendMessage.ts';
import { addPhones, makeGroup, userNames, workOff } from '../../support/delivery.ts';
import { aDevice, isoTime, startMs } from '../../support/factories.ts';
import { doesNotAnswer, rejects } from '../../support/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../support/ports.ts';

async function send(ports: MemoryPorts, to: object, offlinePush: object = {}): Promise<string> {
  const elements = [{ type: 'text', text: 'hi' }] as const;
  const result = await sendMessage(ports, { from: 'alice', to, elements, onlineUserOnly: false, offlinePush });
  if (isRefusal(result)) throw new Error(result.detail);
  return result.messageId;
}
const withdraw = (messageId: string) => ({ from: 'alice', messageId, mode: 'withdraw' }) as const;

describe('a message that is taken back', () => {
  it('is withdrawn from the phones that it has left for, and from no other', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'b1' }), aDevice({ deviceId: 'b2', tokens: {} }));
    const messageId = await send(ports, { userId: 'bob' });
    ports.devices.add(aDevice({ deviceId: 'bought later' }));

    // Act
    const result = await recallMessage(ports, withdraw(messageId));

    // Assess
    expect(result).toMatchObject({
      messageId,
      recalledAt: isoTime(startMs),
      targets: [{ deviceId: 'b1', outcome: 'accepted' }],
      summary: { accepted: 1 },
    });
    expect(ports.apns.requests[1]).toMatchObject({
      headers: { 'apns-push-type': 'background', 'apns-collapse-id': messageId },
      payload: { aps: { 'content-available': 1 }, ringpost: { messageId, recalled: true } },
    });
    expect(await ports.messages.find(messageId)).toMatchObject({
      recalledAt: isoTime(startMs),
      timeline: [{ event: 'received' }, { event: 'accepted' }, { event: 'skipped' }, { event: 'recalled' }],
    });
  });

  it('is replaced where it is shown, under its own collapse ID', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ locale: 'zh-CN' }));
    const messageId = await send(ports, { userId: 'bob' }, { collapseId: 'order 7' });

    // Act
    await recallMessage(ports, { from: 'alice', messageId, mode: 'replace' });

    // Assess
    expect(ports.apns.requests[1]).toMatchObject({
      headers: { 'apns-push-type': 'alert', 'apns-collapse-id': 'order 7' },
      payload: { aps: { alert: { body: '消息已撤回' } } },
    });
  });

  it('is not tried again any more', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    ports.apns.will(doesNotAnswer('no'));
    const messageId = await send(ports, { userId: 'bob' });

    // Act
    await recallMessage(ports, withdraw(messageId));
    await workOff(ports);

    // Assess
    const types = ports.apns.requests.map(({ headers }) => headers['apns-push-type']);
    expect(types).toEqual(['alert', 'background']);
    expect((await ports.messages.find(messageId))?.targets).toMatchObject([{ outcome: 'skipped', reason: 'recalled' }]);
  });

  it('tells a phone again later when Apple does not take it now', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const messageId = await send(ports, { userId: 'bob' });
    ports.apns.will(rejects(503, 'ServiceUnavailable'));

    // Act
    await recallMessage(ports, withdraw(messageId));
    await workOff(ports);

    // Assess
    const [, first, again] = ports.apns.requests;
    expect(again?.headers).toEqual(first?.headers);
    expect((await ports.messages.find(messageId))?.targets).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('to a large group stops what is under way, and is withdrawn from every member', async () => {
    // Prepare
    const ports = memoryPorts();
    const userIds = userNames(150);
    addPhones(ports, userIds);
    await makeGroup(ports, 'everybody', ['alice', ...userIds]);
    const messageId = await send(ports, { groupId: 'everybody' });

    // Act
    const result = await recallMessage(ports, withdraw(messageId));
    await workOff(ports);

    // Assess
    expect(result).toMatchObject({ messageId, targets: [] });
    const types = new Set(ports.apns.requests.map(({ headers }) => headers['apns-push-type']));
    expect(types).toEqual(new Set(['background']));
    expect(ports.apns.requests).toHaveLength(150);
    const [chunk] = (await ports.messages.report(messageId))?.chunks ?? [];
    expect(chunk?.counts).toEqual({ 'skipped/recalled': 100 });
  });

  it('stays taken back: the second time nothing is noted anew', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const messageId = await send(ports, { userId: 'bob' });
    await recallMessage(ports, withdraw(messageId));
    ports.clock.advance(60_000);

    // Act
    const again = await recallMessage(ports, withdraw(messageId));

    // Assess
    expect(again).toMatchObject({ recalledAt: isoTime(startMs), targets: [{ outcome: 'accepted' }] });
    const events = (await ports.messages.find(messageId))?.timeline.map(({ event }) => event);
    expect(events).toEqual(['received', 'accepted', 'recalled']);
  });

  it.each(['bob', 'eve'])('by %s, who has not sent it, is refused', async (from) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const messageId = await send(ports, { userId: 'bob' });

    // Act
    const result = await recallMessage(ports, { from, messageId, mode: 'withdraw' });

    // Assess
    expect(result).toMatchObject({ refusal: 'unknown_message' });
    expect(await ports.messages.find(messageId)).not.toHaveProperty('recalledAt');
  });
});
