/** A stage with data of version 0.3.0 goes on working: the first write of a user moves them into the user's item. */
import { readFileSync } from 'node:fs';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { maxDevices } from '../../../../shared/devices/rules/deviceLimit.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { reportStore } from '../../../../shared/devices/table/reportStore.ts';
import { blockStore } from '../../../../shared/people/table/blocks.ts';
import { conversationStore } from '../../../../shared/people/table/conversations.ts';
import { profileStore } from '../../../../shared/people/table/profiles.ts';
import { recipientStore } from '../../../../shared/people/table/recipients.ts';
import { inBatches } from '../../../../shared/platform/inBatches.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { countRequests } from '../../../support/countRequests.ts';
import { aRegistration, startMs, tokenHex } from '../../../support/factories.ts';
import { contradictions, noContradictions } from '../../../support/memory/tokenHolders.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();

/** Every item of a table that the stores of version 0.3.0 (commit 867c964) have written, one on each line. */
const earlierItems = readFileSync(new URL('../../../fixtures/table-0.3.0.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, unknown>);

async function openEarlierTable(): Promise<Table> {
  const table = openTable();
  for (const some of inBatches(earlierItems, 25)) {
    const RequestItems = { [table.name]: some.map((Item) => ({ PutRequest: { Item } })) };
    await table.client.send(new BatchWriteCommand({ RequestItems }));
  }
  return table;
}

const bobsPhone = '7B1E8AD0-5D52-4F0E-9C3C-4AD2F6A5D001';
const fromAlice = { from: 'alice', conversationId: 'user:alice' };
const nowMs = startMs + 600_000;

const find = async (table: Table, userId: string, from = 'alice') =>
  (await recipientStore(table).findAll([userId], { from, conversationId: `user:${from}` }))[0];

/** What Bob's app, or a push to him, may do first. */
const firstWrites: Record<string, (table: Table) => Promise<unknown>> = {
  'a registration': (table) => deviceStore(table).register(aRegistration({ deviceId: 'tablet' }), nowMs),
  'a registration of a new device': (table) => deviceStore(table).register(aRegistration({ deviceId: 'new' }), nowMs),
  'a presence under another spelling': async (table) => {
    const presence = { state: 'background', untilMs: nowMs, atMs: nowMs } as const;
    expect(await deviceStore(table).setPresence('bob', bobsPhone.toLowerCase(), presence)).toMatchObject({ presence });
  },
  'a proven token': async (table) => {
    const devices = deviceStore(table);
    const tablet = await devices.find('bob', 'tablet');
    const sent = tablet?.tokens.alert;
    if (tablet === undefined || sent === undefined) throw new Error('the tablet has no token');
    await devices.markToken(tablet, 'alert', sent, { state: 'proven', environment: 'production' });
    expect((await devices.find('bob', 'tablet'))?.tokens.alert?.state).toBe('proven');
  },
  'a dead token': async (table) => {
    const devices = deviceStore(table);
    const tablet = await devices.find('bob', 'tablet');
    const sent = tablet?.tokens.alert;
    if (tablet === undefined || sent === undefined) throw new Error('the tablet has no token');
    await devices.dropToken(tablet, 'alert', sent, { atMs: nowMs, kind: 'alert', repair: 'dropped' });
    expect((await devices.find('bob', 'tablet'))?.tokens.alert).toBeUndefined();
  },
  'a restored token': async (table) => {
    const devices = deviceStore(table);
    const tablet = await devices.find('bob', 'tablet');
    const quarantined = tablet?.tokens.voip;
    if (tablet === undefined || quarantined === undefined) throw new Error('the tablet has no token');
    const sent = { ...quarantined, state: 'proven' } as const;
    await devices.restoreToken(tablet, 'voip', sent, { atMs: nowMs, kind: 'voip', repair: 'restored' });
    expect((await devices.find('bob', 'tablet'))?.tokens.voip?.state).toBe('proven');
  },
  'a settled report': async (table) => {
    await reportStore(table).settle({ userId: 'bob', deviceId: 'tablet' }, nowMs, '1.4');
    expect((await deviceStore(table).find('bob', 'tablet'))?.reports?.missedReports).toBeUndefined();
  },
  'a removed token': async (table) => {
    expect(await deviceStore(table).removeToken('bob', 'tablet', 'voip')).toBe(true);
  },
  'a registration by another user': (table) =>
    deviceStore(table).register(
      aRegistration({
        userId: 'frank',
        deviceId: 'franks-phone',
        tokens: { alert: { token: tokenHex('tablet alert'), environment: 'auto' } },
      }),
      nowMs,
    ),
};

describe('a user of version 0.3.0', () => {
  it('is read as that version has stored the user', async () => {
    // Prepare
    const table = await openEarlierTable();

    // Act
    const bob = await find(table, 'bob');
    const [carol, dave, erin, nobody] = await recipientStore(table).findAll(['carol', 'dave', 'erin', 'n'], fromAlice);

    // Assess
    expect(bob).toMatchObject({
      devices: [
        {
          deviceId: bobsPhone,
          tokens: { alert: { state: 'proven', environment: 'development' }, voip: { state: 'unproven' } },
          presence: { state: 'foreground', untilMs: startMs + 120_000 },
          repairs: [{ repair: 'environment_changed' }],
          territory: 'CN',
        },
        { deviceId: 'tablet', tokens: { voip: { state: 'quarantined' } }, reports: { missedReports: ['c1'] } },
      ],
      profile: { nickname: 'Bob', doNotDisturb: { windows: [{ start: '22:00', end: '07:00' }], allowCalls: true } },
      conversation: { receive: 'silent' },
      hasBlockedSender: false,
    });
    expect((await find(table, 'bob', 'mallory'))?.hasBlockedSender).toBe(true);
    expect(await recipientStore(table).find('bob', fromAlice)).toEqual(bob);
    expect(carol).toMatchObject({ devices: [], profile: { nickname: 'Carol' } });
    expect(await profileStore(table).find('carol')).toEqual({ nickname: 'Carol' });
    expect(dave?.devices).toHaveLength(maxDevices);
    expect(erin?.devices).toMatchObject([{ deviceId: 'erin-phone', tokens: {} }]);
    expect(nobody).toMatchObject({ devices: [], hasBlockedSender: false });
  });

  it.each(Object.entries(firstWrites))('moves with %s, which leaves all else as it was', async (_what, write) => {
    // Prepare
    const table = await openEarlierTable();
    const before = await find(table, 'bob');

    // Act
    await write(table);

    // Assess
    const sent = countRequests(table);
    const after = await find(table, 'bob');
    // Bob has blocks and settings, so a second request asks for them.
    expect(sent).toEqual(['BatchGetItem', 'BatchGetItem']);
    const { devices: _before, ...others } = before ?? { devices: [] };
    expect(after).toMatchObject(others);
    const phone = (devices: readonly { deviceId: string }[] = []) =>
      devices.find((each) => each.deviceId === bobsPhone);
    expect({ ...phone(after?.devices), presence: undefined }).toEqual({
      ...phone(before?.devices),
      presence: undefined,
    });
    expect((await find(table, 'bob', 'mallory'))?.hasBlockedSender).toBe(true);
    expect(await conversationStore(table).find('bob', 'group:family')).toEqual({ receive: 'none' });
    const { claimed } = await contradictions(table);
    expect(claimed).toEqual([]);
    const earlier = (await allItems(table)).filter(
      ({ pk, sk }) => pk === 'USER#bob' && /^(DEVICE#|PROFILE)/.test(String(sk)),
    );
    // Functions of 0.3.0 that still run find them for a while.
    expect(earlier.map(({ ttl, ...item }) => [typeof ttl, item])).toEqual(
      earlierItems
        .filter(({ pk, sk }) => pk === 'USER#bob' && /^(DEVICE#|PROFILE)/.test(String(sk)))
        .map((item) => ['number', item]),
    );
  });

  it('moves once when much happens at the same time', async () => {
    // Prepare
    const table = await openEarlierTable();
    const other = openTable();

    // Act
    await Promise.all([
      deviceStore(table).register(aRegistration({ deviceId: 'new' }), nowMs),
      deviceStore(other).setPresence('bob', 'tablet', { state: 'foreground', untilMs: nowMs, atMs: nowMs }),
      profileStore(other).replace('bob', { nickname: 'Bobby' }),
      blockStore(table).put('bob', 'eve'),
      reportStore(other).settle({ userId: 'bob', deviceId: 'tablet' }, nowMs),
    ]);

    // Assess
    const bob = await find(table, 'bob', 'eve');
    expect(bob?.devices.map(({ deviceId }) => deviceId)).toEqual([bobsPhone, 'new', 'tablet']);
    expect(bob?.devices.find(({ deviceId }) => deviceId === 'tablet')).toMatchObject({
      presence: { state: 'foreground' },
      reports: { settledUntilMs: nowMs },
    });
    expect(bob).toMatchObject({ profile: { nickname: 'Bobby' }, hasBlockedSender: true });
    const reach = (await allItems(table)).find(({ pk, sk }) => pk === 'USER#bob' && sk === 'REACH');
    expect(reach).toMatchObject({ blocks: 3, conversations: 2 });
  });

  it('with more devices than a user may have keeps those that were seen last, and the other tokens are free', async () => {
    // Prepare
    const table = await openEarlierTable();

    // Act
    await deviceStore(table).register(aRegistration({ userId: 'dave', deviceId: 'dave-22' }), nowMs);

    // Assess
    const names = (await deviceStore(table).list('dave')).map(({ deviceId }) => deviceId);
    expect(names).toEqual(
      Array.from({ length: maxDevices }, (_, index) => `dave-${String(index + 3).padStart(2, '0')}`),
    );
    const { noted } = await contradictions(table);
    expect(noted.filter(({ device }) => device.startsWith('dave/'))).toEqual(noContradictions.noted);
  });
});
