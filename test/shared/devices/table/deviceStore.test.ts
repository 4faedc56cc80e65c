import { describe, expect, it } from 'vitest';
import type { DeviceStore } from '../../../../shared/devices/ports.ts';
import type { Device, TokenKind } from '../../../../shared/devices/rules/device.ts';
import { maxDevices } from '../../../../shared/devices/rules/deviceLimit.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { appId, aRegistration, aToken, startMs, tokenHex } from '../../../support/factories.ts';
import { MemoryDevices } from '../../../support/memory/devices.ts';
import { contradictions, noContradictions } from '../../../support/memory/tokenHolders.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const earlierMs = startMs - 60_000;
const nowMs = startMs;

interface Opened {
  store: DeviceStore;
  table?: Table;
}
const stores: [string, () => Opened][] = [
  [
    'in DynamoDB',
    () => {
      const table = openTable();
      return { store: deviceStore(table), table };
    },
  ],
  ['in memory, for tests', () => ({ store: new MemoryDevices() })],
];

/** `{alert: 'A'}`: the tokens that an app says, by names that make different tokens. */
const tokens = (names: Partial<Record<TokenKind, string>>) =>
  Object.fromEntries(
    Object.entries(names).map(([kind, name]) => [kind, { token: tokenHex(name), environment: 'auto' as const }]),
  );

/** Whose devices hold what: `{'bob/phone-1': {alert: 'A'}}`. */
async function heldBy(store: DeviceStore, ...userIds: string[]): Promise<Record<string, Record<string, string>>> {
  const devices = (await Promise.all(userIds.map((userId) => store.list(userId)))).flat();
  const name = (hex: string) => Buffer.from(hex, 'hex').toString().replaceAll('\0', '');
  return Object.fromEntries(
    devices.map((device) => [
      `${device.userId}/${device.deviceId}`,
      Object.fromEntries(Object.entries(device.tokens).map(([kind, { token }]) => [kind, name(token)])),
    ]),
  );
}

async function expectNoContradictions({ table }: Opened): Promise<void> {
  if (table !== undefined) expect(await contradictions(table)).toEqual(noContradictions);
}

