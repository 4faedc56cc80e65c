import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { ring } from '../../../../shared/calls/flows/ring.ts';
import { runCallTimer } from '../../../../shared/calls/flows/runTimer.ts';
import type { CallTimer } from '../../../../shared/calls/rules/record.ts';
import { callCollapseId } from '../../../../shared/content/collapseId.ts';
import { aDevice, appId, aToken, isoTime, startMs } from '../../../support/factories.ts';
import { rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const callId = 'c0ffee00-0000-4000-8000-000000000001';
const from = 'alice';
const timerFor = (...userIds: string[]): CallTimer => ({ callId, dueAtMs: startMs, task: 'tell_missed', userIds });

/** Bob has a phone with CallKit and one that is rung by alerts. */
function bobsPhones(): MemoryPorts {
  const ports = memoryPorts();
  ports.devices.add(
    aDevice({ deviceId: 'b1', tokens: { alert: aToken('b1 alert'), voip: aToken('b1 voip') } }),
    aDevice({ deviceId: 'b2', tokens: { alert: aToken('b2 alert') } }),
  );
  return ports;
}

const call = (ports: MemoryPorts, userIds = ['bob'], hasVideo = false) =>
  ring(ports, { from, to: { userIds }, callId, callerName: 'Alice', hasVideo, timeoutSeconds: 60 });

const cancel = (ports: MemoryPorts) => changeCall(ports, callId, 'cancel', { userId: from });

interface Shown {
  aps: { alert: { title: string; body: string }; sound?: string; 'interruption-level': string };
  ringpost: { missedCall?: true };
}

const missedAlerts = ({ apns }: MemoryPorts) =>
  apns.requests.filter(({ payload }) => (payload as Partial<Shown>).ringpost?.missedCall);
const phonesTold = (ports: MemoryPorts) =>
  missedAlerts(ports)
    .map(({ deviceToken }) => Buffer.from(deviceToken, 'hex').toString().slice(0, 2))
    .toSorted();

/** Rings, cancels, and lets the timer come. */
async function missed(ports: MemoryPorts): Promise<void> {
  await call(ports);
  await cancel(ports);
  await runCallTimer(ports, timerFor('bob'));
}

describe('a missed call', () => {
  it("is shown on each of the callee's phones, replacing the ring alert", async () => {
    // Prepare
    const ports = bobsPhones();

    // Act
    await missed(ports);

    // Assess
    expect(phonesTold(ports)).toEqual(['b1', 'b2']);
    const [ringAlert] = ports.apns.requests.filter(({ headers }) => headers['apns-push-type'] === 'alert');
    const [alert] = missedAlerts(ports);
    expect(alert?.payload).toEqual({
      aps: {
        alert: { title: 'Alice', body: expect.any(String) },
        sound: 'default',
        'thread-id': 'user:alice',
        'interruption-level': 'active',
      },
      ringpost: {
        callId,
        conversationId: 'user:alice',
        missedCall: true,
        from,
        callerName: 'Alice',
        handle: { type: 'generic', value: 'alice' },
        hasVideo: false,
      },
    });
    expect(alert?.headers).toMatchObject({
      'apns-push-type': 'alert',
      'apns-collapse-id': callCollapseId({ from, callId }),
      'apns-expiration': String(startMs / 1000 + 24 * 60 * 60),
    });
    expect(ringAlert?.headers['apns-collapse-id']).toBe(alert?.headers['apns-collapse-id']);
  });

  it('is shown after a timeout as well', async () => {
    // Prepare
    const ports = bobsPhones();
    await call(ports);
    ports.clock.advance(60_000);
    await runCallTimer(ports, { callId, dueAtMs: startMs + 60_000, task: 'expire' });

    // Act
    await runCallTimer(ports, timerFor('bob'));

    // Assess
    expect(phonesTold(ports)).toEqual(['b1', 'b2']);
  });

  it.each([
    ['en-GB', false, 'Missed call'],
    ['en-GB', true, 'Missed video call'],
    ['zh-Hans-CN', false, '未接语音来电'],
    ['zh-Hans-CN', true, '未接视频来电'],
    ['zh-Hant-TW', false, '未接語音來電'],
    ['zh-Hant-TW', true, '未接視訊來電'],
  ])('is shown in %s, with video %j', async (locale, hasVideo, body) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ locale }));
    await call(ports, ['bob'], hasVideo);
    await cancel(ports);

    // Act
    await runCallTimer(ports, timerFor('bob'));

    // Assess
    expect(missedAlerts(ports).map(({ payload }) => (payload as Shown).aps.alert.body)).toEqual([body]);
  });

  it('is shown once, even when its timer fires repeatedly or concurrently', async () => {
    // Prepare
    const ports = bobsPhones();
    await missed(ports);

    // Act
    await Promise.all([1, 2, 3].map(() => runCallTimer(ports, timerFor('bob'))));

    // Assess
    expect(phonesTold(ports)).toEqual(['b1', 'b2']);
  });

  it("is written into the caller's timeline", async () => {
    // Prepare
    const ports = bobsPhones();

    // Act
    await missed(ports);

    // Assess
    const lines = (await ports.calls.report(callId))?.timeline.filter(({ reason }) => reason === 'missed_call');
    const line = { at: isoTime(startMs), event: 'accepted', userId: 'bob', kind: 'alert', reason: 'missed_call' };
    expect(lines).toEqual([
      { ...line, deviceId: 'b1' },
      { ...line, deviceId: 'b2' },
    ]);
  });

  it('is shown to each callee of a group call who did not answer', async () => {
    // Prepare
    const ports = bobsPhones();
    for (const userId of ['carol', 'dave']) {
      const deviceId = `${userId[0]}1`;
      ports.devices.add(
        aDevice({ userId, deviceId, tokens: { alert: aToken(deviceId), voip: aToken(`v ${deviceId}`) } }),
      );
    }
    await call(ports, ['bob', 'carol', 'dave']);
    await changeCall(ports, callId, 'answer', { userId: 'carol', deviceId: 'c1' });
    await changeCall(ports, callId, 'decline', { userId: 'dave', deviceId: 'd1' });
    await changeCall(ports, callId, 'end', { userId: from });

    // Act
    await runCallTimer(ports, timerFor('bob', 'carol', 'dave'));

    // Assess
    expect(phonesTold(ports)).toEqual(['b1', 'b2']);
  });

  it('waits for a ring that is still being recorded', async () => {
    // Prepare
    const ports = bobsPhones();
    let early: CallTimer[] = [];
    ports.apns.meanwhile = async () => {
      ports.apns.meanwhile = async () => {};
      await cancel(ports);
      await runCallTimer(ports, { ...timerFor('bob'), waitsUntilMs: startMs + 40_000 });
      early = [...ports.callTimers.scheduled];
    };

    // Act
    await call(ports);

    // Assess
    expect(phonesTold(ports)).toEqual([]);
    expect(early).toMatchObject([{ task: 'tell_missed', userIds: ['bob'], dueAtMs: startMs + 2000 }]);
    for (const timer of early) await runCallTimer(ports, timer);
    expect(phonesTold(ports)).toEqual(['b1', 'b2']);
  });

  it('is resent as the same push when APNs rejects it for now', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    await call(ports);
    await cancel(ports);
    ports.apns.will(rejects(503, 'ServiceUnavailable'));

    // Act
    await runCallTimer(ports, timerFor('bob'));

    // Assess
    const [first, second] = missedAlerts(ports);
    expect(second?.headers['apns-id']).toBe(first?.headers['apns-id']);
    expect(missedAlerts(ports)).toHaveLength(2);
  });

  it('is shown later to a callee who cannot be read now, and once to the others', async () => {
    // Prepare
    const ports = bobsPhones();
    ports.devices.add(aDevice({ userId: 'carol', deviceId: 'c1', tokens: { alert: aToken('c1') } }));
    await call(ports, ['bob', 'carol']);
    await cancel(ports);
    const find = ports.recipients.find.bind(ports.recipients);
    ports.recipients.find = async (userId, about) => {
      if (userId === 'carol') throw new Error('throttled');
      return find(userId, about);
    };
    await expect(runCallTimer(ports, timerFor('bob', 'carol'))).rejects.toThrow('1 callees');
    ports.recipients.find = find;

    // Act
    await runCallTimer(ports, timerFor('bob', 'carol'));

    // Assess
    expect(phonesTold(ports)).toEqual(['b1', 'b2', 'c1']);
  });

  it('is shown without a sound to a callee who silenced the conversation', async () => {
    // Prepare
    const ports = bobsPhones();
    await ports.conversations.put('bob', 'user:alice', { receive: 'silent' });

    // Act
    await missed(ports);

    // Assess
    expect(phonesTold(ports)).toEqual(['b1', 'b2']);
    for (const { payload } of missedAlerts(ports)) expect((payload as Shown).aps).not.toHaveProperty('sound');
  });
});

