import { describe, expect, it } from 'vitest';
import { maxRecipientsInRequest } from '../../../../shared/messages/flows/deliveryTasks.ts';
import { type SendOnceInput, sendOnce } from '../../../../shared/messages/flows/sendOnce.ts';
import { aDevice } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const messageId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';

const input = (changes: Partial<SendOnceInput> = {}): SendOnceInput => ({
  messageId,
  from: 'alice',
  to: { userIds: ['bob'] },
  elements: [{ type: 'text', text: 'hi' }],
  onlineUserOnly: false,
  offlinePush: {},
  takesOver: false,
  ...changes,
});

function world() {
  const ports = memoryPorts();
  ports.devices.add(aDevice());
  return ports;
}

describe('a request to send', () => {
  it.each([
    ['the first one', false],
    ['one that takes over from a request that died before it sent', true],
  ])('sends: %s', async (_which, takesOver) => {
    // Prepare
    const ports = world();

    // Act
    const result = await sendOnce(ports, input({ takesOver }));

    // Assess
    expect(result).toMatchObject({ messageId, targets: [{ outcome: 'accepted' }], summary: { accepted: 1 } });
    expect(ports.apns.requests).toHaveLength(1);
  });

  it('that takes over notifies no phone twice and returns the stored outcomes', async () => {
    // Prepare
    const ports = world();
    const first = await sendOnce(ports, input());

    // Act
    const second = await sendOnce(ports, input({ takesOver: true }));

    // Assess
    expect(second).toEqual(first);
    expect(ports.apns.requests).toHaveLength(1);
  });

  it('that takes over queues the recipients of a message to many again', async () => {
    // Prepare
    const ports = world();
    const userIds = Array.from({ length: maxRecipientsInRequest + 1 }, (_, index) => `user-${index}`);
    await sendOnce(ports, input({ to: { userIds } }));
    const queued = ports.deliveries.enqueued.length;

    // Act
    const result = await sendOnce(ports, input({ to: { userIds }, takesOver: true }));

    // Assess
    expect(result).toMatchObject({ messageId, summary: { retrying: userIds.length } });
    expect(ports.deliveries.enqueued).toHaveLength(2 * queued);
  });
});