describe.each(stores)('devices %s', (_where, open) => {
  it('are found and listed as they were registered', async () => {
    // Prepare
    const { store } = open();
    const facts = { locale: 'zh-Hans', timeZone: 'Asia/Shanghai', territory: 'CN', appVersion: '1' };

    // Act
    const registered = await store.register(aRegistration(facts), nowMs);

    // Assess
    const token = (name: string) => aToken(name, { environment: 'auto', registeredAtMs: nowMs });
    const expected: Device = {
      userId: 'bob',
      deviceId: 'phone-1',
      appId,
      tokens: { alert: token('phone-1 alert'), voip: token('phone-1 voip') },
      ...facts,
      registeredAtMs: nowMs,
      audienceMark: typeof registered === 'string' ? undefined : registered.audienceMark,
    };
    expect(registered).toEqual(expected);
    expect(await store.find('bob', 'phone-1')).toEqual(expected);
    expect(await store.list('bob')).toEqual([expected]);
  });

  it('are listed for their user only', async () => {
    // Prepare
    const { store } = open();
    await store.register(aRegistration({ userId: 'bo' }), nowMs);
    await store.register(aRegistration({ deviceId: 'a' }), nowMs);
    await store.register(aRegistration({ deviceId: 'b' }), nowMs);

    // Act
    const listed = await store.list('bob');

    // Assess
    expect(listed.map(({ deviceId }) => deviceId)).toEqual(['a', 'b']);
    expect(await store.list('nobody')).toEqual([]);
    expect(await store.find('bo', 'a')).toBeUndefined();
  });

  it('are registered once after repeated requests, and keep what APNs proved', async () => {
    // Prepare
    const opened = open();
    const { store } = opened;
    const device = (await store.register(aRegistration(), earlierMs)) as Device;
    const sent = aToken('phone-1 alert', { environment: 'auto', registeredAtMs: earlierMs });
    await store.markToken(device, 'alert', sent, { state: 'proven', environment: 'development' });

    // Act
    await store.register(aRegistration(), nowMs);

    // Assess
    const [only, ...others] = await store.list('bob');
    expect(others).toEqual([]);
    expect(only?.tokens.alert).toEqual({ ...sent, state: 'proven', environment: 'development', registeredAtMs: nowMs });
    expect(only?.tokens.voip).toMatchObject({ state: 'unproven', environment: 'auto', registeredAtMs: nowMs });
    await expectNoContradictions(opened);
  });

  it('lose what the app no longer sends', async () => {
    // Prepare
    const opened = open();
    await opened.store.register(aRegistration({ locale: 'en', appVersion: '1' }), earlierMs);

    // Act
    await opened.store.register(aRegistration({ appVersion: '2' }), nowMs);

    // Assess
    const device = await opened.store.find('bob', 'phone-1');
    expect(device).toMatchObject({ appVersion: '2', registeredAtMs: nowMs });
    expect(device).not.toHaveProperty('locale', 'en');
  });

  it('keep their ID for the app that has it', async () => {
    // Prepare
    const opened = open();
    await opened.store.register(aRegistration(), earlierMs);
    const before = await opened.store.list('bob');

    // Act
    const result = await opened.store.register(aRegistration({ appId: 'com.example.other' }), nowMs);

    // Assess
    expect(result).toBe('other_app');
    expect(await opened.store.list('bob')).toEqual(before);
    await expectNoContradictions(opened);
  });

  it.each<[string, Parameters<typeof aRegistration>[0]]>([
    ['of the user', { tokens: tokens({ alert: 'new' }) }],
    ['of another user', { userId: 'carol', tokens: tokens({ alert: 'new' }) }],
    ['with the same token', { userId: 'carol', deviceId: 'phone-2', tokens: tokens({ alert: 'A', voip: 'new' }) }],
  ])('that should be new change no device %s', async (_which, changes) => {
    // Prepare
    const opened = open();
    await opened.store.register(aRegistration({ tokens: tokens({ alert: 'A' }) }), earlierMs);

    // Act
    const result = await opened.store.register(aRegistration(changes), nowMs, true);

    // Assess
    expect(result).toBe('already_registered');
    expect(await heldBy(opened.store, 'bob', 'carol')).toEqual({ 'bob/phone-1': { alert: 'A' } });
    await expectNoContradictions(opened);
  });

  it('that should be new take the place of no other device', async () => {
    // Prepare
    const opened = open();
    for (let n = 0; n < maxDevices; n += 1) {
      const registration = aRegistration({ deviceId: `phone-${n}`, tokens: tokens({ alert: `own ${n}` }) });
      await opened.store.register(registration, earlierMs);
    }
    const before = await opened.store.list('bob');

    // Act
    const other = aRegistration({ deviceId: 'imported', tokens: tokens({ alert: 'other' }) });
    const result = await opened.store.register(other, nowMs, true);

    // Assess
    expect(result).toBe('full');
    expect(await opened.store.list('bob')).toEqual(before);
    await expectNoContradictions(opened);
  });

  it('that should be new and are, are stored', async () => {
    // Prepare
    const opened = open();
    await opened.store.register(aRegistration({ tokens: tokens({ alert: 'A' }) }), earlierMs);
    const other = aRegistration({ deviceId: 'phone-2', tokens: tokens({ alert: 'B' }) });

    // Act
    const result = await opened.store.register(other, nowMs, true);

    // Assess
    expect(result).toMatchObject({ deviceId: 'phone-2' });
    expect(await heldBy(opened.store, 'bob')).toEqual({ 'bob/phone-1': { alert: 'A' }, 'bob/phone-2': { alert: 'B' } });
    await expectNoContradictions(opened);
  });

  it('of two apps can hold the same token bytes', async () => {
    // Prepare
    const opened = open();
    await opened.store.register(aRegistration({ tokens: tokens({ alert: 'A' }) }), nowMs);

    // Act
    const other = { deviceId: 'other', appId: 'com.example.other', tokens: tokens({ alert: 'A' }) };
    await opened.store.register(aRegistration(other), nowMs);

    // Assess
    expect(await heldBy(opened.store, 'bob')).toEqual({ 'bob/phone-1': { alert: 'A' }, 'bob/other': { alert: 'A' } });
    await expectNoContradictions(opened);
  });
});

const capitals = 'E621E1F8-C36C-495A-93FC-0C247A3E6E5F';
const letters = capitals.toLowerCase();
const mixed = 'e621E1f8-C36C-495A-93FC-0C247A3E6E5F';

describe.each(stores)('a device whose ID is a UUID, %s', (_where, open) => {
  it.each([
    [capitals, letters, capitals],
    [letters, capitals, letters],
    [letters, mixed, letters],
    [mixed, letters, capitals],
  ])('registered as %s is the same as %s', async (first, second, kept) => {
    // Prepare
    const opened = open();
    const { store } = opened;
    await store.register(aRegistration({ deviceId: first, tokens: tokens({ alert: 'A' }) }), earlierMs);

    // Act
    const again = await store.register(aRegistration({ deviceId: second, tokens: tokens({ alert: 'B' }) }), nowMs);
    const present = await store.setPresence('bob', second, { state: 'foreground', untilMs: nowMs });

    // Assess
    expect(again).toMatchObject({ deviceId: kept });
    expect(present).toMatchObject({ deviceId: kept });
    expect(await store.find('bob', second)).toMatchObject({ deviceId: kept });
    expect(await heldBy(store, 'bob')).toEqual({ [`bob/${kept}`]: { alert: 'B' } });
    await expectNoContradictions(opened);
    expect(await store.removeToken('bob', second, 'alert')).toBe(true);
    expect(await store.remove('bob', second)).toBe(true);
    expect(await store.list('bob')).toEqual([]);
  });

  it('differs from a device whose non-UUID ID has another case', async () => {
    // Prepare
    const { store } = open();
    await store.register(aRegistration({ deviceId: 'Phone' }), nowMs);

    // Act
    const found = await store.find('bob', 'phone');

    // Assess
    expect(found).toBeUndefined();
  });
});

