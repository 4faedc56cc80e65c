import { describe, expect, it } from 'vitest';
import type { OfflinePush } from '../../../../shared/content/offlinePush.ts';
import { planMessage } from '../../../../shared/messages/flows/planMessage.ts';
import { pushPlanned } from '../../../../shared/push/flows/pushPlanned.ts';
import { aDevice, aMessage, startMs } from '../../../support/factories.ts';
import { rejects } from '../../../support/memory/fakeApns.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

async function push(device: Parameters<typeof aDevice>[0], offlinePush: OfflinePush = {}, isBusy = false) {
  const ports = memoryPorts();
  ports.devices.add(aDevice(device));
  if (isBusy) ports.apns.will(rejects(503, 'ServiceUnavailable'));
  const [planned] = await planMessage(ports, aMessage({ offlinePush }), ['bob'], { badges: 'count' });
  if (planned === undefined) throw new Error('nothing was planned');
  return pushPlanned(ports, planned, startMs + 8000);
}

describe('the outcome of a planned push', () => {
  it('carries notes for the sender even though Apple accepted the push', async () => {
    // Act
    const { outcome } = await push({ permission: 'denied' });

    // Assess
    expect(outcome).toMatchObject({ outcome: 'accepted', notes: ['permission_denied'] });
  });

  it('has no notes when there is nothing to note', async () => {
    // Act
    const { outcome } = await push({ permission: 'authorized' });

    // Assess
    expect(outcome.notes).toBeUndefined();
  });

  it.each<[string, Parameters<typeof aDevice>[0], OfflinePush, boolean]>([
    ['an alert', {}, {}, true],
    ['a wake-up', {}, { pushType: 'background' }, true],
    ['a ring', {}, { pushType: 'voip' }, false],
    ['an alert in place of a ring', { territory: 'CN' }, { pushType: 'voip' }, false],
  ])(
    'of %s that Apple is too busy for is final or not, because it must not ring late',
    async (_what, device, offlinePush, willRetry) => {
      // Act
      const { outcome, retry } = await push(device, offlinePush, true);

      // Assess
      expect(outcome.outcome).toBe(willRetry ? 'retrying' : 'rejected');
      expect(retry !== undefined).toBe(willRetry);
    },
  );
});
