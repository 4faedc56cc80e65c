import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { expireCall } from '../../../../shared/calls/flows/expireCall.ts';
import { ring } from '../../../../shared/calls/flows/ring.ts';
import type { CallAction } from '../../../../shared/calls/rules/call.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import { setPresence } from '../../../../shared/messages/flows/setPresence.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { type CallReportEvent, callReportEvents } from '../../../../shared/push/rules/receipt.ts';
import { aDevice, isoTime, missedTwice, startMs } from '../../../support/factories.ts';
import { doesNotAnswer } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';
import { receiveReceipts } from '../../../support/receivedReceipts.ts';

const callIdOf = (number: number) => `c0ffee00-0000-4000-8000-00000000000${number}`;
const phone = { userId: 'bob', deviceId: 'phone-1' };

/** An app that has reported calls before. */
function portsWithPhone(changes: Partial<Device> = {}): MemoryPorts {
  const ports = memoryPorts();
  ports.devices.add(aDevice({ appVersion: '1.2', reports: { reportingVersion: '1.2' }, ...changes }));
  return ports;
}

/** One after the other, minutes apart. */
const callers = ['alice', 'carol', 'dave'];

/** Somebody calls Bob. @returns how his phone was rung. */
async function call(
  ports: MemoryPorts,
  number: number,
  from = callers[number - 1] ?? 'alice',
): Promise<(string | undefined)[]> {
  const callId = callIdOf(number);
  const input = { from, to: { userIds: ['bob'] }, callId, hasVideo: false, timeoutSeconds: 60 };
  const result = await ring(ports, input);
  if (isRefusal(result)) throw new Error(result.detail);
  return result.targets.filter(({ outcome }) => outcome === 'accepted').map(({ kind }) => kind);
}

/** How long it rings. The phone is seen afterwards. */
async function callAndCancel(
  ports: MemoryPorts,
  number: number,
  { from = callers[number - 1] ?? 'alice', ringMs = 25_000 } = {},
) {
  const kinds = await call(ports, number, from);
  ports.clock.advance(ringMs);
  await changeCall(ports, callIdOf(number), 'cancel', { userId: from });
  ports.clock.advance(180_000);
  return kinds;
}

const seen = (ports: MemoryPorts) => setPresence(ports, { ...phone, state: 'background', ttlSeconds: 10 });
const missedOf = async (ports: MemoryPorts) => (await ports.devices.find('bob', 'phone-1'))?.reports?.missedReports;

const cancel = (ports: MemoryPorts, number: number) =>
  changeCall(ports, callIdOf(number), 'cancel', { userId: callers[number - 1] ?? 'alice' });
const report = (
  ports: MemoryPorts,
  number: number,
  userId = 'bob',
  deviceId = 'phone-1',
  event: CallReportEvent = 'callReported',
) => receiveReceipts(ports, userId, [{ callId: callIdOf(number), deviceId, event, at: isoTime(startMs) }]);
const eventsOf = async (ports: MemoryPorts, number: number) =>
  (await ports.calls.report(callIdOf(number)))?.timeline.map(({ event }) => event);