describe('no missed-call alert is sent', () => {
  it.each(['answer', 'decline', 'busy'] as const)('to a callee after %s', async (action) => {
    // Prepare
    const ports = bobsPhones();
    await call(ports);
    await changeCall(ports, callId, action, { userId: 'bob', deviceId: 'b1' });

    // Act
    await runCallTimer(ports, timerFor('bob'));

    // Assess
    expect(phonesTold(ports)).toEqual([]);
  });

  it.each<[string, (ports: MemoryPorts) => Promise<unknown>]>([
    ['a callee who has blocked the caller in the meantime', (ports) => ports.blocks.put('bob', from)],
    ['an app whose team does not want it', (ports) => ports.apps.put(appId, { calls: { missedCallAlert: false } })],
    [
      'a callee who has the app open by now',
      (ports) => ports.devices.setPresence('bob', 'b1', { state: 'foreground', untilMs: startMs + 60_000 }),
    ],
  ])('to %s', async (_who, happen) => {
    // Prepare
    const ports = bobsPhones();
    await call(ports);
    await cancel(ports);
    await happen(ports);

    // Act
    await runCallTimer(ports, timerFor('bob'));

    // Assess
    expect(phonesTold(ports)).toEqual([]);
  });

  it('to a callee who had the app open when it rang', async () => {
    // Prepare
    const ports = bobsPhones();
    await ports.devices.setPresence('bob', 'b1', { state: 'foreground', untilMs: startMs + 30_000 });
    await call(ports);
    ports.clock.advance(60_000);
    await runCallTimer(ports, { callId, dueAtMs: startMs + 60_000, task: 'expire' });

    // Act
    await runCallTimer(ports, timerFor('bob'));

    // Assess
    expect(phonesTold(ports)).toEqual([]);
  });

  it.each<[string, (ports: MemoryPorts) => Promise<unknown>]>([
    ['has muted the conversation', (ports) => ports.conversations.put('bob', 'user:alice', { receive: 'none' })],
    [
      'has do-not-disturb on except for calls',
      (ports) =>
        ports.profiles.replace('bob', {
          doNotDisturb: { windows: [{ start: '00:00', end: '23:59' }], allowCalls: true },
        }),
    ],
  ])('to a callee who %s, except silently on a phone that shows the ring', async (_who, happen) => {
    // Prepare
    const ports = bobsPhones();
    await happen(ports);

    // Act
    await missed(ports);

    // Assess
    expect(phonesTold(ports)).toEqual(['b2']);
    const [alert] = missedAlerts(ports).map(({ payload }) => (payload as Shown).aps);
    expect(alert).toMatchObject({ 'interruption-level': 'passive' });
    expect(alert).not.toHaveProperty('sound');
  });
});
