import { describe, expect, it } from 'vitest';
import { apnsHeaders } from '../../../../shared/apns/rules/pushTypes.ts';
import type { Device, DeviceToken, MainTokenKind } from '../../../../shared/devices/rules/device.ts';
import { pushToDevice } from '../../../../shared/push/flows/pushToDevice.ts';
import type { DevicePush, PushAnswer } from '../../../../shared/push/rules/devicePush.ts';
import { burstUsers, burstWindowMs } from '../../../../shared/push/rules/rejectionBurst.ts';
import { RejectionMemory } from '../../../../shared/push/rules/rejectionMemory.ts';
import { aDevice, appId, aToken, startMs } from '../../../support/factories.ts';
import { accepts, doesNotAnswer, hasNoCredential, rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const badDeviceToken = rejects(400, 'BadDeviceToken');
const unregistered = rejects(410, 'Unregistered', startMs);

/** As many phones as asked for, each of another user, with an alert token each, of one app. */
function phones(ports: MemoryPorts, count: number, token: Partial<DeviceToken> = {}, ofApp = appId): Device[] {
  const devices = Array.from({ length: count }, (_, index) => {
    const deviceId = `${ofApp} phone-${index}`;
    return aDevice({
      userId: `user-${index}`,
      deviceId,
      appId: ofApp,
      tokens: { alert: aToken(`${ofApp} ${index}`, token) },
    });
  });
  ports.devices.add(...devices);
  return devices;
}

async function pushTo(ports: MemoryPorts, device: Device, kind: MainTokenKind = 'alert'): Promise<PushAnswer> {
  const token = device.tokens[kind];
  if (token === undefined) throw new Error(`the device has no ${kind} token`);
  const push: DevicePush = {
    target: { userId: device.userId, deviceId: device.deviceId, kind },
    device,
    token,
    headers: apnsHeaders(device.appId, kind, ports.newId(), startMs),
    payload: {},
    deadlineMs: startMs + 8000,
  };
  return pushToDevice(ports, push);
}

async function pushToAll(ports: MemoryPorts, devices: readonly Device[]): Promise<(string | undefined)[]> {
  const repairs: (string | undefined)[] = [];
  for (const device of devices) repairs.push((await pushTo(ports, device)).repair);
  return repairs;
}

const stored = async ({ devices }: MemoryPorts, { userId, deviceId }: Device) => devices.find(userId, deviceId);
const tokensOf = (ports: MemoryPorts, devices: readonly Device[]) =>
  Promise.all(devices.map(async (device) => (await stored(ports, device))?.tokens.alert));
const metricsOf = ({ metrics }: MemoryPorts) =>
  metrics.recorded.map(({ name, dimensions: { environment } }) => [name, environment]);
const answers = (count: number, ...each: ReturnType<typeof rejects>[]) =>
  Array.from({ length: count }, () => each).flat();

describe('the record of a device', () => {
  it.each<[string, Partial<DeviceToken>, ReturnType<typeof rejects>[], object[]]>([
    [
      'shows that its environment was repaired',
      {},
      [badDeviceToken, accepts],
      [{ repair: 'environment_changed', environment: 'development', reason: 'BadDeviceToken' }],
    ],
    [
      'shows that it was quarantined',
      {},
      [badDeviceToken, badDeviceToken],
      [{ repair: 'quarantined', environment: 'development', reason: 'BadDeviceToken' }],
    ],
    [
      'shows that a token was dropped',
      { state: 'proven' },
      [unregistered],
      [{ repair: 'dropped', environment: 'production', reason: 'Unregistered', diedAtMs: startMs }],
    ],
  ])('%s', async (_what, token, answer, expected) => {
    // Prepare
    const ports = memoryPorts();
    const [device = aDevice()] = phones(ports, 1, token);
    ports.apns.will(...answer);

    // Act
    const { repair } = await pushTo(ports, device);

    // Assess
    expect((await stored(ports, device))?.repairs).toEqual(
      expected.map((line) => ({ atMs: startMs, kind: 'alert', ...line })),
    );
    expect(repair).toBe((expected[0] as { repair: string }).repair);
  });

  it.each<[string, ReturnType<typeof rejects>[], string | undefined]>([
    ['is accepted where it was thought to be', [accepts], undefined],
    ['died before it was registered', [rejects(410, 'Unregistered', startMs - 60_001)], 'refusal_outdated'],
    ['is refused by one host while the other does not answer', [badDeviceToken, doesNotAnswer('maybe')], undefined],
  ])('shows nothing about a token that %s', async (_what, answer, expected) => {
    // Prepare
    const ports = memoryPorts();
    const [device = aDevice()] = phones(ports, 1);
    ports.apns.will(...answer);

    // Act
    const { repair } = await pushTo(ports, device);

    // Assess
    expect((await stored(ports, device))?.repairs).toBeUndefined();
    expect(repair).toBe(expected);
  });
});

describe('a burst of rejections', () => {
  it.each<[string, Partial<DeviceToken>, ReturnType<typeof rejects>[]]>([
    ['proven tokens that their host no longer knows', { state: 'proven' }, [badDeviceToken]],
    ['tokens reported dead', { state: 'proven' }, [unregistered]],
  ])('finally changes no token: %s', async (_what, token, each) => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, 3 * burstUsers, token);
    ports.apns.will(...answers(devices.length, ...each));

    // Act
    const repairs = await pushToAll(ports, devices);

    // Assess
    expect(await tokensOf(ports, devices)).toEqual(devices.map(({ tokens }) => tokens.alert));
    const before = each[0] === unregistered ? 'dropped' : 'quarantined';
    expect(repairs).toEqual([
      ...Array.from({ length: burstUsers - 1 }, () => before),
      ...Array.from({ length: 2 * burstUsers + 1 }, () => 'refusal_doubted'),
    ]);
  });

  it('changes no token when all are rejected at the same moment', async () => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, 50, { state: 'proven' });
    ports.apns.will(...answers(50, badDeviceToken));

    // Act
    await Promise.all(devices.map((device) => pushTo(ports, device)));

    // Assess
    expect(await tokensOf(ports, devices)).toEqual(devices.map(({ tokens }) => tokens.alert));
  });

  it('raises the alarm with each push, is logged once, and records the restored tokens', async () => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, burstUsers + 1, { state: 'proven' });
    ports.apns.will(...answers(devices.length, badDeviceToken));

    // Act
    await pushToAll(ports, devices);

    // Assess
    expect(metricsOf(ports).filter(([name]) => name === 'RefusalBurst')).toEqual([
      ['RefusalBurst', 'production'],
      ['RefusalBurst', 'production'],
    ]);
    expect(ports.log.lines.filter(({ level }) => level === 'error')).toEqual([
      {
        level: 'error',
        message: 'host rejects the proven tokens of so many users that no token is dropped',
        fields: { appId, kind: 'alert', environment: 'production' },
      },
    ]);
    const [first = aDevice(), ...others] = devices;
    expect((await stored(ports, first))?.repairs?.map(({ repair }) => repair)).toEqual(['quarantined', 'restored']);
    expect((await stored(ports, others.at(-1) ?? first))?.repairs).toBeUndefined();
  });

  it('also raises the alarm when the tokens are for another topic', async () => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, burstUsers, { state: 'proven' });
    ports.apns.will(...answers(devices.length, rejects(400, 'DeviceTokenNotForTopic')));

    // Act
    const repairs = await pushToAll(ports, devices);

    // Assess
    expect(metricsOf(ports)).toContainEqual(['RefusalBurst', 'production']);
    expect(repairs.filter((repair) => repair !== undefined)).toEqual([]);
  });

  it('ends once the host accepts again: its later rejections count, and a new burst is logged again', async () => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, 40, { state: 'proven' });
    const next = (count: number) => devices.splice(0, count);
    ports.apns.will(...answers(burstUsers, badDeviceToken));
    await pushToAll(ports, next(burstUsers));
    await pushToAll(ports, next(burstUsers));
    ports.apns.will(...answers(2 * burstUsers, badDeviceToken));

    // Act
    const repairs = await pushToAll(ports, next(burstUsers));

    // Assess
    expect(repairs).toEqual(['quarantined', 'quarantined', 'quarantined', 'quarantined', 'refusal_doubted']);
    expect(ports.log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
  });

  it('does not restore tokens that were rejected long before it', async () => {
    // Prepare
    const ports = memoryPorts();
    const [old = aDevice(), ...devices] = phones(ports, burstUsers + 1, { state: 'proven' });
    ports.apns.will(...answers(devices.length + 1, badDeviceToken));
    await pushTo(ports, old);
    ports.clock.advance(burstWindowMs);

    // Act
    await pushToAll(ports, devices);

    // Assess
    expect((await tokensOf(ports, [old]))[0]?.state).toBe('quarantined');
    expect(await tokensOf(ports, devices)).toEqual(devices.map(({ tokens }) => tokens.alert));
  });

  it('concerns one app: tokens of another app are still dropped', async () => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, burstUsers, { state: 'proven' });
    const others = phones(ports, 1, { state: 'proven' }, 'com.example.other');
    ports.apns.will(...answers(burstUsers + 1, badDeviceToken));
    await pushToAll(ports, devices);

    // Act
    const repairs = await pushToAll(ports, others);

    // Assess
    expect(repairs).toEqual(['quarantined']);
  });

  it('does not exist while the other host accepts the tokens', async () => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, 3 * burstUsers);
    ports.apns.will(...answers(devices.length, badDeviceToken, accepts));

    // Act
    const repairs = await pushToAll(ports, devices);

    // Assess
    expect(new Set(repairs)).toEqual(new Set(['environment_changed']));
    expect(metricsOf(ports)).toEqual([]);
  });

  it('leaves tokens unchanged that the app changed since', async () => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, burstUsers, { state: 'proven' });
    const [first = aDevice(), ...others] = devices;
    ports.apns.will(...answers(burstUsers, unregistered));
    await pushTo(ports, first);
    const { userId, deviceId } = first;
    const tokens = { alert: { token: aToken('new').token, environment: 'auto' as const } };
    await ports.devices.register({ userId, deviceId, appId, tokens }, startMs + 1);

    // Act
    await pushToAll(ports, others);

    // Assess
    expect((await tokensOf(ports, [first]))[0]).toMatchObject({ ...tokens.alert, state: 'unproven' });
  });

  it('does not fail a push whose other tokens cannot be restored', async () => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, burstUsers, { state: 'proven' });
    ports.apns.will(...answers(burstUsers, badDeviceToken));
    ports.devices.restoreToken = () => Promise.reject(new Error('the table is not to be reached'));

    // Act
    const repairs = await pushToAll(ports, devices);

    // Assess
    expect(repairs.at(-1)).toBe('refusal_doubted');
    expect(ports.log.lines.filter(({ message }) => message === 'token not restored')).toHaveLength(burstUsers - 1);
  });
});

