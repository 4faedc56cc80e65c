import { describe, expect, it } from 'vitest';
import type { HostPush } from '../../../../shared/apns/ports.ts';
import { recallMessage } from '../../../../shared/messages/flows/recallMessage.ts';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { addPhones, makeGroup, userNames, workOff } from '../../../support/delivery.ts';
import { aDevice, aToken, startMs } from '../../../support/factories.ts';
import { doesNotAnswer, rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

async function send(ports: MemoryPorts, to: object, offlinePush: object = {}): Promise<string> {
  const elements = [{ type: 'text', text: 'hi' }] as const;
  const result = await sendMessage(ports, { from: 'alice', to, elements, onlineUserOnly: false, offlinePush });
  if (isRefusal(result)) throw new Error(result.detail);
  return result.messageId;
}
const collapseIdOf = (request: HostPush | undefined) => request?.headers['apns-collapse-id'];
const withdraw = (messageId: string) => ({ sentBy: 'alice', messageId, mode: 'withdraw' }) as const;

describe('a recalled message', () => {
  it('is withdrawn from exactly the phones that it was pushed to', async () => {
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
      recalledAtMs: startMs,
      targets: [{ deviceId: 'b1', outcome: 'accepted' }],
      summary: { accepted: 1 },
    });
    expect(ports.apns.requests[1]).toMatchObject({
      headers: { 'apns-push-type': 'background', 'apns-collapse-id': collapseIdOf(ports.apns.requests[0]) },
      payload: { aps: { 'content-available': 1 }, ringpost: { messageId, recalled: true } },
    });
    expect(await ports.messages.find(messageId)).toMatchObject({
      recalledAtMs: startMs,
      timeline: [{ event: 'received' }, { event: 'accepted' }, { event: 'skipped' }, { event: 'recalled' }],
    });
  });

  it('is replaced where it is shown, under its own collapse ID', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ locale: 'zh-CN' }));
    const messageId = await send(ports, { userId: 'bob' }, { collapseId: 'order 7' });

    // Act
    await recallMessage(ports, { sentBy: 'alice', messageId, mode: 'replace' });

    // Assess
    expect(ports.apns.requests[1]).toMatchObject({
      headers: { 'apns-push-type': 'alert', 'apns-collapse-id': collapseIdOf(ports.apns.requests[0]) },
      payload: { aps: { alert: { body: '消息已撤回' } } },
    });
  });

  it("is replaced in the language of the user's profile where the phone names none, or else in the stage's", async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice(), aDevice({ userId: 'carol', deviceId: 'c1', tokens: { alert: aToken('C') } }));
    await ports.profiles.replace('bob', { locale: 'zh-CN' });
    const messageId = await send(ports, { userIds: ['bob', 'carol'] });

    // Act
    await recallMessage(ports, { sentBy: 'alice', messageId, mode: 'replace' });

    // Assess
    const bodies = ports.apns.requests
      .slice(2)
      .map(({ payload }) => (payload as { aps: { alert: { body: string } } }).aps.alert.body);
    expect(bodies).toEqual(['消息已撤回', 'Message recalled']);
  });

  it('is withdrawn from every phone of its recipients where its record lists only some', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'b1' }), aDevice({ deviceId: 'b2' }));
    const messageId = await send(ports, { userId: 'bob' });
    const record = await ports.messages.find(messageId);
    if (record === undefined) throw new Error('there is no record');
    await ports.messages.put({ ...record, targets: record.targets.slice(0, 1), unlisted: { accepted: 1 } });

    // Act
    const result = await recallMessage(ports, withdraw(messageId));

    // Assess
    expect(result).toMatchObject({ targets: [{ deviceId: 'b1' }, { deviceId: 'b2' }] });
  });

  it('is answered even if its retries cannot be queued', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const messageId = await send(ports, { userId: 'bob' });
    ports.apns.will(doesNotAnswer('no'));
    ports.deliveries.enqueue = () => Promise.reject(new Error('throttled'));

    // Act
    const result = await recallMessage(ports, withdraw(messageId));

    // Assess
    expect(result).toMatchObject({ targets: [{ outcome: 'failed', reason: 'deadline' }] });
  });

  it('is no longer retried', async () => {
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

  it('is withdrawn from a phone later when Apple does not accept the push now', async () => {
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

  it('to a large group stops its delivery and is withdrawn from every member', async () => {
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
    expect(chunk?.counts).toEqual({ 'skipped/recalled': 151 });
  });

  it('stays recalled: a second recall is not recorded and notifies no phone', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const messageId = await send(ports, { userId: 'bob' });
    await recallMessage(ports, withdraw(messageId));
    ports.clock.advance(60_000);

    // Act
    const again = await recallMessage(ports, withdraw(messageId));

    // Assess
    expect(again).toMatchObject({ recalledAtMs: startMs, targets: [] });
    expect(ports.apns.requests).toHaveLength(2);
    const events = (await ports.messages.find(messageId))?.timeline.map(({ event }) => event);
    expect(events).toEqual(['received', 'accepted', 'recalled']);
  });

  it.each(['withdraw', 'replace'] as const)(
    'by %s is not announced to users who have blocked the sender since',
    async (mode) => {
      // Prepare
      const ports = memoryPorts();
      ports.devices.add(aDevice(), aDevice({ userId: 'carol' }));
      const messageId = await send(ports, { userIds: ['bob', 'carol'] });
      await ports.blocks.put('bob', 'alice');

      // Act
      const result = await recallMessage(ports, { sentBy: 'alice', messageId, mode });

      // Assess
      expect(result).toMatchObject({
        targets: [
          { userId: 'bob', outcome: 'skipped', reason: 'blocked' },
          { userId: 'carol', outcome: 'accepted' },
        ],
      });
      expect(ports.apns.requests).toHaveLength(3);
    },
  );

  it('to a large group is not announced to members who have blocked the sender since', async () => {
    // Prepare
    const ports = memoryPorts();
    const members = ['alice', ...userNames(101)];
    await makeGroup(ports, 'large', members);
    addPhones(ports, members);
    const messageId = await send(ports, { groupId: 'large' });
    await workOff(ports);
    const sent = ports.apns.requests.length;
    for (const member of members.slice(1, 61)) await ports.blocks.put(member, 'alice');

    // Act
    await recallMessage(ports, withdraw(messageId));
    await workOff(ports);

    // Assess
    expect(ports.apns.requests.length - sent).toBe(members.length - 60);
  });

  it.each(['bob', 'eve'])('by %s, who did not send it, is refused', async (from) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const messageId = await send(ports, { userId: 'bob' });

    // Act
    const result = await recallMessage(ports, { sentBy: from, messageId, mode: 'withdraw' });

    // Assess
    expect(result).toMatchObject({ refusal: 'unknown_message' });
    expect(await ports.messages.find(messageId)).not.toHaveProperty('recalledAtMs');
  });
});

