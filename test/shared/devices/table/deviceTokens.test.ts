import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { DeviceStore, TokenMark } from '../../../../shared/devices/ports.ts';
import type { Device, TokenRepair } from '../../../../shared/devices/rules/device.ts';
import { longestVersion } from '../../../../shared/devices/rules/deviceFacts.ts';
import { maxDevices } from '../../../../shared/devices/rules/deviceLimit.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { tokenKey } from '../../../../shared/platform/table/keys.ts';
import { aRegistration, aToken, startMs, tokenHex } from '../../../support/factories.ts';
import { MemoryDevices } from '../../../support/memory/devices.ts';
import { contradictions, noContradictions } from '../../../support/memory/tokenHolders.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const nowMs = startMs;
const stores: [string, () => DeviceStore][] = [
  ['in DynamoDB', () => deviceStore(openTable())],
  ['in memory, for tests', () => new MemoryDevices()],
];

const alert = aToken('phone-1 alert', { environment: 'auto', registeredAtMs: nowMs });
const voip = aToken('phone-1 voip', { environment: 'auto', registeredAtMs: nowMs });
const proven: TokenMark = { state: 'proven', environment: 'development' };

const changed: TokenRepair = { atMs: nowMs, kind: 'alert', repair: 'environment_changed', environment: 'development' };
const dropped: TokenRepair = {
  atMs: nowMs,
  kind: 'voip',
  repair: 'dropped',
  reason: 'Unregistered',
  diedAtMs: nowMs - 1,
};
const restored: TokenRepair = { atMs: nowMs, kind: 'alert', repair: 'restored' };

async function registerPhone(store: DeviceStore): Promise<Device> {
  const device = await store.register(aRegistration(), nowMs);
  if (typeof device === 'string') throw new Error(`the phone is not registered: ${device}`);
  return device;
}
const tokensNow = async (store: DeviceStore) => (await store.find('bob', 'phone-1'))?.tokens;

describe.each(stores)('an answer of APNs about a token, %s,', (_where, open) => {
  it.each<[string, TokenMark, object]>([
    ['proves its environment', proven, { state: 'proven', environment: 'development' }],
    ['quarantines it unchanged', { state: 'quarantined' }, { state: 'quarantined', environment: 'auto' }],
  ])('%s', async (_behaviour, mark, expected) => {
    // Prepare
    const store = open();
    const device = await registerPhone(store);

    // Act
    await store.markToken(device, 'alert', alert, mark);

    // Assess
    expect(await tokensNow(store)).toEqual({ alert: { ...alert, ...expected }, voip });
  });

  it('adds lines to the record of the device in order', async () => {
    // Prepare
    const store = open();
    const device = await registerPhone(store);

    // Act
    await store.markToken(device, 'alert', alert, proven, changed);
    await store.markToken(device, 'alert', alert, { state: 'quarantined' });
    await store.dropToken(device, 'voip', voip, dropped);

    // Assess
    expect((await store.find('bob', 'phone-1'))?.repairs).toEqual([changed, dropped]);
  });

  it('decides which host to ask first', async () => {
    // Prepare
    const store = open();
    const device = await registerPhone(store);

    // Act
    await store.markToken(device, 'alert', alert, { state: 'unproven', environment: 'development' });

    // Assess
    expect(await tokensNow(store)).toEqual({ alert: { ...alert, environment: 'development' }, voip });
  });

  it('drops only that token', async () => {
    // Prepare
    const store = open();
    const device = await registerPhone(store);

    // Act
    await store.dropToken(device, 'voip', voip, dropped);

    // Assess
    expect(await tokensNow(store)).toEqual({ alert });
  });

  const changes: [string, (store: DeviceStore) => Promise<unknown>][] = [
    ['has been registered again', (store) => store.register(aRegistration(), startMs + 1)],
    [
      'has been replaced in the same instant',
      (store) => {
        const tokens = { alert: { token: tokenHex('new'), environment: 'auto' } } as const;
        return store.register(aRegistration({ tokens }), nowMs);
      },
    ],
    ['has been removed', (store) => store.removeToken('bob', 'phone-1', 'alert')],
    ['has gone with its device', (store) => store.remove('bob', 'phone-1')],
  ];

  it.each(changes)('has no effect once it %s', async (_what, change) => {
    // Prepare
    const store = open();
    const device = await registerPhone(store);
    await change(store);
    const before = await store.list('bob');

    // Act
    await store.markToken(device, 'alert', alert, proven);
    await store.markToken(device, 'alert', alert, { state: 'quarantined' });
    await store.dropToken(device, 'alert', alert, dropped);

    // Assess
    expect(await store.list('bob')).toEqual(before);
  });

  it.each(changes.filter(([what]) => what !== 'has been removed'))(
    'is not undone once it %s',
    async (_what, change) => {
      // Prepare
      const store = open();
      const device = await registerPhone(store);
      await store.dropToken(device, 'alert', alert, dropped);
      await change(store);
      const before = await store.list('bob');

      // Act
      await store.restoreToken(device, 'alert', alert, restored);

      // Assess
      expect(await store.list('bob')).toEqual(before);
    },
  );
});

