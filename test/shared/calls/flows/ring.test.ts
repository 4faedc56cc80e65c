import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { type RingInput, ring } from '../../../../shared/calls/flows/ring.ts';
import type { CallReport } from '../../../../shared/calls/rules/record.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, appId, aToken, isoTime, startMs } from '../../../support/factories.ts';
import { accepts, doesNotAnswer, hasNoCredential, rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const callId = 'c0ffee00-0000-4000-8000-000000000001';
const aliceCallsBob = (changes: Partial<RingInput> = {}): RingInput => ({
  from: 'alice',
  to: { userIds: ['bob'] },
  callId,
  hasVideo: false,
  timeoutSeconds: 60,
  ...changes,
});
/** Without an alert token, a phone that does not take the ring cannot be reached otherwise. */
const aVoipPhone = (changes: Partial<Device> = {}) => {
  const device = aDevice(changes);
  return { ...device, tokens: device.tokens.voip === undefined ? {} : { voip: device.tokens.voip } };
};
const busy = rejects(503, 'ServiceUnavailable');
const dead = rejects(410, 'Unregistered', startMs);

async function start(ports: MemoryPorts, input = aliceCallsBob()): Promise<CallReport> {
  const result = await ring(ports, input);
  if (isRefusal(result)) throw new Error(`refused: ${result.refusal}`);
  return result;
}

describe('a call', () => {
  it("rings all of the user's phones by VoIP pushes with the call's UUID, and is kept", async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'b1' }), aDevice({ deviceId: 'b2' }));
    await ports.profiles.replace('alice', { nickname: 'Alice' });

    // Act
    const record = await start(
      ports,
      aliceCallsBob({ hasVideo: true, ext: { room: 1 }, capabilities: { supportsDTMF: false } }),
    );

    // Assess
    const call = {
      callId,
      from: 'alice',
      state: 'ringing',
      participants: [{ userId: 'bob', state: 'ringing', expiresAtMs: startMs + 60_000 }],
      createdAtMs: startMs,
      expiresAtMs: startMs + 60_000,
      version: 1,
    };
    const [first, second] = ports.apns.apnsIds;
    expect(first).not.toBe(second);
    const target = (deviceId: string, apnsId: string | undefined) => {
      return {
        userId: 'bob',
        deviceId,
        kind: 'voip',
        outcome: 'accepted',
        apnsId,
        environment: 'production',
        status: 200,
      };
    };
    expect(record).toMatchObject({ call, hasVideo: true, targets: [target('b1', first), target('b2', second)] });
    expect(record.timeline).toEqual([
      { at: isoTime(startMs), event: 'ringing', userId: 'bob' },
      { at: isoTime(startMs), event: 'accepted', userId: 'bob', deviceId: 'b1', kind: 'voip' },
      { at: isoTime(startMs), event: 'accepted', userId: 'bob', deviceId: 'b2', kind: 'voip' },
    ]);
    expect(await ports.calls.report(callId)).toEqual(record);
    for (const { headers, payload, deadlineMs } of ports.apns.requests) {
      expect(headers).toMatchObject({ 'apns-topic': `${appId}.voip`, 'apns-priority': '10', 'apns-expiration': '0' });
      expect(payload).toEqual({
        ringpost: 1,
        callId,
        handle: { type: 'generic', value: 'alice' },
        callerName: 'Alice',
        hasVideo: true,
        supportsDTMF: false,
        sentAt: startMs / 1000,
        expiresAt: startMs / 1000 + 60,
        ticket: expect.stringMatching(/^[\w-]{63}$/),
        ext: { room: 1 },
      });
      expect(deadlineMs).toBe(startMs + 4000);
    }
  });

  it('gets a UUID when the caller brings none', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());

    // Act
    const { call } = await start(ports, aliceCallsBob({ callId: undefined }));

    // Assess
    expect(call.callId).toMatch(/^[0-9a-f-]{36}$/);
    expect(ports.apns.requests).toMatchObject([{ payload: { callId: call.callId } }]);
    expect(await ports.calls.find(call.callId)).toMatchObject({ call });
  });

  it("does not read the caller's profile when the caller gives a name", async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const { profiles } = ports;
    const find = profiles.find.bind(profiles);
    profiles.find = (userId) => (userId === 'alice' ? Promise.reject(new Error('not needed')) : find(userId));

    // Act
    await start(ports, aliceCallsBob({ callerName: 'Dr Alice' }));

    // Assess
    expect(ports.apns.requests).toMatchObject([{ payload: { callerName: 'Dr Alice' } }]);
  });

  it('with an existing ID pushes nothing and leaves the other call alone', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    const first = await start(ports);

    // Act
    const result = await ring(ports, aliceCallsBob({ from: 'mallory' }));

    // Assess
    expect(result).toMatchObject({ refusal: 'call_exists' });
    expect(ports.apns.requests).toHaveLength(1);
    expect(await ports.calls.report(callId)).toEqual(first);
  });

  it('whose payload is too large is refused before anything is written', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());

    // Act
    const result = await ring(ports, aliceCallsBob({ ext: 'x'.repeat(5120) }));

    // Assess
    expect(result).toMatchObject({ refusal: 'push_too_large' });
    expect(ports.apns.requests).toEqual([]);
    expect(await ports.calls.report(callId)).toBeUndefined();
  });

  it('can have a payload of exactly 5,120 bytes and no more', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    await start(ports, aliceCallsBob({ ext: '' }));
    const room = 5120 - Buffer.byteLength(JSON.stringify(ports.apns.requests[0]?.payload));
    const withExt = (length: number) =>
      ring(ports, aliceCallsBob({ callId: `c0ffee00-0000-4000-8000-00000000${length}`, ext: 'x'.repeat(length) }));

    // Act
    const [fits, tooLarge] = [await withExt(room), await withExt(room + 1)];

    // Assess
    expect(isRefusal(fits)).toBe(false);
    expect(isRefusal(tooLarge)).toBe(true);
  });
});