interface Said {
  userId: string;
  deviceId: string;
  tokens: Partial<Record<TokenKind, string>>;
}

describe.each(stores)('a token that is registered again, %s', (_where, open) => {
  const bobsPhone: Said = { userId: 'bob', deviceId: 'phone', tokens: { alert: 'A', voip: 'V' } };

  it.each<[string, Said, Record<string, Said['tokens']>]>([
    [
      'moves to another user who registers it',
      { userId: 'carol', deviceId: 'hers', tokens: { alert: 'A', voip: 'V' } },
      { 'carol/hers': { alert: 'A', voip: 'V' } },
    ],
    [
      'moves alone when another user registers only that one',
      { userId: 'carol', deviceId: 'hers', tokens: { alert: 'A', voip: 'W' } },
      { 'bob/phone': { voip: 'V' }, 'carol/hers': { alert: 'A', voip: 'W' } },
    ],
    [
      'moves with the whole device when the phone has a new user',
      { userId: 'carol', deviceId: 'phone', tokens: { alert: 'A' } },
      { 'carol/phone': { alert: 'A' } },
    ],
    [
      'moves to the new installation of the app',
      { userId: 'bob', deviceId: 'phone-anew', tokens: { alert: 'A', voip: 'V' } },
      { 'bob/phone-anew': { alert: 'A', voip: 'V' } },
    ],
    [
      'moves alone to the new installation while the other kind is unknown',
      { userId: 'bob', deviceId: 'phone-anew', tokens: { voip: 'V' } },
      { 'bob/phone': { alert: 'A' }, 'bob/phone-anew': { voip: 'V' } },
    ],
    [
      'is replaced by a new one',
      { userId: 'bob', deviceId: 'phone', tokens: { alert: 'A2', voip: 'V2' } },
      { 'bob/phone': { alert: 'A2', voip: 'V2' } },
    ],
    [
      'is removed when the app sends only the other kind',
      { userId: 'bob', deviceId: 'phone', tokens: { voip: 'V' } },
      { 'bob/phone': { voip: 'V' } },
    ],
    ['is removed when the app sends none', { userId: 'bob', deviceId: 'phone', tokens: {} }, { 'bob/phone': {} }],
    [
      'is distinct from the same bytes of the other kind',
      { userId: 'carol', deviceId: 'hers', tokens: { voip: 'A' } },
      { 'bob/phone': { alert: 'A', voip: 'V' }, 'carol/hers': { voip: 'A' } },
    ],
    [
      'is left with nobody when the next user of the phone registers none',
      { userId: 'carol', deviceId: 'phone', tokens: {} },
      { 'carol/phone': {} },
    ],
    [
      'is left with nobody when the next user of the phone registers the other kind',
      { userId: 'carol', deviceId: 'phone', tokens: { voip: 'V' } },
      { 'carol/phone': { voip: 'V' } },
    ],
    [
      'leaves a device with another token alone',
      { userId: 'carol', deviceId: 'phone', tokens: { alert: 'B' } },
      { 'bob/phone': { alert: 'A', voip: 'V' }, 'carol/phone': { alert: 'B' } },
    ],
  ])('%s', async (_behaviour, said, expected) => {
    // Prepare
    const opened = open();
    await opened.store.register(aRegistration({ ...bobsPhone, tokens: tokens(bobsPhone.tokens) }), earlierMs);

    // Act
    await opened.store.register(aRegistration({ ...said, tokens: tokens(said.tokens) }), nowMs);

    // Assess
    expect(await heldBy(opened.store, 'bob', 'carol')).toEqual(expected);
    await expectNoContradictions(opened);
  });

  it('can come from two devices at once', async () => {
    // Prepare
    const opened = open();
    const { store } = opened;
    const said = (deviceId: string, names: Partial<Record<TokenKind, string>>, userId = 'bob') =>
      store.register(aRegistration({ userId, deviceId, tokens: tokens(names) }), nowMs);
    await said('one', { alert: 'A' });
    await said('two', { voip: 'V', alert: 'B' });

    // Act
    await said('hers', { alert: 'A', voip: 'V' }, 'carol');

    // Assess
    expect(await heldBy(store, 'bob', 'carol')).toEqual({
      'bob/two': { alert: 'B' },
      'carol/hers': { alert: 'A', voip: 'V' },
    });
    await expectNoContradictions(opened);
  });

  it('can return', async () => {
    // Prepare
    const opened = open();
    const { store } = opened;
    const bob = aRegistration({ ...bobsPhone, tokens: tokens(bobsPhone.tokens) });
    await store.register(bob, earlierMs);
    await store.register({ ...bob, userId: 'carol' }, earlierMs);

    // Act
    await store.register(bob, nowMs);

    // Assess
    expect(await heldBy(store, 'bob', 'carol')).toEqual({ 'bob/phone': { alert: 'A', voip: 'V' } });
    await expectNoContradictions(opened);
  });
});
