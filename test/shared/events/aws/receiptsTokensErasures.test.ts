/** Events of what the real stores write, over the stream of a real table. */
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openTableStream, type TableStream } from '../../../../lab/aws/dynamoDb/tableStream.ts';
import { eventSchemas } from '../../../../shared/api/schemas/events.ts';
import { callStore } from '../../../../shared/calls/table/callStore.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { tableChange } from '../../../../shared/events/aws/tableStream.ts';
import { eventsOf } from '../../../../shared/events/rules/eventsOf.ts';
import { receiptStore } from '../../../../shared/messages/table/receiptStore.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { erasureStore } from '../../../../shared/userData/table/erasureStore.ts';
import { appId, aRegistration, isoTime, startMs } from '../../../support/factories.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { useTable } from '../../../support/table.ts';

const openTestTable = useTable({ hasStream: true });
const clock = manualClock(startMs);
let table: Table;
let stream: TableStream;
beforeEach(async () => {
  table = openTestTable();
  const { Table: description } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
  stream = openTableStream(process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '', description?.LatestStreamArn ?? '');
});

async function publishedEvents() {
  const changes = (await stream.read()).map(tableChange);
  return changes.flatMap((change) => (change === undefined ? [] : eventsOf(change)));
}

async function registered() {
  const device = await deviceStore(table).register(aRegistration(), startMs);
  if (typeof device === 'string') throw new Error(`not registered: ${device}`);
  const token = device.tokens.alert;
  if (token === undefined) throw new Error('the device has no token');
  return { device, token };
}

describe('the events of receipts', () => {
  it.each([true, false])('are one for each report, of a message to many: %s', async (isToMany) => {
    // Prepare
    const receipts = receiptStore(table, clock);
    const message = { messageId: 'm1', isToMany };
    const shown = { userId: 'bob#1', deviceId: 'phone-1', event: 'shown', at: isoTime(startMs) } as const;

    // Act
    await receipts.add(message, { ...shown, event: 'delivered' });
    await receipts.add(message, shown);
    await receipts.add(message, shown);
    await receipts.add(message, { ...shown, deviceId: 'phone-2' });

    // Assess
    const events = await publishedEvents();
    const reported = { messageId: 'm1', userId: 'bob#1', reportedAt: isoTime(startMs) };
    expect(events).toMatchObject([
      { type: 'receipt.delivered', detail: { ...reported, deviceId: 'phone-1' } },
      { type: 'receipt.shown', detail: { ...reported, deviceId: 'phone-1' } },
      { type: 'receipt.shown', detail: { ...reported, deviceId: 'phone-2' } },
    ]);
    for (const { type, detail } of events) expect(eventSchemas[type].safeParse(detail).error).toBeUndefined();
  });

  it('name the phone that reported a call', async () => {
    // Prepare
    const report = { at: isoTime(startMs), event: 'callReported', userId: 'bob', deviceId: 'phone-1', kind: 'voip' };

    // Act
    await callStore(table, clock).addReport(
      'c1',
      { ...report, event: 'callReported', kind: 'voip' },
      { userId: 'bob', deviceId: 'phone-1', appId: 'com.example.app', arrivedAtMs: startMs },
    );

    // Assess
    const [event, ...others] = await publishedEvents();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'receipt.callReported',
      detail: { callId: 'c1', userId: 'bob', deviceId: 'phone-1', reportedAt: isoTime(startMs) },
    });
    expect(eventSchemas['receipt.callReported'].safeParse(event?.detail).error).toBeUndefined();
  });
});

describe('the events of tokens', () => {
  it('name the device whose token is dropped, and never the token', async () => {
    // Prepare
    const { device, token } = await registered();
    const repair = { atMs: startMs, kind: 'alert', repair: 'dropped', environment: 'production' } as const;

    // Act
    await deviceStore(table).dropToken(device, 'alert', token, { ...repair, reason: 'Unregistered' });

    // Assess
    const events = await publishedEvents();
    expect(events).toMatchObject([
      {
        type: 'token.dropped',
        detail: { userId: 'bob', deviceId: 'phone-1', appId, kind: 'alert', repair: 'dropped', reason: 'Unregistered' },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain(token.token);
    for (const { type, detail } of events) expect(eventSchemas[type].safeParse(detail).error).toBeUndefined();
  });

  it('come for a quarantine and for its end, and for nothing that says nothing of tokens', async () => {
    // Prepare
    const { device, token } = await registered();
    const devices = deviceStore(table);

    // Act
    await devices.markToken(
      device,
      'alert',
      token,
      { state: 'quarantined' },
      {
        atMs: startMs,
        kind: 'alert',
        repair: 'quarantined',
      },
    );
    await devices.setPresence('bob', 'phone-1', { state: 'foreground', untilMs: startMs + 1000, atMs: startMs });
    await devices.register(aRegistration(), startMs + 1000);

    // Assess
    expect((await publishedEvents()).map(({ type, detail }) => [type, detail])).toMatchObject([
      ['token.quarantined', { repair: 'quarantined' }],
      ['token.repaired', { repair: 'quarantine_lifted' }],
    ]);
  });

  it('have an ID of their own where one change brings several', async () => {
    // Prepare
    const { device } = await registered();
    const before = [device];
    const repairs = [
      { atMs: startMs, kind: 'alert', repair: 'quarantine_lifted' } as const,
      { atMs: startMs, kind: 'voip', repair: 'quarantine_lifted' } as const,
    ];

    // Act
    const events = eventsOf({
      kind: 'devices',
      change: { changeId: 'change', changedAtMs: startMs },
      before,
      after: [{ ...device, repairs }],
    });

    // Assess
    expect(events.map(({ detail }) => detail.eventId)).toEqual(['change', 'change-1']);
  });
});

describe('the event of an erasure', () => {
  const erasures = () => erasureStore(table, clock);
  const erased = { userId: 'bob', erasureId: 'e1', requestedAt: isoTime(startMs) };

  it('comes once, when it is finished', async () => {
    // Prepare
    await erasures().start('bob', { erasureId: 'e1', requestedAtMs: startMs });
    await erasures().count('bob', 'e1', { devices: 2 });

    // Act
    const before = await publishedEvents();
    await erasures().finish('bob', 'e1', startMs + 20_000);
    await erasures().finish('bob', 'e1', startMs + 30_000);

    // Assess
    const events = await publishedEvents();
    expect(before).toEqual([]);
    expect(events).toMatchObject([
      { type: 'user.erased', detail: { ...erased, finishedAt: isoTime(startMs + 20_000), counts: { devices: 2 } } },
    ]);
    for (const { type, detail } of events) expect(eventSchemas[type].safeParse(detail).error).toBeUndefined();
  });

  it('comes for the request that took the place of an earlier one, and again for a later erasure', async () => {
    // Act
    await erasures().start('bob', { erasureId: 'e0', requestedAtMs: startMs });
    await erasures().start('bob', { erasureId: 'e1', requestedAtMs: startMs });
    await erasures().finish('bob', 'e0', startMs + 10_000);
    await erasures().finish('bob', 'e1', startMs + 20_000);
    await erasures().start('bob', { erasureId: 'e2', requestedAtMs: startMs });
    await erasures().finish('bob', 'e2', startMs + 30_000);

    // Assess
    expect((await publishedEvents()).map(({ detail }) => detail)).toMatchObject([
      erased,
      { ...erased, erasureId: 'e2', counts: {} },
    ]);
  });
});
