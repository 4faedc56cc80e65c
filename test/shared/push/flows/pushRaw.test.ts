import { describe, expect, it } from 'vitest';
import { pushRaw } from '../../../../shared/push/flows/pushRaw.ts';
import type { RawPush } from '../../../../shared/push/rules/rawPush.ts';
import { aDevice, appId, aToken } from '../../../support/factories.ts';
import { doesNotAnswer, hasNoCredential, rejects } from '../../../support/memory/fakeApns.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const payload = { aps: { alert: 'hi' }, of: 'the team' };
const badDeviceToken = rejects(400, 'BadDeviceToken');
const token = 'ab'.repeat(32);

function aPush(changes: Partial<RawPush> = {}): RawPush {
  return { appId, pushType: 'alert', headers: {}, payload, ...changes };
}

describe('a raw push to a user', () => {
  it('goes unchanged to each device that has the app', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'phone-1', tokens: { alert: aToken('A') } }));
    ports.devices.add(aDevice({ deviceId: 'phone-2', tokens: { alert: aToken('B') } }));
    ports.devices.add(aDevice({ deviceId: 'other', appId: 'com.example.other', tokens: { alert: aToken('C') } }));
    ports.devices.add(aDevice({ deviceId: 'no-token', tokens: { voip: aToken('D') } }));

    // Act
    const outcomes = await pushRaw(ports, aPush(), { userId: 'bob' });

    // Assess
    expect(outcomes).toMatchObject([
      { userId: 'bob', deviceId: 'phone-1', kind: 'alert', outcome: 'accepted' },
      { userId: 'bob', deviceId: 'phone-2', kind: 'alert', outcome: 'accepted' },
    ]);
    expect(ports.apns.requests.map((request) => request.payload)).toEqual([payload, payload]);
    expect(new Set(ports.apns.apnsIds).size).toBe(2);
  });

  it('goes to the device that is named', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'phone-1', tokens: { voip: aToken('A') } }));
    ports.devices.add(aDevice({ deviceId: 'phone-2', tokens: { voip: aToken('B') } }));

    // Act
    const outcomes = await pushRaw(ports, aPush({ pushType: 'voip' }), { userId: 'bob', deviceId: 'phone-2' });

    // Assess
    expect(outcomes).toMatchObject([{ deviceId: 'phone-2', kind: 'voip', outcome: 'accepted' }]);
  });

  it('drops a token that Apple reports dead', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ deviceId: 'phone-1', tokens: { alert: aToken('A', { state: 'proven' }) } }));
    ports.apns.will(rejects(410, 'Unregistered', Number.MAX_SAFE_INTEGER));

    // Act
    const outcomes = await pushRaw(ports, aPush(), { userId: 'bob' });

    // Assess
    expect(outcomes).toMatchObject([{ outcome: 'rejected', reason: 'Unregistered', repair: 'dropped' }]);
    expect((await ports.devices.find('bob', 'phone-1'))?.tokens).toEqual({});
  });

  it.each([
    ['without a device', []],
    ['whose token is quarantined', [aDevice({ tokens: { alert: aToken('A', { state: 'quarantined' }) } })]],
  ])('is refused for one %s', async (_, devices) => {
    // Prepare
    const ports = memoryPorts();
    for (const device of devices) ports.devices.add(device);

    // Act
    const refusal = await pushRaw(ports, aPush(), { userId: 'bob' });

    // Assess
    expect(refusal).toMatchObject({ refusal: 'no_device_token' });
    expect(ports.apns.requests).toEqual([]);
  });
});

describe('a raw push to a token', () => {
  it.each(['production', 'development'] as const)('goes to the %s host alone if that is named', async (environment) => {
    // Prepare
    const ports = memoryPorts();
    ports.apns.will(badDeviceToken);

    // Act
    const outcomes = await pushRaw(ports, aPush(), { token, environment });

    // Assess
    expect(outcomes).toEqual([
      { outcome: 'rejected', reason: 'BadDeviceToken', status: 400, environment, apnsId: ports.apns.apnsIds[0] },
    ]);
    expect(ports.apns.requests).toMatchObject([{ deviceToken: token, environment, payload }]);
  });

  it('asks the other host, under the same apns-id, if the first one does not know it', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.apns.will(badDeviceToken);

    // Act
    const outcomes = await pushRaw(ports, aPush({ pushType: 'widgets' }), { token });

    // Assess
    expect(outcomes).toMatchObject([{ outcome: 'accepted', environment: 'development' }]);
    expect(ports.apns.requests.map(({ environment }) => environment)).toEqual(['production', 'development']);
    expect(new Set(ports.apns.apnsIds).size).toBe(1);
  });

  it('keeps the answer of the first host if no credential covers the other', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.apns.will(badDeviceToken, hasNoCredential);

    // Act
    const outcomes = await pushRaw(ports, aPush(), { token });

    // Assess
    expect(outcomes).toMatchObject([{ outcome: 'rejected', reason: 'BadDeviceToken', environment: 'production' }]);
  });

  it('is not retried later', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.apns.will(doesNotAnswer('maybe'));

    // Act
    const outcomes = await pushRaw(ports, aPush(), { token });

    // Assess
    expect(outcomes).toMatchObject([{ outcome: 'failed', reason: 'deadline' }]);
  });

  it('writes the token into no log line', async () => {
    // Prepare
    const ports = memoryPorts();

    // Act
    await pushRaw(ports, aPush(), { token });

    // Assess
    expect(JSON.stringify(ports.log.lines)).not.toContain(token.slice(0, 8));
  });
});