describe('forged tokens', () => {
  it('are quarantined one by one, raise no alarm, and do not keep a dead token alive', async () => {
    // Prepare
    const ports = memoryPorts();
    const madeUp = phones(ports, 3 * burstUsers, { environment: 'auto' });
    const [dead = aDevice()] = phones(ports, 1, { state: 'proven' }, appId);
    const other = aDevice({ ...dead, userId: 'frank', deviceId: 'old phone' });
    ports.devices.add(other);
    ports.apns.will(...answers(madeUp.length, badDeviceToken, badDeviceToken), unregistered);

    // Act
    const repairs = await pushToAll(ports, madeUp);
    const { repair } = await pushTo(ports, other);

    // Assess
    expect(new Set(repairs)).toEqual(new Set(['quarantined']));
    expect(repair).toBe('dropped');
    expect((await stored(ports, other))?.tokens.alert).toBeUndefined();
    expect(metricsOf(ports).filter(([name]) => name === 'RefusalBurst')).toEqual([]);
  });

  it('count as one user, even when Apple accepted them all before', async () => {
    // Prepare
    const ports = memoryPorts();
    const devices = phones(ports, 3 * burstUsers, { state: 'proven' }).map((device) => ({
      ...device,
      userId: 'mallory',
    }));
    ports.devices.add(...devices);
    ports.apns.will(...answers(devices.length, unregistered));

    // Act
    const repairs = await pushToAll(ports, devices);

    // Assess
    expect(new Set(repairs)).toEqual(new Set(['dropped']));
    expect(metricsOf(ports)).toEqual([]);
  });

  it('are dropped again once the doubt about a host is old', async () => {
    // Prepare
    const ports = memoryPorts();
    const honest = phones(ports, burstUsers, { state: 'proven' });
    ports.apns.will(...answers(honest.length, badDeviceToken));
    await pushToAll(ports, honest);
    ports.clock.advance(burstWindowMs);
    const [madeUp = aDevice()] = phones(ports, 1, { environment: 'auto' });
    ports.apns.will(badDeviceToken, badDeviceToken);

    // Act
    const { repair } = await pushTo(ports, madeUp);

    // Assess
    expect(repair).toBe('quarantined');
  });
});

