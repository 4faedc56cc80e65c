import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { ring } from '../../../../shared/calls/flows/ring.ts';
import { runCallTimer } from '../../../../shared/calls/flows/runTimer.ts';
import type { CallRecord, CallTimer } from '../../../../shared/calls/rules/record.ts';
import { phoneKey } from '../../../../shared/calls/rules/ringInsurance.ts';
import { followCalls } from '../../../../shared/events/flows/followCalls.ts';
import { aCall, aCallRecord, aDevice, aParticipant, appId, aToken, startMs } from '../../../support/factories.ts';
import { MemoryCallTimers } from '../../../support/memory/calls.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const { callId, expiresAtMs } = aCall();
const stopTimer: CallTimer = { callId, dueAtMs: expiresAtMs, task: 'stop_ringing', userIds: ['bob'] };
const expireTimer = { callId, dueAtMs: expiresAtMs, task: 'expire' } as const;

async function ringing(tells = false): Promise<MemoryPorts> {
  const ports = memoryPorts();
  ports.devices.add(aDevice({ deviceId: 'b1' }), aDevice({ deviceId: 'b2' }));
  if (tells) await ports.apps.put(appId, { calls: { pushWhenRingingStops: true } });
  const to = { userIds: ['bob'] };
  await ring(ports, { from: 'alice', to, callId, callerName: 'Alice', hasVideo: false, timeoutSeconds: 60 });
  return ports;
}

const stateOf = async (ports: MemoryPorts) => (await ports.calls.find(callId))?.call.state;
const backgroundPushes = ({ apns }: MemoryPorts) =>
  apns.requests.filter(({ headers }) => headers['apns-push-type'] === 'background');

describe('the timer of a call', () => {
  it('records that nobody answered', async () => {
    // Prepare
    const ports = await ringing();
    ports.clock.advance(60_000);

    // Act
    await runCallTimer(ports, expireTimer);

    // Assess
    const record = await ports.calls.report(callId);
    expect(record?.call).toMatchObject({ state: 'timedOut', participants: [{ state: 'timedOut' }], version: 2 });
    expect(record?.timeline.map(({ event }) => event)).toContain('timedOut');
  });

  it('that fires again or too late changes nothing', async () => {
    // Prepare
    const ports = await ringing();
    await changeCall(ports, callId, 'answer', { userId: 'bob', deviceId: 'b1' });
    ports.clock.advance(60_000);
    await runCallTimer(ports, expireTimer);
    const before = await ports.calls.find(callId);

    // Act
    await runCallTimer(ports, expireTimer);

    // Assess
    expect(before?.call.state).toBe('answered');
    expect(await ports.calls.find(callId)).toEqual(before);
  });

  it('that fires early is set again', async () => {
    // Prepare
    const ports = await ringing();
    ports.clock.advance(59_999);

    // Act
    await runCallTimer(ports, expireTimer);

    // Assess
    expect(await stateOf(ports)).toBe('ringing');
    expect(ports.callTimers.scheduled).toEqual([expireTimer]);
  });

  it('that fires early and cannot be set again goes back to its queue', async () => {
    // Prepare
    const ports = await ringing();
    ports.callTimers.schedule = async (timers) => [...timers];

    // Act
    const run = runCallTimer(ports, expireTimer);

    // Assess
    await expect(run).rejects.toThrow(callId);
  });

  it.each(['expire', 'repeat_alerts', 'stop_ringing'] as const)(
    'of a call that no longer exists does nothing: %s',
    async (task) => {
      // Prepare
      const ports = memoryPorts();

      // Act
      await runCallTimer(ports, { callId, dueAtMs: startMs, task, userIds: ['bob'] });

      // Assess
      expect(await ports.calls.find(callId)).toBeUndefined();
      expect(ports.apns.requests).toEqual([]);
    },
  );
});

describe('phones that stopped ringing', () => {
  it.each([
    ['are not notified unless the app enables it', false, 0],
    ['are notified in the background if the app enables it', true, 2],
  ])('%s', async (_behaviour, tells, pushes) => {
    // Prepare
    const ports = await ringing(tells);
    ports.clock.advance(60_000);
    await runCallTimer(ports, expireTimer);

    // Act
    await runCallTimer(ports, stopTimer);

    // Assess
    expect(backgroundPushes(ports)).toHaveLength(pushes);
    for (const { headers, payload, deviceToken } of backgroundPushes(ports)) {
      expect(headers).toMatchObject({ 'apns-topic': appId, 'apns-priority': '5' });
      expect(payload).toEqual({
        aps: { 'content-available': 1 },
        ringpost: { callId, state: 'timedOut', endedReason: 3 },
      });
      expect(ports.apns.requests.map((request) => request.deviceToken)).toContain(deviceToken);
    }
  });

  it('are notified with the reason, except the phone that acted', async () => {
    // Prepare
    const ports = await ringing(true);
    await changeCall(ports, callId, 'answer', { userId: 'bob', deviceId: 'b1' });

    // Act
    await runCallTimer(ports, { callId, dueAtMs: startMs, task: 'stop_ringing', userIds: ['bob'] });

    // Assess
    expect(backgroundPushes(ports)).toMatchObject([
      {
        deviceToken: aDevice({ deviceId: 'b2' }).tokens.alert?.token,
        payload: { ringpost: { state: 'answered', endedReason: 4 } },
      },
    ]);
    const line = (await ports.calls.report(callId))?.timeline.at(-1);
    expect(line).toMatchObject({ event: 'accepted', deviceId: 'b2', reason: 'ringing_stopped' });
  });

  it.each<[string, (ports: MemoryPorts) => Promise<unknown>]>([
    ['that have logged out', (ports) => ports.devices.remove('bob', 'b2')],
    ['that have no alert token', (ports) => ports.devices.removeToken('bob', 'b2', 'alert')],
    ['whose app switched it off', (ports) => ports.apps.put(appId, { calls: { pushWhenRingingStops: false } })],
  ])('are not notified if they are phones %s', async (_which, happen) => {
    // Prepare
    const ports = await ringing(true);
    await changeCall(ports, callId, 'decline', { userId: 'bob', deviceId: 'b1' });
    await happen(ports);

    // Act
    await runCallTimer(ports, { callId, dueAtMs: startMs, task: 'stop_ringing', userIds: ['bob'] });

    // Assess
    expect(backgroundPushes(ports)).toEqual([]);
  });
});

