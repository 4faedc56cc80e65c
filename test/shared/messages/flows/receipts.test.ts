import { describe, expect, it } from 'vitest';
import { maxDevices } from '../../../../shared/devices/rules/deviceLimit.ts';
import { recordReceipts } from '../../../../shared/messages/flows/receipts.ts';
import { sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { phoneReport } from '../../../../shared/push/rules/phoneReport.ts';
import { dayOf } from '../../../../shared/push/rules/statistics.ts';
import { aChunk, makeGroup, userNames } from '../../../support/delivery.ts';
import { aDevice, aMessage, appId, isoTime, startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';
import { receiveReceipts } from '../../../support/receivedReceipts.ts';

const { messageId } = aMessage();
const receipt = { messageId, deviceId: 'phone-1', event: 'shown', at: isoTime(startMs) } as const;
const aRecord = { messageId, from: 'alice', to: ['bob'], createdAtMs: startMs, targets: [], timeline: [] };
const all = { recorded: 1, unknown: [] };
const none = { recorded: 0, unknown: [messageId] };

/** Bob and Eve have a phone each, and Bob has a message. */
async function portsWithMessage(): Promise<MemoryPorts> {
  const ports = memoryPorts();
  ports.devices.add(aDevice(), aDevice({ userId: 'eve', deviceId: 'eve-1' }));
  await ports.messages.put(aRecord);
  return ports;
}

const receiptsOf = async (ports: MemoryPorts) => (await ports.messages.report(messageId))?.receipts;

describe('a receipt of a message', () => {
  it('is stored and counted once, however often it is sent', async () => {
    // Prepare
    const ports = await portsWithMessage();

    // Act
    const answers = [
      await receiveReceipts(ports, 'bob', [receipt]),
      await receiveReceipts(ports, 'bob', [receipt]),
      await receiveReceipts(ports, 'bob', [{ ...receipt, event: 'tapped' }]),
    ];

    // Assess
    expect(answers).toEqual([all, all, all]);
    expect(await receiptsOf(ports)).toHaveLength(2);
    expect((await ports.statistics.read([dayOf(startMs)])).apps).toEqual([
      { day: dayOf(startMs), appId, counters: { shown: 1, tapped: 1 } },
    ]);
  });

  it.each([
    ['until it arrived', {}, 60_000, 61_000],
    ['until it happened, if the phone says how long ago that was', { ageMs: 59_270 }, 700, 800],
    ['until it arrived, if it would have happened before the message', { ageMs: 60_001 }, 60_000, 61_000],
  ])('is counted with the time %s, whatever the clock of the phone shows', async (_which, age, fewestMs, mostMs) => {
    // Prepare
    const ports = await portsWithMessage();
    ports.clock.advance(60_000);
    const at = isoTime(startMs + 3_600_000);

    // Act
    await receiveReceipts(ports, 'bob', [{ ...receipt, event: 'delivered', at, ...age }]);

    // Assess
    const [row] = phoneReport((await ports.statistics.read([dayOf(startMs)])).phones, 'day');
    expect(row?.messages.p50Ms).toBeGreaterThan(fewestMs * 0.97);
    expect(row?.messages.p50Ms).toBeLessThan(mostMs * 1.03);
  });

  it('is stored with the time at which it happened, if the phone says how long ago that was', async () => {
    // Prepare
    const ports = await portsWithMessage();
    ports.clock.advance(60_000);

    // Act
    await recordReceipts(ports, 'bob', [{ ...receipt, at: isoTime(0), ageMs: 59_270 }], startMs + 59_900);

    // Assess
    expect(await receiptsOf(ports)).toMatchObject([{ times: { shown: isoTime(startMs + 630) } }]);
  });

  it('is counted by the version of the app, with the time until it arrived, whatever the clock of the phone says', async () => {
    // Prepare
    const ports = memoryPorts();
    const versions = { appVersion: '4.2.0', osVersion: '26.4' };
    ports.devices.add(aDevice(versions), aDevice({ ...versions, deviceId: 'phone-2' }));
    const hi = { from: 'alice', to: { userIds: ['bob'] }, elements: [{ type: 'text', text: 'hi' }] } as const;
    const sent = await sendMessage(ports, { ...hi, onlineUserOnly: false, offlinePush: {} });
    ports.clock.advance(730);
    const at = isoTime(startMs + 3_600_000);

    // Act
    if (isRefusal(sent)) throw new Error(sent.detail);
    await receiveReceipts(ports, 'bob', [{ ...receipt, messageId: sent.messageId, event: 'delivered', at }]);

    // Assess
    const { phones } = await ports.statistics.read([dayOf(startMs)]);
    const [row, ...others] = phoneReport(phones, 'appVersion');
    expect(others).toEqual([]);
    expect(row?.value).toBe('4.2.0');
    expect(row?.messages).toMatchObject({ accepted: 2, reported: 1, lostPercent: 50, p50Ms: 750, p99Ms: 750 });
  });

  it.each([
    ['by a user who did not get it', 'eve', { ...receipt, deviceId: 'eve-1' }],
    ['by a device that is not registered', 'bob', { ...receipt, deviceId: 'made-up' }],
    ['by the device of another user', 'bob', { ...receipt, deviceId: 'eve-1' }],
    ['of an unknown message', 'bob', { ...receipt, messageId: 'c0ffee00-0000-4000-8000-000000000001' }],
  ])('%s is neither stored nor counted', async (_what, userId, given) => {
    // Prepare
    const ports = await portsWithMessage();

    // Act
    const answer = await receiveReceipts(ports, userId, [given]);

    // Assess
    expect(answer).toEqual({ recorded: 0, unknown: [given.messageId] });
    expect(await receiptsOf(ports)).toEqual([]);
    expect((await ports.statistics.read([dayOf(startMs)])).apps).toEqual([]);
  });

  it('of a large group is accepted from its members', async () => {
    // Prepare
    const ports = await portsWithMessage();
    await aChunk(ports, userNames(2));
    await makeGroup(ports, 'everybody', ['alice', 'bob']);

    // Act
    const answers = [
      await receiveReceipts(ports, 'bob', [receipt]),
      await receiveReceipts(ports, 'eve', [{ ...receipt, deviceId: 'eve-1' }]),
    ];

    // Assess
    expect(answers).toEqual([all, none]);
    expect(await receiptsOf(ports)).toMatchObject([{ userId: 'bob' }]);
  });

  it("is accepted from up to the limit of a user's devices, even when they change", async () => {
    // Prepare
    const ports = await portsWithMessage();
    const names = Array.from({ length: maxDevices + 5 }, (_, index) => `phone-${index}`);

    // Act
    const recorded = [];
    for (const deviceId of names) {
      ports.devices.add(aDevice({ deviceId }));
      recorded.push((await receiveReceipts(ports, 'bob', [{ ...receipt, deviceId }])).recorded);
      await ports.devices.remove('bob', deviceId);
    }

    // Assess
    expect(recorded).toEqual([...Array(maxDevices).fill(1), ...Array(5).fill(0)]);
    expect(await receiptsOf(ports)).toHaveLength(maxDevices);
  });

  it('has a possible time, whatever its device claims', async () => {
    // Prepare
    const ports = await portsWithMessage();
    ports.clock.advance(5000);

    // Act
    await receiveReceipts(ports, 'bob', [
      { ...receipt, event: 'delivered', at: '1970-01-01T00:00:00Z' },
      { ...receipt, event: 'shown', at: '2026-11-22T13:00:04.5+01:00' },
      { ...receipt, event: 'tapped', at: '9999-12-31T23:59:59.999Z' },
    ]);

    // Assess
    const times = (await receiptsOf(ports))?.map((each) => each.times);
    expect(times).toEqual([
      { delivered: isoTime(startMs) },
      { shown: isoTime(startMs + 4500) },
      { tapped: isoTime(startMs + 65_000) },
    ]);
  });
});
