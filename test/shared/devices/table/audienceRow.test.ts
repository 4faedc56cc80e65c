import { describe, expect, it } from 'vitest';
import { audienceRowFromItem } from '../../../../shared/devices/table/audienceRow.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { profileStore } from '../../../../shared/people/table/profiles.ts';
import { tagStore } from '../../../../shared/people/table/tags.ts';
import { audienceKey } from '../../../../shared/platform/table/keys.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { countUnits } from '../../../support/countUnits.ts';
import { appId, aRegistration, aToken, startMs, tokenHex } from '../../../support/factories.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();

const token = (name: string) => ({ token: tokenHex(name), environment: 'auto' as const });
const quiet = { windows: [{ start: '22:00', end: '07:00' }] };

/** The whole index. */
async function rowsOf(table: Table) {
  const items = await allItems(table);
  return items.filter(({ pk }) => String(pk).startsWith('AUDIENCE#'));
}

async function register(table: Table, changes: Parameters<typeof aRegistration>[0] = {}, nowMs = startMs) {
  const device = await deviceStore(table).register(aRegistration(changes), nowMs);
  if (typeof device === 'string') throw new Error('the device is of another app');
  return device;
}

describe('the index of audiences', () => {
  it('has a row for a registered device, under the key that its IDs make', async () => {
    // Prepare
    const table = openTable();

    // Act
    await register(table, { locale: 'de', timeZone: 'Europe/Berlin' });

    // Assess
    const [row = {}, ...others] = await rowsOf(table);
    expect(others).toEqual([]);
    expect(audienceRowFromItem(row)).toEqual({
      ...audienceKey(appId, 'bob', 'phone-1'),
      userId: 'bob',
      deviceId: 'phone-1',
      token: tokenHex('phone-1 alert'),
      environment: 'production',
      locale: 'de',
      timeZone: 'Europe/Berlin',
    });
  });

  it('has no row for a device without an alert token', async () => {
    // Prepare
    const table = openTable();

    // Act
    await register(table, { tokens: { voip: token('voip') } });

    // Assess
    expect(await rowsOf(table)).toEqual([]);
  });

  it('follows the token, the language and the learned environment of a device', async () => {
    // Prepare
    const table = openTable();
    const device = await register(table, { tokens: { alert: token('A') } });
    const sent = aToken('A', { environment: 'auto', registeredAtMs: startMs });
    await deviceStore(table).markToken(device, 'alert', sent, { state: 'proven', environment: 'development' });

    // Act
    await register(table, { tokens: { alert: token('A') }, locale: 'fr' }, startMs + 1);
    const [learned] = await rowsOf(table);
    await register(table, { tokens: { alert: token('B') }, locale: 'fr' }, startMs + 2);
    const [renewed] = await rowsOf(table);

    // Assess
    expect(learned).toMatchObject({ environment: 'development', locale: 'fr', token: tokenHex('A') });
    expect(renewed).toMatchObject({ locale: 'fr', token: tokenHex('B') });
  });

  it('moves with a token to another user', async () => {
    // Prepare
    const table = openTable();
    await register(table, { tokens: { alert: token('A') } });

    // Act
    await register(table, { userId: 'carol', deviceId: 'phone-2', tokens: { alert: token('A') } }, startMs + 1);

    // Assess
    expect((await rowsOf(table)).map(({ userId, deviceId }) => [userId, deviceId])).toEqual([['carol', 'phone-2']]);
  });

  it.each([
    ['logout', (table: Table) => deviceStore(table).remove('bob', 'phone-1')],
    ['the removal of all devices', (table: Table) => deviceStore(table).removeAll('bob')],
    ['the removal of the alert token', (table: Table) => deviceStore(table).removeToken('bob', 'phone-1', 'alert')],
    [
      'a registration without the alert token',
      (table: Table) => register(table, { tokens: { voip: token('voip') } }, startMs + 1),
    ],
    [
      'the death of the token',
      async (table: Table) => {
        const device = await deviceStore(table).find('bob', 'phone-1');
        const sent = device?.tokens.alert;
        if (device === undefined || sent === undefined) throw new Error('not registered');
        await deviceStore(table).dropToken(device, 'alert', sent, { atMs: startMs, kind: 'alert', repair: 'dropped' });
      },
    ],
  ])('loses the row by %s, and gets it back by the next registration', async (_what, lose) => {
    // Prepare
    const table = openTable();
    await register(table);

    // Act
    await lose(table);
    const lost = await rowsOf(table);
    await register(table, {}, startMs + 2);
    const regained = await rowsOf(table);

    // Assess
    expect(lost).toEqual([]);
    expect(regained).toHaveLength(1);
  });

  it('knows what the user sets and what the team tags, whichever comes first', async () => {
    // Prepare
    const table = openTable();
    await profileStore(table).replace('bob', { receiveBroadcasts: false });
    await tagStore(table).replace('bob', ['beta']);
    await register(table);
    await register(table, { deviceId: 'phone-2' });

    // Act
    const before = await rowsOf(table);
    await profileStore(table).replace('bob', { nickname: 'Bob', timeZone: 'Asia/Tokyo', doNotDisturb: quiet });
    await tagStore(table).replace('bob', ['beta', 'vip']);
    const after = await rowsOf(table);
    await tagStore(table).replace('bob', []);
    const untagged = await rowsOf(table);

    // Assess
    const both = (row: object) => [expect.objectContaining(row), expect.objectContaining(row)];
    expect(before).toEqual(both({ profile: { receiveBroadcasts: false }, tags: ['beta'] }));
    expect(after).toEqual(both({ profile: { timeZone: 'Asia/Tokyo', doNotDisturb: quiet }, tags: ['beta', 'vip'] }));
    expect(untagged.map(({ tags }) => tags)).toEqual([undefined, undefined]);
  });

  it('costs nothing when an app registers the same again, and four write units when something changes', async () => {
    // Prepare
    const table = openTable();
    await register(table);
    const use = countUnits(table);

    // Act
    await register(table, {}, startMs + 1);
    const same = { ...use, requests: [...use.requests] };
    await register(table, { locale: 'fr' }, startMs + 2);

    // Assess
    expect(same.requests).toEqual(['BatchGetItem', 'UpdateItem']);
    expect(same.writeUnits).toBe(1);
    expect(use.requests.slice(2)).toEqual(['BatchGetItem', 'TransactWriteItems']);
    // The user's item and the row, each twice its size because it is a transaction.
    expect(use.writeUnits - same.writeUnits).toBe(4);
  });

  it('takes less than 512 bytes for a device', async () => {
    // Prepare
    const table = openTable();
    const userId = '5d0c3b1e-9f1d-4c55-9a51-0d9b8f4f8a11';

    // Act
    await register(table, { userId, deviceId: userId, locale: 'zh-Hans-CN', timeZone: 'Asia/Shanghai' });

    // Assess: a read unit holds eight of them, read with eventual consistency.
    const [row] = await rowsOf(table);
    expect(Buffer.byteLength(JSON.stringify(row))).toBeLessThan(512);
  });

  it('is not changed by a presence', async () => {
    // Prepare
    const table = openTable();
    await register(table);
    const use = countUnits(table);

    // Act
    await deviceStore(table).setPresence('bob', 'phone-1', { state: 'foreground', untilMs: startMs + 1000 });

    // Assess
    expect(use.requests).toEqual(['UpdateItem']);
  });
});
