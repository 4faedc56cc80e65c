import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../shared/flows/changeCall.ts';
import { expireCall } from '../../../shared/flows/expireCall.ts';
import { recordReceipts } from '../../../shared/flows/recordReceipts.ts';
import { isRefusal } from '../../../shared/flows/refusal.ts';
import { ring } from '../../../shared/flows/ring.ts';
import { setPresence } from '../../../shared/flows/setPresence.ts';
import type { CallAction } from '../../../shared/rules/call.ts';
import { type CallReportEvent, callReportEvents } from '../../../shared/rules/receipt.ts';
import { aDevice, isoTime, startMs } from '../../support/factories.ts';
import { doesNotAnswer } from '../../support/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../support/ports.ts';

const callIdOf = (number: number) => `c0ffee00-0000-4000-8000-00000000000${number}`;
const phone = { userId: 'bob', deviceId: 'phone-1' };

function portsWithPhone(): MemoryPorts {
  const ports = memoryPorts();
  ports.devices.add(aDevice({ appVersion: '1.2' }));
  return ports;
}

/** Alice calls Bob. @returns how his phone was rung. */
async function call(ports: MemoryPorts, number: number, timeoutSeconds = 60): Promise<(string | undefined)[]> {
  const callId = callIdOf(number);
  const input = { from: 'alice', to: { userIds: ['bob'] }, callId, hasVideo: false, timeoutSeconds };
  const result = await ring(ports, input);
  if (isRefusal(result)) throw new Error(result.detail);
  return result.targets.filter(({ outcome }) => outcome === 'accepted').map(({ kind }) => kind);
}

const cancel = (ports: MemoryPorts, number: number) =>
  changeCall(ports, callIdOf(number), 'cancel', { userId: 'alice' });
const report = (
  ports: MemoryPorts,
  number: number,
  userId = 'bob',
  deviceId = 'phone-1',
  event: CallReportEvent = 'callReported',
) => recordReceipts(ports, userId, [{ callId: callIdOf(number), deviceId, event, at: isoTime(startMs) }]);
const eventsOf = async (ports: MemoryPorts, number: number) =>
  (await ports.calls.report(callIdOf(number)))?.timeline.map(({ event }) => event);