describe.each(stores)('a dropped or quarantined token, %s,', (_where, open) => {
  const sent = { ...alert, state: 'proven', environment: 'development' } as const;
  const giveUp: [string, (store: DeviceStore, device: Device) => Promise<void>][] = [
    ['quarantined', (store, device) => store.markToken(device, 'alert', alert, { state: 'quarantined' })],
    ['dropped', (store, device) => store.dropToken(device, 'alert', alert, dropped)],
  ];

  it.each(giveUp)('is unchanged after it is restored: %s', async (_how, act) => {
    // Prepare
    const store = open();
    const device = await registerPhone(store);
    await store.markToken(device, 'alert', alert, proven);
    await act(store, device);

    // Act
    await store.restoreToken(device, 'alert', sent, restored);

    // Assess
    const found = await store.find('bob', 'phone-1');
    expect(found?.tokens).toEqual({ alert: sent, voip });
    expect(found?.repairs?.at(-1)).toEqual(restored);
  });

  it('belongs to its device again, and moves to the next one that registers it', async () => {
    // Prepare
    const store = open();
    const device = await registerPhone(store);
    await store.dropToken(device, 'alert', alert, dropped);
    await store.restoreToken(device, 'alert', alert, restored);

    // Act
    const { token } = alert;
    const tokens = { alert: { token, environment: 'auto' } } as const;
    await store.register(aRegistration({ userId: 'carol', deviceId: 'phone-2', tokens }), startMs + 1);

    // Assess
    expect(await tokensNow(store)).toEqual({ voip });
  });

  it('stays with the device that registered it meanwhile', async () => {
    // Prepare
    const store = open();
    const device = await registerPhone(store);
    await store.dropToken(device, 'alert', alert, dropped);
    const { token } = alert;
    const tokens = { alert: { token, environment: 'auto' } } as const;
    await store.register(aRegistration({ userId: 'carol', deviceId: 'phone-2', tokens }), startMs + 1);

    // Act
    await store.restoreToken(device, 'alert', alert, restored);

    // Assess
    expect(await tokensNow(store)).toEqual({ voip });
    expect(await store.list('carol')).toHaveLength(1);
  });
});