describe('a change of a call that is stored', () => {
  const change = { changeId: '1', changedAtMs: startMs + 500 };
  const declined = aCall({ state: 'declined', participants: [aParticipant({ state: 'declined' })], version: 2 });
  const invited = aCall({
    participants: [aParticipant(), aParticipant({ userId: 'carol', expiresAtMs: startMs + 90_000 })],
    version: 2,
  });

  const insureTimer = { callId, dueAtMs: startMs + 3500, task: 'insure', waitsUntilMs: startMs + 40_500 };
  const withdrawTimer = { callId, dueAtMs: startMs + 1500, task: 'withdraw_insurance' };
  const insured = new Set([phoneKey({ userId: 'bob', deviceId: 'b1' })]);
  const by = { userId: 'bob', deviceId: 'b1' };

  it.each<[string, CallRecord | undefined, CallRecord, object[]]>([
    ['a new call', undefined, aCallRecord(), [expireTimer, insureTimer]],
    [
      'an invitation',
      aCallRecord(),
      aCallRecord(invited),
      [{ callId, dueAtMs: startMs + 90_000, task: 'expire' }, insureTimer],
    ],
    ['an insured phone', aCallRecord(), aCallRecord(aCall(), { insured }), []],
    [
      'the report of an insured phone',
      aCallRecord(aCall(), { insured }),
      aCallRecord(aCall(), { insured, insuredReports: insured }),
      [withdrawTimer],
    ],
    [
      'an answer on an insured phone',
      aCallRecord(aCall(), { insured }),
      aCallRecord(aCall({ participants: [aParticipant({ state: 'answered', answeredBy: by })] }), { insured }),
      [withdrawTimer],
    ],
    [
      'an answer on another phone',
      aCallRecord(aCall(), { insured }),
      aCallRecord(
        aCall({ participants: [aParticipant({ state: 'answered', answeredBy: { ...by, deviceId: 'b2' } })] }),
        {
          insured,
        },
      ),
      [],
    ],
    ['a write without a change', aCallRecord(), aCallRecord(), []],
    [
      'alerts to repeat',
      aCallRecord(),
      aCallRecord(aCall(), { repeatAlertsAtMs: startMs + 10_000 }),
      [{ callId, dueAtMs: startMs + 10_000, task: 'repeat_alerts' }],
    ],
    [
      'another change while alerts are repeated',
      aCallRecord(aCall(), { repeatAlertsAtMs: startMs + 10_000 }),
      aCallRecord(aCall(), { repeatAlertsAtMs: startMs + 10_000 }),
      [],
    ],
    ['a decline', aCallRecord(), aCallRecord(declined), []],
    [
      'a decline where phones are notified',
      aCallRecord(aCall(), { tellsWhenStopped: true }),
      aCallRecord(declined, { tellsWhenStopped: true }),
      [{ callId, dueAtMs: startMs + 500, task: 'stop_ringing', userIds: ['bob'] }],
    ],
  ])('sets the timers for: %s', async (_what, before, after, expected) => {
    // Prepare
    const callTimers = new MemoryCallTimers();
    const callLog = { add: async () => [], calls: async () => [], list: async () => ({ entries: [] }) };

    // Act
    await followCalls({ ...memoryPorts(), callTimers, callLog }, [{ kind: 'call', change, before, after }]);

    // Assess
    expect(callTimers.scheduled).toEqual(expected);
  });
});

describe('a quarantined alert token', () => {
  it('is not pushed to when the ringing stops', async () => {
    // Prepare
    const ports = await ringing(true);
    for (const deviceId of ['b1', 'b2']) {
      const device = aDevice({ deviceId });
      ports.devices.add({ ...device, tokens: { ...device.tokens, alert: aToken('A', { state: 'quarantined' }) } });
    }
    ports.clock.advance(60_000);

    // Act
    await runCallTimer(ports, stopTimer);

    // Assess
    expect(backgroundPushes(ports)).toEqual([]);
  });
});
