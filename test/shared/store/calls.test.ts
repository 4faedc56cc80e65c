import { PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallStore, CallTimelineEvent } from '../../../shared/flows/callPorts.ts';
import type { TargetOutcome } from '../../../shared/rules/targetOutcome.ts';
import { callStore } from '../../../shared/store/calls.ts';
import { callKey } from '../../../shared/store/keys.ts';
import { anyJson, nestedJson } from '../../support/anyJson.ts';
import { aCall, aCallRecord, aParticipant, isoTime, startMs } from '../../support/factories.ts';
import { manualClock } from '../../support/manualClock.ts';
import { MemoryCalls } from '../../support/memoryCalls.ts';
import { useTable } from '../../support/table.ts';

const openTable = useTable();
const { callId } = aCall();
const event = (name: string): CallTimelineEvent => ({ at: isoTime(startMs), event: name, userId: 'bob' });
const target: TargetOutcome = { userId: 'bob', deviceId: 'b1', kind: 'voip', outcome: 'accepted', status: 200 };

describe.each<[string, () => CallStore]>([
  ['in DynamoDB', () => callStore(openTable(), manualClock())],
  ['in memory, for tests', () => new MemoryCalls()],
])('calls %s', (_where, open) => {
  it('are kept as they were created', async () => {
    // Prepare
    const store = open();
    const record = aCallRecord(aCall(), { targets: [target], timeline: [event('ringing')] });

    // Act
    const created = await store.create(record);

    // Assess
    expect(created).toBe(true);
    expect(await store.find(callId)).toEqual(record);
    expect(await store.find('another')).toBeUndefined();
  });

  it('are created once', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord());

    // Act
    const created = await store.create(aCallRecord(aCall({ from: 'mallory' })));

    // Assess
    expect(created).toBe(false);
    expect(await store.find(callId)).toEqual(aCallRecord());
  });

  it('change their state for who has read the last one, and note it in the timeline', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord(aCall(), { timeline: [event('ringing')] }));
    const bob = aParticipant({ state: 'answered', answeredBy: { userId: 'bob', deviceId: undefined } });
    const answered = aCall({ state: 'answered', participants: [bob], version: 2 });

    // Act
    const written = [
      await store.replaceState(answered, 1, [event('answered')]),
      await store.replaceState(aCall({ state: 'declined', version: 2 }), 1, [event('declined')]),
      await store.replaceState(aCall({ callId: 'another' }), 1, []),
    ];

    // Assess
    expect(written).toEqual([true, false, false]);
    const timeline = [event('ringing'), event('answered')];
    expect(await store.find(callId)).toEqual(aCallRecord(answered, { timeline }));
    expect(await store.find('another')).toBeUndefined();
  });

  it('take what became of the pushes, again and again, whatever their state is by then', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord());
    const declined = aCall({ state: 'declined', version: 2 });
    await store.replaceState(declined, 1, []);
    const later: TargetOutcome = { ...target, deviceId: 'b2' };
    await store.recordRing(callId, { targets: [target], events: [event('accepted')], tellsWhenStopped: true });

    // Act
    const now = await store.recordRing(callId, { targets: [later], events: [] });

    // Assess
    const expected = { targets: [target, later], timeline: [event('accepted')], tellsWhenStopped: true };
    expect(now).toEqual(aCallRecord(declined, expected));
    expect(await store.find(callId)).toEqual(now);
  });

  it('take notes in their order', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord());

    // Act
    await store.note(callId, [event('callReported')]);
    await store.note(callId, [event('report_missing'), event('report_guard')]);

    // Assess
    const names = (await store.find(callId))?.timeline.map((line) => line.event);
    expect(names).toEqual(['callReported', 'report_missing', 'report_guard']);
  });

  it('that are not there take nothing', async () => {
    // Prepare
    const store = open();

    // Act
    const attempts = [
      store.recordRing('another', { targets: [], events: [] }),
      store.note('another', [event('callReported')]),
    ];

    // Assess
    const settled = await Promise.allSettled(attempts);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await store.find('another')).toBeUndefined();
  });
});

describe('what a caller has made of a call', () => {
  it('is kept as it came, whatever DynamoDB can hold', async () => {
    // Prepare
    const store = callStore(openTable(), manualClock());
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyJson, fc.constant(JSON.parse(nestedJson(60)))), fc.uuid(), async (ext, id) => {
        const record = aCallRecord(aCall({ callId: id }));
        const details = { ...record.details, ext };

        // Act
        await store.create({ ...record, details });
        const found = await store.find(id);

        // Assess: the order of fields as well.
        expect(JSON.stringify(found?.details.ext)).toBe(JSON.stringify(ext));
        expect(found).toEqual({ ...record, details });
      }),
      { numRuns: 100 },
    );
  });

  it('is read as version 0.3.0 has kept it', async () => {
    // Prepare
    const table = openTable();
    const record = aCallRecord(aCall());
    const details = { ...record.details, ext: { room: 7 } };
    const Item = { ...callKey(callId), ...record, details, ttl: startMs / 1000 + 60 };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));

    // Act
    const found = await callStore(table, manualClock()).find(callId);

    // Assess
    expect(found).toEqual({ ...record, details });
  });
});