describe('a ring that APNs does not accept', () => {
  it('is resent at most twice, soon, with the same apns-id', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aVoipPhone());
    ports.apns.will(busy, busy, busy);

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(ports.apns.requests).toHaveLength(3);
    expect(new Set(ports.apns.apnsIds).size).toBe(1);
    expect(ports.clock.waitsMs).toEqual([300, 600]);
    expect(ports.apns.requests.map(({ deadlineMs }) => deadlineMs - startMs)).toEqual([4000, 4300, 4900]);
    expect(targets).toMatchObject([
      { outcome: 'rejected', reason: 'ServiceUnavailable', apnsId: ports.apns.apnsIds[0] },
    ]);
    expect(call.state).toBe('failed');
  });

  it('is not resent once it is accepted', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aVoipPhone());
    ports.apns.will(busy, accepts);

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(ports.apns.requests).toHaveLength(2);
    expect(targets).toMatchObject([{ outcome: 'accepted' }]);
    expect(call.state).toBe('ringing');
  });

  it('does not delay other phones', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aVoipPhone({ deviceId: 'b1' }), aVoipPhone({ deviceId: 'b2' }));
    ports.apns.will(busy, accepts, accepts);

    // Act
    const { targets } = await start(ports);

    // Assess
    const tokenOf = (deviceId: string) => aVoipPhone({ deviceId }).tokens.voip?.token;
    expect(ports.apns.requests.map(({ deviceToken }) => deviceToken)).toEqual([
      tokenOf('b1'),
      tokenOf('b2'),
      tokenOf('b1'),
    ]);
    expect(targets).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
  });

  it.each([
    [1, 0, 3],
    [1, 100, 2],
    [1, 700, 1],
    [1, 699, 2],
  ])('is resent only while the call rings: %i s, with %i ms per attempt', async (timeoutSeconds, tookMs, sent) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aVoipPhone());
    ports.apns.will(busy, busy, busy);
    ports.apns.meanwhile = async () => ports.clock.advance(tookMs);

    // Act
    await start(ports, aliceCallsBob({ timeoutSeconds }));

    // Assess
    expect(ports.apns.requests).toHaveLength(sent);
    for (const { deadlineMs } of ports.apns.requests) expect(deadlineMs).toBe(startMs + 1000);
  });

  it('for good is not resent', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aVoipPhone());
    ports.apns.will(rejects(400, 'TopicDisallowed'));

    // Act
    await start(ports);

    // Assess
    expect(ports.apns.requests).toHaveLength(1);
    expect(ports.clock.waitsMs).toEqual([]);
  });
});