describe('a recall of a message that a newer one replaced', () => {
  const chosen = { collapseId: 'order 7' };

  it.each(['withdraw', 'replace'] as const)(
    'by %s asks the app to remove it and affects no other message',
    async (mode) => {
      // Prepare
      const ports = memoryPorts();
      ports.devices.add(aDevice());
      const first = await send(ports, { userId: 'bob' }, chosen);
      const second = await send(ports, { userId: 'bob' }, chosen);

      // Act
      await recallMessage(ports, { sentBy: 'alice', messageId: first, mode });

      // Assess
      const [shownFirst, shownThen, recall] = ports.apns.requests;
      expect(collapseIdOf(shownThen)).toBe(collapseIdOf(shownFirst));
      expect(recall?.headers).toMatchObject({ 'apns-push-type': 'background', 'apns-expiration': '0' });
      expect(collapseIdOf(recall)).toBeUndefined();
      expect(recall?.payload).toMatchObject({ ringpost: { messageId: first, recalled: true } });
      expect((await ports.messages.find(second))?.recalledAtMs).toBeUndefined();
    },
  );

  it('recalls the newer one itself under the collapse ID', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    await send(ports, { userId: 'bob' }, chosen);
    const second = await send(ports, { userId: 'bob' }, chosen);

    // Act
    await recallMessage(ports, { sentBy: 'alice', messageId: second, mode: 'replace' });

    // Assess
    expect(collapseIdOf(ports.apns.requests[2])).toBe(collapseIdOf(ports.apns.requests[1]));
  });

  it('recognises a newer one whose collapse ID is the ID of the message', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const first = await send(ports, { userId: 'bob' });
    await send(ports, { userId: 'bob' }, { collapseId: first });

    // Act
    await recallMessage(ports, { sentBy: 'alice', messageId: first, mode: 'replace' });

    // Assess
    expect(collapseIdOf(ports.apns.requests[1])).toBe(collapseIdOf(ports.apns.requests[0]));
    expect(collapseIdOf(ports.apns.requests[2])).toBeUndefined();
  });

  it("is not stopped by other users' messages under the same ID", async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const elements = [{ type: 'text', text: 'mine' }] as const;
    const messageId = await send(ports, { userId: 'bob' }, chosen);
    const toBob = { to: { userId: 'bob' }, elements, onlineUserOnly: false, offlinePush: chosen };
    await sendMessage(ports, { from: 'mallory', ...toBob });

    // Act
    await recallMessage(ports, { sentBy: 'alice', messageId, mode: 'replace' });

    // Assess
    const [alices, mallorys, recall] = ports.apns.requests.map(collapseIdOf);
    expect(recall).toBe(alices);
    expect(mallorys).not.toBe(alices);
  });

  it('of version 0.3.0 uses the ID of its notification', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const messageId = await send(ports, { userId: 'bob' });
    const record = await ports.messages.find(messageId);
    if (record === undefined) throw new Error('there is no record');
    const { apnsCollapseId: _new, ...old } = record;
    await ports.messages.put({ ...old, collapseId: 'order 7' });

    // Act
    await recallMessage(ports, withdraw(messageId));

    // Assess
    expect(collapseIdOf(ports.apns.requests[1])).toBe('order 7');
  });
});
