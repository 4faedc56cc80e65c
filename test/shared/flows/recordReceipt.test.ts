import { describe, expect, it } from 'vitest';
import { recordReceipt } from '../../../shared/flows/recordReceipt.ts';
import { dayOf } from '../../../shared/rules/statistics.ts';
import { aChunk, userNames } from '../../support/delivery.ts';
import { aMessage, appId, isoTime, startMs } from '../../support/factories.ts';
import { memoryPorts } from '../../support/ports.ts';

const { messageId } = aMessage();
const receipt = { userId: 'bob', deviceId: 'phone-1', event: 'shown', at: isoTime(startMs) } as const;
const aRecord = { messageId, from: 'alice', to: ['bob'], createdAt: isoTime(startMs), targets: [], timeline: [] };

describe('a receipt of a message', () => {
  it('is kept, and counted once however often it comes', async () => {
    // Prepare
    const ports = memoryPorts();
    await ports.messages.put(aRecord);

    // Act
    const recorded = [
      await recordReceipt(ports, messageId, receipt, appId),
      await recordReceipt(ports, messageId, receipt, appId),
      await recordReceipt(ports, messageId, { ...receipt, event: 'tapped' }, appId),
    ];

    // Assess
    expect(recorded).toEqual([true, true, true]);
    expect((await ports.messages.report(messageId))?.receipts).toHaveLength(2);
    expect(await ports.statistics.read([dayOf(startMs)])).toEqual([
      { day: dayOf(startMs), appId, counters: { shown: 1, tapped: 1 } },
    ]);
  });

  it.each([
    ['of somebody it was not for', { ...receipt, userId: 'eve' }, messageId],
    ['of a message that is not known', receipt, 'c0ffee00-0000-4000-8000-000000000001'],
  ])('%s is not kept', async (_what, given, of) => {
    // Prepare
    const ports = memoryPorts();
    await ports.messages.put(aRecord);

    // Act
    const recorded = await recordReceipt(ports, of, given, appId);

    // Assess
    expect(recorded).toBe(false);
    expect((await ports.messages.report(messageId))?.receipts).toEqual([]);
  });

  it('of a large group is taken from whoever knows the message', async () => {
    // Prepare
    const ports = memoryPorts();
    await aChunk(ports, userNames(2));

    // Act
    const recorded = await recordReceipt(ports, messageId, receipt);

    // Assess
    expect(recorded).toBe(true);
  });
});