describe('a phone that no longer reports its calls', () => {
  it('is rung by alerts from its third call, and the log gives the reason', async () => {
    // Prepare
    const ports = portsWithPhone();

    // Act
    const kinds = [];
    for (const number of [1, 2, 3]) {
      kinds.push(await callAndCancel(ports, number));
      await seen(ports);
    }

    // Assess
    expect(kinds).toEqual([['voip'], ['voip'], ['alert']]);
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', 'cancelled', 'report_missing']);
    expect(await eventsOf(ports, 2)).toEqual(['ringing', 'accepted', 'cancelled', 'report_missing', 'report_guard']);
    const third = (await ports.calls.report(callIdOf(3)))?.timeline;
    expect(third).toContainEqual(expect.objectContaining({ event: 'skipped', reason: 'report_guard', ...phone }));
    const warnings = ports.log.lines.filter(({ level }) => level === 'warn');
    const fields = { appId: 'com.example.app', appVersion: '1.2', ...phone };
    expect(warnings).toMatchObject([
      { fields: { ...fields, callId: callIdOf(1), missed: 1 } },
      { fields: { ...fields, callId: callIdOf(2), missed: 2 } },
      { message: expect.stringContaining('report guard on'), fields },
    ]);
    expect(ports.metrics.recorded.map(({ name }) => name)).toEqual([
      'CallNotReported',
      'CallNotReported',
      'ReportGuardOn',
    ]);
  });

  it('is known to be alive from a receipt of a message or a call', async () => {
    // Prepare
    const ports = portsWithPhone();
    const sendReceipt = () =>
      receiveReceipts(ports, 'bob', [{ messageId: 'm1', deviceId: 'phone-1', event: 'shown', at: isoTime(startMs) }]);

    // Act
    const kinds = [];
    for (const number of [1, 2, 3]) {
      kinds.push(await callAndCancel(ports, number));
      await sendReceipt();
    }

    // Assess
    expect(kinds).toEqual([['voip'], ['voip'], ['alert']]);
  });

  it.each<[string, Partial<Device>, object, boolean]>([
    ['whose app has never reported a call', { reports: undefined }, {}, true],
    ['whose app is of another version than the one that reported', { appVersion: '1.3' }, {}, true],
    ['that is off, however many users call', {}, {}, false],
    ['that one caller rings repeatedly', {}, { from: 'mallory' }, true],
    ['that is rung for a second each time', {}, { ringMs: 1000 }, true],
  ])('is still rung by VoIP pushes: one %s', async (_which, device, how, isSeen) => {
    // Prepare
    const ports = portsWithPhone(device);

    // Act
    const kinds = [];
    for (const number of [1, 2, 3]) {
      kinds.push(await callAndCancel(ports, number, how));
      if (isSeen) await seen(ports);
    }

    // Assess
    expect(kinds).toEqual([['voip'], ['voip'], ['voip']]);
  });

  it('is rung by VoIP pushes where the team switched the guard off', async () => {
    // Prepare
    const ports = portsWithPhone();
    await ports.apps.put('com.example.app', { calls: { reportGuard: 'off' } });

    // Act
    const kinds = [];
    for (const number of [1, 2, 3]) {
      kinds.push(await callAndCancel(ports, number));
      await seen(ports);
    }

    // Assess
    expect(kinds).toEqual([['voip'], ['voip'], ['voip']]);
    expect(await missedOf(ports)).toBeUndefined();
  });

  it('is no longer guarded once the team switches the guard off', async () => {
    // Prepare
    const ports = portsWithPhone({ ...missedTwice });
    await ports.apps.put('com.example.app', { calls: { reportGuard: 'off' } });

    // Act
    const kinds = await call(ports, 3);

    // Assess
    expect(kinds).toEqual(['voip']);
  });

  it.each<[CallAction, string | undefined]>([
    ['answer', 'phone-1'],
    ['decline', 'phone-1'],
    ['busy', 'phone-1'],
    ['decline', undefined],
  ])('is not counted for a call after its %s (%s)', async (action, deviceId) => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);
    ports.clock.advance(25_000);

    // Act
    await changeCall(ports, callIdOf(1), action, { userId: 'bob', deviceId });
    if (action === 'answer') await changeCall(ports, callIdOf(1), 'end', { userId: 'bob', deviceId });

    // Assess
    expect(await missedOf(ports)).toBeUndefined();
  });

  it('clears its missed reports when it answers a call', async () => {
    // Prepare
    const ports = portsWithPhone();
    await callAndCancel(ports, 1);
    await call(ports, 2);
    const device = await ports.devices.find('bob', 'phone-1');

    // Act
    await changeCall(ports, callIdOf(2), 'answer', phone, { device });

    // Assess
    expect(device?.reports?.missedReports).toEqual([callIdOf(1)]);
    expect(await missedOf(ports)).toBeUndefined();
  });

  it.each<[string, CallAction]>([
    ['is declined', 'decline'],
    ['was busy', 'busy'],
  ])('is counted when the call %s by its user elsewhere', async (_how, action) => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);
    ports.clock.advance(25_000);

    // Act
    await changeCall(ports, callIdOf(1), action, { userId: 'bob', deviceId: 'another' });

    // Assess
    expect(await missedOf(ports)).toEqual([callIdOf(1)]);
  });

  it('is counted once, however often the end is read', async () => {
    // Prepare
    const ports = portsWithPhone();
    await callAndCancel(ports, 1);

    // Act
    await expireCall(ports, { callId: callIdOf(1), dueAtMs: ports.clock.nowMs(), task: 'expire' });

    // Assess
    expect(await missedOf(ports)).toEqual([callIdOf(1)]);
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', 'cancelled', 'report_missing']);
  });

  it('is counted at the deadline of a call without an end', async () => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);
    ports.clock.advance(25_000);
    await changeCall(ports, callIdOf(1), 'answer', { userId: 'bob', deviceId: 'another' });
    const before = await ports.devices.find('bob', 'phone-1');

    // Act
    ports.clock.advance(35_000);
    await expireCall(ports, { callId: callIdOf(1), dueAtMs: ports.clock.nowMs(), task: 'expire' });

    // Assess
    expect(before?.reports?.missedReports).toBeUndefined();
    expect(await missedOf(ports)).toEqual([callIdOf(1)]);
  });

  it.each(callReportEvents)('is not counted when it reports %s', async (event) => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);

    // Act
    const answer = await report(ports, 1, 'bob', 'phone-1', event);
    await cancel(ports, 1);

    // Assess
    expect(answer).toEqual({ recorded: 1, unknown: [] });
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', event, 'cancelled']);
    expect((await ports.devices.find('bob', 'phone-1'))?.reports?.missedReports).toBeUndefined();
  });

  it('is not counted when APNs may not have taken the push', async () => {
    // Prepare
    const ports = portsWithPhone();
    ports.apns.will(doesNotAnswer('maybe'));
    await call(ports, 1);

    // Act
    await cancel(ports, 1);

    // Assess
    expect((await ports.devices.find('bob', 'phone-1'))?.reports?.missedReports).toBeUndefined();
  });

  it('does not keep the call from ending when the count fails', async () => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);
    ports.clock.advance(25_000);
    ports.reports.addMissed = () => Promise.reject(new Error('no table today'));

    // Act
    const result = await cancel(ports, 1);

    // Assess
    expect(result).toMatchObject({ call: { state: 'cancelled' } });
    expect(ports.log.lines).toContainEqual(expect.objectContaining({ message: 'missed reports not counted' }));
  });
});

