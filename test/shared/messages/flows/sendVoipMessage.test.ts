import { describe, expect, it } from 'vitest';
import type { MessageInput } from '../../../../shared/messages/flows/prepareMessage.ts';
import { type SendMessageResult, sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, appId, aToken, startMs } from '../../../support/factories.ts';
import { doesNotAnswer, rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const ringing = (offlinePush: Partial<MessageInput['offlinePush']> = {}): MessageInput => ({
  from: 'alice',
  to: { userIds: ['bob'] },
  elements: [{ type: 'text', text: 'hi' }],
  onlineUserOnly: false,
  offlinePush: { pushType: 'voip', ...offlinePush },
});

async function send(ports: MemoryPorts, input: MessageInput): Promise<SendMessageResult> {
  const result = await sendMessage(ports, input);
  if (isRefusal(result)) throw new Error(`refused: ${result.refusal}`);
  return result;
}
const payloadsOf = ({ apns }: MemoryPorts) => apns.requests.map(({ payload }) => payload);

describe('a message that rings', () => {
  it('goes to the VoIP tokens as a call, with the message ID as its UUID and no badge', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice(), aDevice({ deviceId: 'alert-only', tokens: { alert: aToken('A') } }));
    await ports.profiles.replace('alice', { nickname: 'Alice' });

    // Act
    const { messageId, targets } = await send(ports, ringing());

    // Assess
    expect(targets).toMatchObject([
      { deviceId: 'phone-1', kind: 'voip', outcome: 'accepted' },
      { deviceId: 'alert-only', kind: 'voip', outcome: 'skipped', reason: 'no_token' },
    ]);
    const [push] = ports.apns.requests;
    expect(push).toMatchObject({
      deviceToken: aDevice().tokens.voip?.token,
      headers: { 'apns-topic': `${appId}.voip`, 'apns-push-type': 'voip', 'apns-expiration': '0' },
    });
    expect(push?.payload).toEqual({
      ringpost: 1,
      callId: messageId,
      handle: { type: 'generic', value: 'alice' },
      callerName: 'Alice',
      hasVideo: false,
      sentAt: startMs / 1000,
      expiresAt: startMs / 1000 + 60,
    });
    expect(await ports.badges.increment('bob', appId)).toBe(1);
  });

  it("shows its sender's settings", async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const voip = {
      handle: { type: 'emailAddress', value: 'a@example.com' },
      callerName: 'Dr Alice',
      hasVideo: true,
    } as const;

    // Act
    await send(ports, ringing({ voip, ext: [1] }));

    // Assess
    expect(payloadsOf(ports)).toMatchObject([{ ...voip, ext: [1] }]);
  });

  it('can have a payload of exactly 5,120 bytes and no more', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    await send(ports, ringing({ ext: '' }));
    const room = 5120 - Buffer.byteLength(JSON.stringify(payloadsOf(ports)[0]));
    const withExt = (length: number) => sendMessage(ports, ringing({ ext: 'x'.repeat(length) }));

    // Act
    const [fits, tooLarge] = [await withExt(room), await withExt(room + 1)];

    // Assess
    expect(isRefusal(fits)).toBe(false);
    expect(isRefusal(tooLarge)).toBe(true);
  });

  it('is never retried later, because it would ring late', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'b1' }), aDevice({ deviceId: 'b2' }));
    ports.apns.will(doesNotAnswer('maybe'), rejects(503, 'ServiceUnavailable'));

    // Act
    const { targets } = await send(ports, ringing());

    // Assess
    expect(targets).toMatchObject([
      { outcome: 'failed', reason: 'deadline' },
      { outcome: 'rejected', reason: 'ServiceUnavailable' },
    ]);
    expect(ports.deliveries.enqueued).toEqual([]);
  });
});
