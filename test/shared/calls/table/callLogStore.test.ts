import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CallLogStore } from '../../../../shared/calls/ports.ts';
import type { CallLogEntry } from '../../../../shared/calls/rules/record.ts';
import { callLogStore } from '../../../../shared/calls/table/callLogStore.ts';
import { callKey } from '../../../../shared/platform/table/keys.ts';
import { aCall, aCallRecord, startMs } from '../../../support/factories.ts';
import { type ManualClock, manualClock } from '../../../support/memory/manualClock.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTestTable = useTable();
let table: ReturnType<typeof openTestTable>;
let clock: ManualClock;
let store: CallLogStore;
beforeEach(() => {
  table = openTestTable();
  clock = manualClock(startMs);
  store = callLogStore(table, clock);
});

const dayMs = 24 * 60 * 60 * 1000;
const entry = (n: number, userId = 'alice', createdAtMs = startMs + n * 1000): CallLogEntry => ({
  userId,
  callId: `c0ffee00-0000-4000-8000-${String(n).padStart(12, '0')}`,
  createdAtMs,
});

describe('the call log', () => {
  it('lists the calls of a user in pages, newest first, and nobody else’s', async () => {
    // Prepare
    const entries = Array.from({ length: 30 }, (_, n) => entry(n));
    await store.add([...entries, entry(31, 'bob')]);

    // Act
    const pages: CallLogEntry[][] = [];
    let after: string | undefined;
    do {
      const page = await store.list('alice', 12, after);
      pages.push(page.entries);
      after = page.next;
    } while (after !== undefined);

    // Assess
    expect(pages.flat()).toEqual(entries.toReversed());
    expect(pages.slice(0, 2).map(({ length }) => length)).toEqual([12, 12]);
  });

  it('reads a page of calls of version 0.3.0 at their maximum size', async () => {
    // Prepare
    const entries = Array.from({ length: 50 }, (_, n) => entry(n));
    const timeline = [{ at: '1'.repeat(390_000), event: 'callReported' }];
    for (const { callId } of entries) {
      const Item = { ...callKey(callId), ...aCallRecord(aCall({ callId })), targets: [], timeline };
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
    }

    // Act
    const calls = await store.calls(entries.map(({ callId }) => callId));

    // Assess
    expect(calls).toHaveLength(50);
    expect(calls).toContainEqual({ call: aCall({ callId: entry(0).callId }), hasVideo: true });
    expect(JSON.stringify(calls).length).toBeLessThan(50_000);
  });

  it('keeps an entry once when it is written twice', async () => {
    // Prepare
    await store.add([entry(1)]);

    // Act
    const refused = await store.add([entry(1)]);

    // Assess
    expect(refused).toEqual([]);
    expect(await allItems(table)).toHaveLength(1);
  });

  it('hides expired entries before DynamoDB deletes them, and ends there', async () => {
    // Prepare
    await store.add([entry(1, 'alice', startMs), entry(2, 'alice', startMs + dayMs)]);

    // Act
    clock.advance(30 * dayMs);
    const page = await store.list('alice', 1);
    const rest = await store.list('alice', 1, page.next);

    // Assess
    expect(page.entries.map(({ createdAtMs }) => createdAtMs)).toEqual([startMs + dayMs]);
    expect(rest).toEqual({ entries: [] });
  });
});