describe('a phone on alerts', () => {
  async function guarded(): Promise<MemoryPorts> {
    const ports = portsWithPhone();
    for (const number of [1, 2]) {
      await callAndCancel(ports, number);
      await seen(ports);
    }
    return ports;
  }

  it('is rung by VoIP pushes again after its app was in the foreground', async () => {
    // Prepare
    const ports = await guarded();
    ports.clock.advance(1000);

    // Act
    await setPresence(ports, { ...phone, state: 'foreground', ttlSeconds: 10 });

    // Assess
    ports.clock.advance(10_000);
    expect(await call(ports, 3)).toEqual(['voip']);
    expect(ports.log.lines).toContainEqual(expect.objectContaining({ message: 'report guard off' }));
  });

  it('stays on alerts while its app reports the background', async () => {
    // Prepare
    const ports = await guarded();

    // Act
    await setPresence(ports, { ...phone, state: 'background', ttlSeconds: 10 });

    // Assess
    expect(await call(ports, 3)).toEqual(['alert']);
  });

  it('is rung by VoIP pushes again after a late report', async () => {
    // Prepare
    const ports = await guarded();

    // Act
    const answer = await report(ports, 2);

    // Assess
    expect(answer).toEqual({ recorded: 1, unknown: [] });
    expect(await call(ports, 3)).toEqual(['voip']);
  });
});

describe('a report', () => {
  it('before the end prevents the count, and is in the timeline once', async () => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);

    // Act
    await report(ports, 1);
    await report(ports, 1);
    await cancel(ports, 1);

    // Assess
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', 'callReported', 'cancelled']);
    expect((await ports.devices.find('bob', 'phone-1'))?.reports?.missedReports).toBeUndefined();
  });

  it.each<[string, number, string?, string?]>([
    ['of an unknown call', 9],
    ["of other people's call", 1, 'mallory'],
    ['of a phone that was not rung', 1, 'bob', 'another'],
  ])('%s is reported as unknown, and nothing is stored', async (_what, number, userId, deviceId) => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);

    // Act
    const answer = await report(ports, number, userId, deviceId);

    // Assess
    expect(answer).toEqual({ recorded: 0, unknown: [callIdOf(number)] });
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted']);
  });

  it('that arrives before the record of its push is kept', async () => {
    // Prepare
    const ports = portsWithPhone();
    ports.apns.meanwhile = () => report(ports, 1);

    // Act
    await call(ports, 1);
    await cancel(ports, 1);

    // Assess
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', 'callReported', 'cancelled']);
  });

  it('can come with receipts of messages, and each is stored in its place', async () => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);
    const unknownMessage = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d009';
    const at = isoTime(startMs);

    // Act
    const answer = await receiveReceipts(ports, 'bob', [
      { callId: callIdOf(1), deviceId: 'phone-1', event: 'callReported', at },
      { messageId: unknownMessage, deviceId: 'phone-1', event: 'shown', at },
      { messageId: unknownMessage, deviceId: 'phone-1', event: 'tapped', at },
    ]);

    // Assess
    expect(answer).toEqual({ recorded: 1, unknown: [unknownMessage] });
  });
});