describe.each(stores)('a device %s', (_where, open) => {
  it('that is removed is gone with its tokens', async () => {
    // Prepare
    const store = open();
    await registerPhone(store);

    // Act
    const removed = await store.remove('bob', 'phone-1');

    // Assess
    expect(removed).toBe(true);
    expect(await store.list('bob')).toEqual([]);
  });

  it('cannot be removed by another user, nor can its token', async () => {
    // Prepare
    const store = open();
    await registerPhone(store);

    // Act
    const removed = [await store.remove('carol', 'phone-1'), await store.removeToken('carol', 'phone-1', 'alert')];

    // Assess
    expect(removed).toEqual([false, false]);
    expect(await tokensNow(store)).toEqual({ alert, voip });
  });

  it('can lose one token repeatedly', async () => {
    // Prepare
    const store = open();
    await registerPhone(store);

    // Act
    const removed = [
      await store.removeToken('bob', 'phone-1', 'alert'),
      await store.removeToken('bob', 'phone-1', 'alert'),
      await store.removeToken('bob', 'phone-2', 'alert'),
    ];

    // Assess
    expect(removed).toEqual([true, true, false]);
    expect(await tokensNow(store)).toEqual({ voip });
  });

  it('reports its presence, which survives a registration', async () => {
    // Prepare
    const store = open();
    await registerPhone(store);
    const presence = { state: 'foreground', untilMs: startMs + 1000 } as const;

    // Act
    const answered = await store.setPresence('bob', 'phone-1', presence);
    await registerPhone(store);

    // Assess
    expect(answered).toMatchObject({ deviceId: 'phone-1', appId: aRegistration().appId, presence });
    expect((await store.find('bob', 'phone-1'))?.presence).toEqual(presence);
  });

  it('cannot report its presence before it is registered', async () => {
    // Prepare
    const store = open();

    // Act
    const answered = await store.setPresence('bob', 'phone-1', { state: 'background', untilMs: nowMs });

    // Assess
    expect(answered).toBeUndefined();
    expect(await store.list('bob')).toEqual([]);
  });
});

describe('the table', () => {
  it('keeps no holder item of a token that was dropped, removed or lost with its device', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    const device = await registerPhone(store);
    await store.register(aRegistration({ deviceId: 'phone-2' }), nowMs);

    // Act
    await store.dropToken(device, 'alert', alert, dropped);
    await store.removeToken('bob', 'phone-1', 'voip');
    await store.remove('bob', 'phone-2');

    // Assess
    expect(await contradictions(table)).toEqual(noContradictions);
    expect((await store.list('bob')).map(({ tokens }) => tokens)).toEqual([{}]);
  });

  it.each<[string, (store: DeviceStore) => Promise<unknown>, object[]]>([
    ['logging out', (store) => store.remove('bob', 'phone-1'), []],
    ['removing the token', (store) => store.removeToken('bob', 'phone-1', 'alert'), [{ voip }]],
    ['registering another token', (store) => store.register(aRegistration({ tokens: {} }), nowMs), [{}]],
  ])('can lack the holder item of a token without preventing %s', async (_what, act, expected) => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    await registerPhone(store);
    const Key = tokenKey(aRegistration().appId, 'alert', alert.token);
    await table.client.send(new DeleteCommand({ TableName: table.name, Key }));

    // Act
    await act(store);

    // Assess
    expect((await store.list('bob')).map(({ tokens }) => tokens)).toEqual(expected);
    expect(await contradictions(table)).toEqual(noContradictions);
  });

  it('has room for as many devices as a user may have, with the longest facts there can be', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    const deviceIds = Array.from({ length: maxDevices }, (_, index) => `${index}`.padStart(128, '0'));
    const version = '语'.repeat(longestVersion);
    const facts = { appVersion: version, osVersion: version, kitVersion: version, locale: 'x'.repeat(255) };
    const token = (name: string) => ({ token: tokenHex(name).padEnd(400, '0'), environment: 'production' }) as const;

    // Act
    for (const deviceId of deviceIds) {
      const tokens = { alert: token(`A${deviceId.slice(-3)}`), voip: token(`V${deviceId.slice(-3)}`) };
      await store.register(aRegistration({ deviceId, tokens, ...facts }), nowMs);
    }

    // Assess: DynamoDB takes 400 KB
    const sizes = (await allItems(table)).map((item) => Buffer.byteLength(JSON.stringify(item)));
    expect(Math.max(...sizes)).toBeLessThan(100_000);
    expect((await store.list('bob')).map(({ deviceId }) => deviceId)).toEqual(deviceIds);
  });
});