describe('a call that reaches nobody', () => {
  it.each([
    ['the token is dead', [dead]],
    ['there is no credential', [hasNoCredential]],
    ['APNs refuses it', [rejects(400, 'TopicDisallowed')]],
    ['it never leaves', [1, 2, 3].map(() => doesNotAnswer('no', 'connect_failed'))],
    ['both hosts refuse the token', [rejects(400, 'BadDeviceToken'), rejects(400, 'BadDeviceToken')]],
  ])('fails at once: %s', async (_why, answers) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aVoipPhone());
    ports.apns.will(...answers);

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(call).toMatchObject({ state: 'failed', version: 2 });
    expect(await ports.calls.report(callId)).toMatchObject({ call, hasVideo: false, targets });
  });

  it.each([
    ['no_device', []],
    ['no_token', [aVoipPhone({ tokens: {} })]],
    ['quarantined', [aVoipPhone({ tokens: { voip: aToken('V', { state: 'quarantined' }) } })]],
  ])('fails when no phone can be rung: %s', async (reason, devices) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(...devices);

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(targets).toMatchObject([{ userId: 'bob', outcome: 'skipped', reason }]);
    expect(call.state).toBe('failed');
    expect(ports.apns.requests).toEqual([]);
  });

  it('does not fail if someone acted on it meanwhile', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aVoipPhone());
    ports.apns.will(dead);
    ports.apns.meanwhile = () => changeCall(ports, callId, 'cancel', { userId: 'alice' });

    // Act
    const { call } = await start(ports);

    // Assess
    expect(call).toMatchObject({ state: 'cancelled', version: 2 });
    expect((await ports.calls.find(callId))?.call).toEqual(call);
  });
});

describe('a call that might ring', () => {
  it.each([
    ['APNs did not answer', doesNotAnswer('maybe')],
    ['the connection was lost', doesNotAnswer('maybe', 'connection_lost')],
  ])('keeps ringing: %s', async (_why, answer) => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aVoipPhone());
    ports.apns.will(answer, answer, answer);

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(targets).toMatchObject([{ outcome: 'failed' }]);
    expect(call).toMatchObject({ state: 'ringing', version: 1 });
    expect((await ports.calls.find(callId))?.call).toEqual(call);
  });

  it('keeps ringing when one of several phones is reached', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(
      aVoipPhone({ deviceId: 'b1' }),
      aVoipPhone({ deviceId: 'b2', tokens: {} }),
      aVoipPhone({ deviceId: 'b3' }),
    );
    ports.apns.will(dead, accepts);

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(targets.map(({ outcome }) => outcome)).toEqual(['rejected', 'skipped', 'accepted']);
    expect(call.state).toBe('ringing');
  });

  it('rings in an app in the foreground, without any push', async () => {
    // Prepare
    const ports = memoryPorts();
    const presence = { state: 'foreground', untilMs: startMs + 1 } as const;
    ports.devices.add(aVoipPhone({ presence }), aVoipPhone({ deviceId: 'drawer' }));

    // Act
    const { call, targets } = await start(ports);

    // Assess
    expect(targets).toMatchObject([
      { outcome: 'skipped', reason: 'online' },
      { outcome: 'skipped', reason: 'online' },
    ]);
    expect(call.state).toBe('ringing');
    expect(ports.apns.requests).toEqual([]);
  });
});