describe('a phone that never reports its calls', () => {
  it('is rung by alerts at its third call, and the developer is told why', async () => {
    // Prepare
    const ports = portsWithPhone();

    // Act
    const kinds = [];
    for (const number of [1, 2, 3]) {
      ports.clock.advance(1000);
      kinds.push(await call(ports, number));
      await cancel(ports, number);
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

  it.each<[string, CallAction, string]>([
    ['is declined', 'decline', 'bob'],
    ['was busy', 'busy', 'bob'],
  ])('is counted when the call %s by its user elsewhere', async (_how, action, userId) => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);

    // Act
    await changeCall(ports, callIdOf(1), action, { userId, deviceId: 'another' });

    // Assess
    expect((await ports.devices.find('bob', 'phone-1'))?.missedReports).toEqual([callIdOf(1)]);
  });

  it('is counted once, however often the end is looked at', async () => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);
    await cancel(ports, 1);

    // Act
    ports.clock.advance(60_000);
    await expireCall(ports, { callId: callIdOf(1), dueAtMs: ports.clock.nowMs(), task: 'expire' });

    // Assess
    expect((await ports.devices.find('bob', 'phone-1'))?.missedReports).toEqual([callIdOf(1)]);
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', 'cancelled', 'report_missing']);
  });

  it('is counted at the deadline of a call that nobody has ended', async () => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);
    await changeCall(ports, callIdOf(1), 'answer', { userId: 'bob', deviceId: 'another' });
    const before = await ports.devices.find('bob', 'phone-1');

    // Act
    ports.clock.advance(60_000);
    await expireCall(ports, { callId: callIdOf(1), dueAtMs: ports.clock.nowMs(), task: 'expire' });

    // Assess
    expect(before?.missedReports).toBeUndefined();
    expect((await ports.devices.find('bob', 'phone-1'))?.missedReports).toEqual([callIdOf(1)]);
  });

  it.each(callReportEvents)('is not counted when it says %s', async (event) => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);

    // Act
    const answer = await report(ports, 1, 'bob', 'phone-1', event);
    await cancel(ports, 1);

    // Assess
    expect(answer).toEqual({ recorded: 1, unknown: [] });
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', event, 'cancelled']);
    expect((await ports.devices.find('bob', 'phone-1'))?.missedReports).toBeUndefined();
  });

  it('is counted by the ring itself when the caller was faster than a slow push', async () => {
    // Prepare
    const ports = portsWithPhone();
    ports.apns.meanwhile = async () => {
      await cancel(ports, 1);
      ports.clock.advance(1000);
    };

    // Act
    await call(ports, 1);

    // Assess
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'cancelled', 'accepted', 'report_missing']);
  });

  it('is counted at the deadline when the caller was faster than a push of the usual pace', async () => {
    // Prepare
    const ports = portsWithPhone();
    ports.apns.meanwhile = () => cancel(ports, 1);
    await call(ports, 1);

    // Act
    ports.clock.advance(60_000);
    await expireCall(ports, { callId: callIdOf(1), dueAtMs: ports.clock.nowMs(), task: 'expire' });

    // Assess
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', 'cancelled', 'report_missing']);
  });

  it('is not counted when APNs may not have taken the push', async () => {
    // Prepare
    const ports = portsWithPhone();
    ports.apns.will(doesNotAnswer('maybe'));
    await call(ports, 1);

    // Act
    await cancel(ports, 1);

    // Assess
    expect((await ports.devices.find('bob', 'phone-1'))?.missedReports).toBeUndefined();
  });

  it('does not keep the call from ending when the count fails', async () => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);
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
      await call(ports, number);
      await cancel(ports, number);
    }
    return ports;
  }

  it('rings again by VoIP pushes after its app was in the foreground', async () => {
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

  it('stays so while its app says that it is in the background', async () => {
    // Prepare
    const ports = await guarded();

    // Act
    await setPresence(ports, { ...phone, state: 'background', ttlSeconds: 10 });

    // Assess
    expect(await call(ports, 3)).toEqual(['alert']);
  });

  it('rings again by VoIP pushes when a report was only late', async () => {
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
  it('before the end keeps the call from being counted, and is in the timeline once', async () => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);

    // Act
    await report(ports, 1);
    await report(ports, 1);
    await cancel(ports, 1);

    // Assess
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', 'callReported', 'cancelled']);
    expect((await ports.devices.find('bob', 'phone-1'))?.missedReports).toBeUndefined();
  });

  it.each<[string, number, string?, string?]>([
    ['of a call that there is not', 9],
    ["of other people's call", 1, 'mallory'],
    ['of a phone that was not rung', 1, 'bob', 'another'],
  ])('%s is told as unknown, and nothing is kept', async (_what, number, userId, deviceId) => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);

    // Act
    const answer = await report(ports, number, userId, deviceId);

    // Assess
    expect(answer).toEqual({ recorded: 0, unknown: [callIdOf(number)] });
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted']);
  });

  it('of a phone that is faster than the record of its push is kept', async () => {
    // Prepare
    const ports = portsWithPhone();
    ports.apns.meanwhile = () => report(ports, 1);

    // Act
    await call(ports, 1);
    await cancel(ports, 1);

    // Assess
    expect(await eventsOf(ports, 1)).toEqual(['ringing', 'accepted', 'callReported', 'cancelled']);
  });

  it('comes together with receipts of messages, each kept where it belongs', async () => {
    // Prepare
    const ports = portsWithPhone();
    await call(ports, 1);
    const unknownMessage = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d009';
    const at = isoTime(startMs);

    // Act
    const answer = await recordReceipts(ports, 'bob', [
      { callId: callIdOf(1), deviceId: 'phone-1', event: 'callReported', at },
      { messageId: unknownMessage, deviceId: 'phone-1', event: 'shown', at },
      { messageId: unknownMessage, deviceId: 'phone-1', event: 'tapped', at },
    ]);

    // Assess
    expect(answer).toEqual({ recorded: 1, unknown: [unknownMessage] });
  });
});
