import { describe, expect, it } from 'vitest';
import { describeUser } from '../../../../shared/messages/flows/describeUser.ts';
import { aDevice, aToken, startMs } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

describe('the description of a user', () => {
  it('without any data has no devices', async () => {
    // Prepare
    const ports = memoryPorts();

    // Act
    const user = await describeUser(ports, 'nobody');

    // Assess
    expect(user).toEqual({ userId: 'nobody', isOnline: false, profile: {}, devices: [] });
  });

  it('shows for each phone whether a message would be pushed and how a call would ring', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice());
    ports.devices.add(aDevice({ deviceId: 'no-voip', tokens: { alert: aToken('a') } }));
    ports.devices.add(aDevice({ deviceId: 'gone', tokens: { alert: aToken('b', { state: 'quarantined' }) } }));
    ports.devices.add(aDevice({ deviceId: 'in-china', territory: 'CN' }));

    // Act
    const { devices } = await describeUser(ports, 'bob');

    // Assess
    expect(
      Object.fromEntries(devices.map(({ device, message, call }) => [device.deviceId, { message, call }])),
    ).toEqual({
      'phone-1': { message: { decision: 'push', rule: 'offline' }, call: { way: 'voip' } },
      'no-voip': { message: { decision: 'push', rule: 'offline' }, call: { way: 'alert', rule: 'no_token' } },
      gone: { message: { decision: 'skip', rule: 'quarantined' }, call: { way: 'none', rule: 'no_token' } },
      'in-china': { message: { decision: 'push', rule: 'offline' }, call: { way: 'alert', rule: 'territory' } },
    });
  });

  it("follows the team's settings of the app", async () => {
    // Prepare
    const ports = memoryPorts();
    const device = aDevice({ territory: 'CN' });
    ports.devices.add(device);
    await ports.apps.put(device.appId, { territoryRule: { territories: [], instead: 'alert' } });

    // Act
    const { devices } = await describeUser(ports, 'bob');

    // Assess
    expect(devices[0]?.call).toEqual({ way: 'voip' });
  });

  it('shows that a user is online and is not pushed to', async () => {
    // Prepare
    const ports = memoryPorts();
    ports.devices.add(aDevice({ presence: { state: 'foreground', untilMs: startMs + 60_000 } }));

    // Act
    const user = await describeUser(ports, 'bob');

    // Assess
    expect(user.isOnline).toBe(true);
    expect(user.devices[0]?.message).toEqual({ decision: 'skip', rule: 'online' });
    expect(user.devices[0]?.call).toEqual({ way: 'none', rule: 'online' });
  });
});
