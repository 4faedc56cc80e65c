import { describe, expect, it } from 'vitest';
import { repeatAlerts } from '../../../../shared/calls/flows/repeatAlerts.ts';
import { type RingInput, ring } from '../../../../shared/calls/flows/ring.ts';
import type { CallReport } from '../../../../shared/calls/rules/record.ts';
import { callCollapseId } from '../../../../shared/content/collapseId.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, appId, aToken, missedTwice, startMs } from '../../../support/factories.ts';
import { accepts, doesNotAnswer, hasNoCredential, rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const callId = 'c0ffee00-0000-4000-8000-000000000001';
const busy = rejects(503, 'ServiceUnavailable');

async function start(ports: MemoryPorts, changes: Partial<RingInput> = {}): Promise<CallReport> {
  const result = await ring(ports, {
    from: 'alice',
    to: { userIds: ['bob'] },
    callId,
    callerName: 'Alice',
    hasVideo: true,
    timeoutSeconds: 60,
    ext: { room: 1 },
    ...changes,
  });
  if (isRefusal(result)) throw new Error(`refused: ${result.refusal}`);
  return result;
}

function portsWith(...devices: Partial<Device>[]): MemoryPorts {
  const ports = memoryPorts();
  for (const device of devices) ports.devices.add(aDevice(device));
  return ports;
}

const pushTypesOf = ({ apns }: MemoryPorts) => apns.requests.map(({ headers }) => headers['apns-push-type']);

describe('a phone that must not get VoIP pushes', () => {
  it.each<[string, Partial<Device>]>([
    ['no_token', { tokens: { alert: aToken('A') } }],
    ['quarantined', { tokens: { alert: aToken('A'), voip: aToken('V', { state: 'quarantined' }) } }],
    ['territory', { territory: 'CN' }],
    ['report_guard', missedTwice],
  ])('gets a time-sensitive alert with the same data: %s', async (reason, device) => {
    // Prepare
    const ports = portsWith({ locale: 'en', ...device });

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(targets).toMatchObject([
      { deviceId: 'phone-1', kind: 'voip', outcome: 'skipped', reason },
      { deviceId: 'phone-1', kind: 'alert', outcome: 'accepted' },
    ]);
    expect(call.state).toBe('ringing');
    const [push, ...others] = ports.apns.requests;
    expect(others).toEqual([]);
    expect(push?.headers).toMatchObject({
      'apns-topic': appId,
      'apns-push-type': 'alert',
      'apns-priority': '10',
      'apns-expiration': String(startMs / 1000 + 60),
      'apns-collapse-id': callCollapseId({ from: 'alice', callId }),
    });
    expect(push?.payload).toEqual({
      aps: {
        alert: { title: 'Alice', body: 'Incoming video call' },
        sound: 'default',
        'interruption-level': 'time-sensitive',
      },
      ringpost: {
        callId,
        handle: { type: 'generic', value: 'alice' },
        callerName: 'Alice',
        hasVideo: true,
        sentAt: startMs / 1000,
        expiresAt: startMs / 1000 + 60,
        ticket: expect.stringMatching(/^[\w-]{63}$/),
      },
      ext: { room: 1 },
    });
  });

  it('is skipped when it has no alert token either', async () => {
    // Prepare
    const ports = portsWith({ tokens: { voip: aToken('V') }, ...missedTwice });

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(targets).toEqual([
      { userId: 'bob', deviceId: 'phone-1', kind: 'voip', outcome: 'skipped', reason: 'report_guard' },
    ]);
    expect(call.state).toBe('failed');
  });

  it('does not keep the others from ringing', async () => {
    // Prepare
    const ports = portsWith(
      { deviceId: 'b1', ...missedTwice },
      { deviceId: 'b2', reports: { missedReports: ['c1'], missedCallers: ['alice'] } },
    );

    // Act
    await start(ports);

    // Assess
    expect(pushTypesOf(ports)).toEqual(['alert', 'voip']);
  });

  it('rings without the data that does not fit an alert, and reports this', async () => {
    // Prepare
    const ports = portsWith({ tokens: { alert: aToken('A') } });

    // Act
    const { call, targets } = await start(ports, { ext: 'x'.repeat(4200) });

    // Assess
    expect(targets).toMatchObject([{ kind: 'voip' }, { kind: 'alert', outcome: 'accepted', notes: ['ext_omitted'] }]);
    expect(ports.apns.requests[0]?.payload).toMatchObject({ ringpost: { extOmitted: true } });
    expect(call.state).toBe('ringing');
  });

  it("rings wherever the team's own rule allows it", async () => {
    // Prepare
    const ports = portsWith({ territory: 'CN' });
    await ports.apps.put(appId, { territoryRule: { territories: [], instead: 'alert' } });

    // Act
    await start(ports);

    // Assess
    expect(pushTypesOf(ports)).toEqual(['voip']);
  });
});

describe('a VoIP push that fails', () => {
  it.each([
    ['refused for good', [rejects(400, 'TopicDisallowed')], 1],
    ['busy, three times', [busy, busy, busy], 3],
    ['no credential', [hasNoCredential], 1],
    ['never left, three times', [1, 2, 3].map(() => doesNotAnswer('no', 'connect_failed')), 3],
    ['no answer', [doesNotAnswer('maybe')], 1],
    ['connection lost', [doesNotAnswer('maybe', 'connection_lost')], 1],
  ])('is followed by an alert: %s', async (_why, answers, attempts) => {
    // Prepare
    const ports = portsWith({});
    ports.apns.will(...answers);

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(pushTypesOf(ports)).toEqual([...Array(attempts).fill('voip'), 'alert']);
    expect(targets).toMatchObject([{ kind: 'voip' }, { kind: 'alert', outcome: 'accepted' }]);
    expect(call.state).toBe('ringing');
  });

  it('is not resent when APNs may have accepted it, because each VoIP push must be reported as a call', async () => {
    // Prepare
    const ports = portsWith({});
    await ports.apps.put(appId, { calls: { alertWhenRingFails: false } });
    ports.apns.will(doesNotAnswer('maybe'));

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(pushTypesOf(ports)).toEqual(['voip']);
    expect(targets).toMatchObject([{ outcome: 'failed', reason: 'deadline' }]);
    expect(call.state).toBe('ringing');
  });

  it('is not followed by an alert where the app switched that off', async () => {
    // Prepare
    const ports = portsWith({});
    await ports.apps.put(appId, { calls: { alertWhenRingFails: false } });
    ports.apns.will(rejects(400, 'TopicDisallowed'));

    // Act
    const { call } = await start(ports);

    // Assess
    expect(pushTypesOf(ports)).toEqual(['voip']);
    expect(call.state).toBe('failed');
  });

  it('is not followed by an alert after the deadline', async () => {
    // Prepare
    const ports = portsWith({});
    ports.apns.will(rejects(400, 'TopicDisallowed'));
    ports.apns.meanwhile = async () => ports.clock.advance(1000);

    // Act
    const { call } = await start(ports, { timeoutSeconds: 1 });

    // Assess
    expect(pushTypesOf(ports)).toEqual(['voip']);
    expect(call.state).toBe('failed');
  });

  it('is resent over a different connection the second time', async () => {
    // Prepare
    const ports = portsWith({});
    ports.apns.will(busy, busy, accepts);

    // Act
    await start(ports);

    // Assess
    const since = ports.apns.requests.map(({ connectionSinceMs }) => connectionSinceMs);
    expect(since).toEqual([undefined, undefined, startMs + 300]);
  });
});

describe('how long APNs keeps a ring', () => {
  it.each([
    [undefined, 60, '0'],
    [10, 60, String(startMs / 1000 + 10)],
    [10, 5, String(startMs / 1000 + 5)],
  ])("is the team's %s s, but at most the %i s that it rings", async (voipTtlSeconds, timeout, expected) => {
    // Prepare
    const ports = portsWith({});
    if (voipTtlSeconds !== undefined) await ports.apps.put(appId, { calls: { voipTtlSeconds } });

    // Act
    await start(ports, { timeoutSeconds: timeout });

    // Assess
    expect(ports.apns.requests[0]?.headers['apns-expiration']).toBe(expected);
  });
});

const inFront = { state: 'foreground', untilMs: startMs + 60_000 } as const;

describe('alerts while it rings', () => {
  const timer = { callId, dueAtMs: startMs + 10_000, task: 'repeat_alerts' } as const;

  it.each<[string, number | undefined, number, number | undefined]>([
    ['after ten seconds', undefined, 60, startMs + 10_000],
    ['as often as the team configures', 5, 60, startMs + 5000],
    ['never, if the team configures that', 0, 60, undefined],
    ['never, when the ringing is over by then', undefined, 10, undefined],
    ['never, when a phone would ring no longer by then', 60, 600, undefined],
  ])('are repeated %s', async (_when, alertRepeatSeconds, timeoutSeconds, expected) => {
    // Prepare
    const ports = portsWith({ tokens: { alert: aToken('A') } });
    if (alertRepeatSeconds !== undefined) await ports.apps.put(appId, { calls: { alertRepeatSeconds } });

    // Act
    const record = await start(ports, { timeoutSeconds });

    // Assess
    expect(record.repeatAlertsAtMs).toBe(expected);
  });

  it('are not repeated after a VoIP push', async () => {
    // Prepare
    const ports = portsWith({});

    // Act
    const record = await start(ports);

    // Assess
    expect(record.repeatAlertsAtMs).toBeUndefined();
  });

  it('go to the phones that an alert rang, replace each other, and schedule the next', async () => {
    // Prepare
    const ports = portsWith({ deviceId: 'b1', tokens: { alert: aToken('A') } }, { deviceId: 'b2' });
    await start(ports);
    ports.clock.advance(10_000);

    // Act
    await repeatAlerts(ports, timer);

    // Assess
    expect(pushTypesOf(ports)).toEqual(['alert', 'voip', 'alert']);
    const [first, , again] = ports.apns.requests;
    expect(again?.deviceToken).toBe(first?.deviceToken);
    expect(again?.headers['apns-collapse-id']).toBe(callCollapseId({ from: 'alice', callId }));
    expect(again?.headers['apns-id']).not.toBe(first?.headers['apns-id']);
    expect(again?.headers['apns-expiration']).toBe(first?.headers['apns-expiration']);
    const record = await ports.calls.report(callId);
    expect(record?.repeatAlertsAtMs).toBe(startMs + 20_000);
    expect(record?.timeline.at(-1)).toMatchObject({
      event: 'accepted',
      deviceId: 'b1',
      kind: 'alert',
      reason: 'repeated',
      count: 1,
    });
  });

  it('are repeated for at most a minute, however long the call rings', async () => {
    // Prepare
    const ports = portsWith({ tokens: { alert: aToken('A') } });
    await start(ports, { timeoutSeconds: 600 });

    // Act
    for (let seconds = 10; seconds <= 120; seconds += 10) {
      ports.clock.advance(10_000);
      await repeatAlerts(ports, timer);
    }

    // Assess: the first one, and five more.
    expect(pushTypesOf(ports)).toEqual(Array(6).fill('alert'));
    expect((await ports.calls.report(callId))?.repeatAlertsAtMs).toBe(startMs + 50_000);
  });

  it('end with the ringing', async () => {
    // Prepare
    const ports = portsWith({ tokens: { alert: aToken('A') } });
    const { call } = await start(ports);
    await ports.calls.change(call, { ...call, participants: [], state: 'declined', version: 2 });

    // Act
    await repeatAlerts(ports, timer);

    // Assess
    expect(ports.apns.requests).toHaveLength(1);
    expect((await ports.calls.find(callId))?.repeatAlertsAtMs).toBe(startMs + 10_000);
  });

  it.each<[string, (ports: MemoryPorts) => Promise<unknown>]>([
    ['that has logged out', (ports) => ports.devices.remove('bob', 'phone-1')],
    ['whose token is gone', (ports) => ports.devices.removeToken('bob', 'phone-1', 'alert')],
    ['whose app switched them off', (ports) => ports.apps.put(appId, { calls: { alertRepeatSeconds: 0 } })],
  ])('do not go to a phone %s', async (_which, happen) => {
    // Prepare
    const ports = portsWith({ tokens: { alert: aToken('A') } });
    await start(ports);
    await happen(ports);

    // Act
    await repeatAlerts(ports, timer);

    // Assess
    expect(ports.apns.requests).toHaveLength(1);
  });

  it('stop for a callee who has blocked the caller since', async () => {
    // Prepare
    const ports = portsWith({ tokens: { alert: aToken('A') } });
    await start(ports);
    await ports.blocks.put('bob', 'alice');

    // Act
    await repeatAlerts(ports, timer);

    // Assess
    expect(ports.apns.requests).toHaveLength(1);
  });

  it.each<[string, (ports: MemoryPorts) => Promise<unknown>]>([
    [
      'who opened the app',
      async (ports) => ports.devices.add(aDevice({ tokens: { alert: aToken('A') }, presence: inFront })),
    ],
    [
      'whose quiet hours began',
      (ports) => ports.profiles.replace('bob', { doNotDisturb: { windows: [{ start: '00:00', end: '23:59' }] } }),
    ],
  ])('skip a callee %s since, and check again while it rings', async (_who, happen) => {
    // Prepare
    const ports = portsWith({ tokens: { alert: aToken('A') } });
    await start(ports);
    await happen(ports);
    ports.clock.advance(10_000);

    // Act
    await repeatAlerts(ports, timer);

    // Assess
    expect(ports.apns.requests).toHaveLength(1);
    expect((await ports.calls.find(callId))?.repeatAlertsAtMs).toBe(startMs + 20_000);
  });

  it("use the language of the user's profile, and leave without a ticket when its key cannot be read", async () => {
    // Prepare
    const ports = portsWith({ tokens: { alert: aToken('A') } });
    await ports.profiles.replace('bob', { locale: 'zh-TW' });
    ports.ticketKeys.signing = () => Promise.reject(new Error('no key'));
    await start(ports, { hasVideo: false });
    ports.clock.advance(10_000);

    // Act
    await repeatAlerts(ports, timer);

    // Assess
    const bodies = ports.apns.requests.map(
      ({ payload }) => (payload as { aps: { alert: { body: string } } }).aps.alert.body,
    );
    expect(bodies).toEqual(['語音來電', '語音來電']);
    for (const { payload } of ports.apns.requests) expect(payload).toHaveProperty('ringpost.ticket', undefined);
  });

  it('of a call that is no longer stored are not sent', async () => {
    // Prepare
    const ports = memoryPorts();

    // Act
    await repeatAlerts(ports, timer);

    // Assess
    expect(ports.apns.requests).toEqual([]);
  });
});
