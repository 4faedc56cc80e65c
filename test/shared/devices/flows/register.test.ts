import { describe, expect, it } from 'vitest';
import { type RegisterInput, register } from '../../../../shared/devices/flows/register.ts';
import { aDevice, appId, missedTwice, tokenHex } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const input = (changes: Partial<RegisterInput> = {}): RegisterInput => ({
  userId: 'bob',
  deviceId: 'phone-1',
  appId,
  tokens: { alert: { token: tokenHex('new'), environment: 'auto' } },
  ...changes,
});

function world() {
  return { ...memoryPorts(), stageApps: { isKnown: (id: string) => id === appId || id === 'com.example.other' } };
}

describe('a registration', () => {
  it('stores the device with its readable facts, and names the others', async () => {
    // Prepare
    const ports = world();

    // Act
    const result = await register(ports, input({ locale: 'de-AT', timeZone: 'Mars/Olympus' }));

    // Assess
    expect(result).toMatchObject({
      device: { deviceId: 'phone-1', locale: 'de-AT' },
      ignored: [{ path: '/timeZone' }],
    });
    expect(await ports.devices.find('bob', 'phone-1')).toMatchObject({ locale: 'de-AT' });
  });

  it('for an app of another stage stores nothing', async () => {
    // Prepare
    const ports = world();

    // Act
    const result = await register(ports, input({ appId: 'com.example.stranger' }));

    // Assess
    expect(result).toMatchObject({ refusal: 'app_of_other_stage', extensions: { errors: [{ path: '/appId' }] } });
    expect(await ports.devices.find('bob', 'phone-1')).toBeUndefined();
  });

  it.each([
    ['another app', 'com.example.other'],
    ['an app of another stage', 'com.example.stranger'],
  ])('under the ID of a device is refused for %s', async (_which, other) => {
    // Prepare
    const ports = world();
    ports.devices.add(aDevice());

    // Act
    const result = await register(ports, input({ appId: other }));

    // Assess
    expect(result).toMatchObject({ refusal: 'device_app' });
    expect(await ports.devices.find('bob', 'phone-1')).toMatchObject({ appId });
  });

  it.each([
    ['another version settles the calls that were not reported', '2.0', 0],
    ['the same version settles nothing', '', 2],
  ])('of %s', async (_what, appVersion, missed) => {
    // Prepare
    const ports = world();
    ports.devices.add(aDevice(missedTwice));

    // Act
    await register(ports, input({ ...(appVersion && { appVersion }) }));

    // Assess
    expect((await ports.devices.find('bob', 'phone-1'))?.reports?.missedReports ?? []).toHaveLength(missed);
  });
});
