import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { reportStore } from '../../../../shared/devices/table/reportStore.ts';
import { deviceFromItem } from '../../../../shared/devices/table/storedDevice.ts';
import { deviceKey } from '../../../../shared/platform/table/keys.ts';
import { appId, aRegistration, startMs, tokenHex } from '../../../support/factories.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();
const registeredAt = '2026-11-30T11:59:00.000Z';
const registeredAtMs = Date.parse(registeredAt);

/** As version 0.3.0 has stored it. */
const earlierItem = {
  ...deviceKey('bob', 'phone-1'),
  userId: 'bob',
  deviceId: 'phone-1',
  appId,
  tokens: { alert: { token: tokenHex('A'), environment: 'production', state: 'proven', registeredAt } },
  presence: { state: 'foreground', until: '2026-11-30T12:02:00.000Z' },
  repairs: [{ at: registeredAt, kind: 'alert', repair: 'environment_changed', environment: 'production' }],
  missedReports: ['c1'],
  missedReportAt: '2026-11-30T11:58:00.000Z',
  missedReportVersion: '1.2',
  reportsSettledUntil: '2026-11-30T11:00:00.000Z',
  locale: 'en',
  registeredAt,
};

describe('a stored device of version 0.3.0', () => {
  it('is read, with its times as numbers', () => {
    // Act
    const device = deviceFromItem(earlierItem);

    // Assess
    expect(device).toEqual({
      userId: 'bob',
      deviceId: 'phone-1',
      appId,
      tokens: { alert: { token: tokenHex('A'), environment: 'production', state: 'proven', registeredAtMs } },
      presence: { state: 'foreground', untilMs: Date.parse('2026-11-30T12:02:00.000Z') },
      repairs: [{ atMs: registeredAtMs, kind: 'alert', repair: 'environment_changed', environment: 'production' }],
      reports: {
        missedReports: ['c1'],
        missedReportAtMs: Date.parse('2026-11-30T11:58:00.000Z'),
        missedReportVersion: '1.2',
        settledUntilMs: Date.parse('2026-11-30T11:00:00.000Z'),
      },
      locale: 'en',
      registeredAtMs,
    });
  });

  it('moves into the item of its user, and stays as it was for functions of that version that still run', async () => {
    // Prepare
    const table = openTable();
    const store = deviceStore(table);
    await table.client.send(new PutCommand({ TableName: table.name, Item: earlierItem }));
    const alert = { token: tokenHex('A'), environment: 'production' } as const;
    const registration = aRegistration({ locale: 'de', tokens: { alert } });

    // Act
    await store.register(registration, startMs);
    await store.setPresence('bob', 'phone-1', { state: 'background', untilMs: startMs + 1000, atMs: startMs });
    await reportStore(table).noteReceipt({ userId: 'bob', deviceId: 'phone-1' }, startMs);

    // Assess
    const now = new Date(startMs).toISOString();
    const items = await allItems(table);
    const { pk: _pk, sk: _sk, userId: _userId, deviceId: _deviceId, ...earlier } = earlierItem;
    expect(items.find(({ sk }) => sk === 'REACH')?.['devices']).toEqual({
      'phone-1': {
        ...earlier,
        tokens: { alert: { ...earlierItem.tokens.alert, registeredAt: now } },
        presence: { state: 'background', until: new Date(startMs + 1000).toISOString(), at: now },
        receiptAt: now,
        locale: 'de',
        registeredAt: now,
        audienceMark: expect.any(String),
      },
    });
    expect(items.find(({ sk }) => sk === earlierItem.sk)).toEqual({ ...earlierItem, ttl: expect.any(Number) });
  });
});

it('a device without notes about reports has none', () => {
  // Prepare
  const { missedReports: _reports, missedReportAt: _at, missedReportVersion: _version, ...others } = earlierItem;
  const { reportsSettledUntil: _until, ...item } = others;

  // Act
  const { reports } = deviceFromItem(item);

  // Assess
  expect(reports).toBeUndefined();
});