describe('the memory of hosts', () => {
  it('does not grow with the apps named by devices', () => {
    // Prepare
    const memory = new RejectionMemory();
    const first = memory.of('com.example.app-0', 'alert', 'production');

    // Act
    for (let app = 1; app < 1000; app += 1) memory.of(`com.example.app-${app}`, 'alert', 'production');

    // Assess
    expect(memory.of('com.example.app-999', 'alert', 'production')).toBe(
      memory.of('com.example.app-999', 'alert', 'production'),
    );
    expect(memory.of('com.example.app-0', 'alert', 'production')).not.toBe(first);
  });
});

describe('the metrics', () => {
  it.each<[string, Partial<DeviceToken>, ReturnType<typeof rejects>[], [string, string | undefined][]]>([
    ['an accepted push', {}, [accepts], []],
    ['a retried push', {}, [rejects(503, 'ServiceUnavailable')], []],
    ['a push without an answer', {}, [doesNotAnswer('maybe')], []],
    ['a wrong push', {}, [rejects(400, 'PayloadEmpty')], []],
    ['a refused credential', {}, [rejects(403, 'Forbidden')], [['CredentialRefused', 'production']]],
    [
      'a refused provider token',
      {},
      [rejects(403, 'InvalidProviderToken')],
      [
        ['CredentialRefused', 'production'],
        ['ProviderTokenRefused', 'production'],
      ],
    ],
    [
      'a provider token renewed too often',
      {},
      [rejects(429, 'TooManyProviderTokenUpdates')],
      [['ProviderTokenRefused', 'production']],
    ],
    ['a missing credential', { environment: 'development' }, [hasNoCredential], [['NoCredential', 'development']]],
    [
      'a token that one host rejects when no credential serves the other',
      {},
      [badDeviceToken, hasNoCredential],
      [['NoCredential', 'development']],
    ],
    ['a quarantined token', {}, [badDeviceToken, badDeviceToken], [['TokenQuarantined', undefined]]],
    ['a dropped token', { state: 'proven' }, [unregistered], []],
  ])('of %s', async (_what, token, answer, expected) => {
    // Prepare
    const ports = memoryPorts();
    const [device = aDevice()] = phones(ports, 1, token);
    ports.apns.will(...answer);

    // Act
    await pushTo(ports, device);

    // Assess
    expect(metricsOf(ports)).toEqual(expected);
  });
});
