import { PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallStore } from '../../../../shared/calls/ports.ts';
import { applyCallAction, type Call, type CallAction } from '../../../../shared/calls/rules/call.ts';
import { ringingParticipants } from '../../../../shared/calls/rules/invitation.ts';
import type { CallTimelineEvent } from '../../../../shared/calls/rules/timeline.ts';
import { callStore } from '../../../../shared/calls/table/callStore.ts';
import { callKey } from '../../../../shared/platform/table/keys.ts';
import type { TargetOutcome } from '../../../../shared/push/rules/targetOutcome.ts';
import { anyJson, nestedJson } from '../../../support/anyJson.ts';
import { aCall, aCallRecord, aParticipant, isoTime, startMs } from '../../../support/factories.ts';
import { MemoryCalls } from '../../../support/memory/calls.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const { callId, expiresAtMs } = aCall();
const at = isoTime(startMs);
const note = (event: string, deviceId = 'b1') => ({ at, event, userId: 'bob', deviceId });
const voip = { userId: 'bob', deviceId: 'b1', kind: 'voip' } as const;
const target: TargetOutcome = { ...voip, outcome: 'accepted', status: 200 };
const declined = aCall({ state: 'declined', participants: [aParticipant({ state: 'declined' })], version: 2 });
const names = (timeline: readonly CallTimelineEvent[] | undefined) => timeline?.map(({ event }) => event);

function made(call: Call, action: CallAction, userId: string): Call {
  const transition = applyCallAction(call, action, { userId, deviceId: `${userId}-1` }, startMs);
  if (transition.kind !== 'changed') throw new Error(`${userId} cannot ${action}: ${transition.kind}`);
  return transition.call;
}

describe.each<[string, () => CallStore]>([
  ['in DynamoDB', () => callStore(openTable(), manualClock())],
  ['in memory, for tests', () => new MemoryCalls()],
])('calls %s', (_where, open) => {
  it('are kept as they were created', async () => {
    // Prepare
    const store = open();
    const record = aCallRecord(aCall(), { tellsWhenStopped: true, requestId: 'r1' });

    // Act
    const created = await store.create(record);

    // Assess
    expect(created).toBe(true);
    expect(await store.find(callId)).toEqual(record);
    expect(await store.report(callId)).toEqual({ ...record, targets: [], timeline: [] });
    expect(await store.find('another')).toBeUndefined();
    expect(await store.report('another')).toBeUndefined();
  });

  it('give each insured phone to one of several claims, and note who reports afterwards', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord());

    // Act
    const claims = [await store.claimInsurance(callId, ['b1', 'b2']), await store.claimInsurance(callId, ['b2', 'b3'])];
    await store.noteInsuredReport(callId, 'b2');

    // Assess
    expect(claims).toEqual([['b1', 'b2'], ['b3']]);
    const { insured, insuredReports } = (await store.find(callId)) ?? {};
    expect([insured, insuredReports]).toEqual([new Set(['b1', 'b2', 'b3']), new Set(['b2'])]);
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

  it.each(['ringing', 'answered'] as const)('that are %s show what their caller changed', async (state) => {
    // Prepare
    const store = open();
    const record = aCallRecord(aCall({ state }));
    await store.create(record);

    // Act
    await store.revise(callId, { callerName: 'Alice Example' }, startMs + 1);
    const revised = await store.revise(callId, { hasVideo: true }, startMs + 2);

    // Assess
    const details = { ...record.details, callerName: 'Alice Example', hasVideo: true };
    const call = { ...record.call, version: 3 };
    expect(revised).toEqual({ ...record, call, details, hasVideo: true, revisedAtMs: startMs + 2 });
    expect(await store.find(callId)).toEqual(revised);
  });

  it('that are over, or do not exist, are not changed by their caller', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord(declined));

    // Act
    const revised = await store.revise(callId, { callerName: 'Alice Example' }, startMs);

    // Assess
    expect(revised).toBeUndefined();
    expect(await store.find(callId)).toEqual(aCallRecord(declined));
    expect(await store.revise('another', { hasVideo: true }, startMs)).toBeUndefined();
    expect(await store.find('another')).toBeUndefined();
  });

  it('change their state only for a writer that read the latest one', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord());
    const bob = aParticipant({ state: 'answered', answeredBy: { userId: 'bob', deviceId: undefined } });
    const answered = aCall({ state: 'answered', participants: [bob], version: 2 });

    // Act
    const written = [
      await store.change(aCall(), answered),
      await store.change(aCall(), declined),
      await store.change(aCall({ callId: 'another' }), aCall({ callId: 'another', version: 2 })),
    ];

    // Assess
    expect(written).toEqual([answered, undefined, undefined]);
    expect(await store.find(callId)).toEqual(aCallRecord(answered));
    expect(await store.find('another')).toBeUndefined();
  });

  const fifty = Array.from({ length: 50 }, (_, index) => `user-${index}`);
  const read = aCall({ participants: ringingParticipants(fifty, expiresAtMs) });

  it.each(['answer', 'decline'] as const)(
    'take 49 of 50 callees who %s at once from the same reading of it',
    async (action) => {
      // Prepare
      const store = open();
      await store.create(aCallRecord(read));

      // Act
      const written = await Promise.all(
        fifty.slice(0, -1).map((userId) => store.change(read, made(read, action, userId))),
      );

      // Assess
      const state = action === 'answer' ? 'answered' : 'declined';
      const versions = written.map((call) => call?.version).toSorted((one = 0, other = 0) => one - other);
      expect(versions).toEqual(Array.from({ length: 49 }, (_, index) => index + 2));
      const call = (await store.find(callId))?.call;
      expect(call?.state).toBe(action === 'answer' ? 'answered' : 'ringing');
      expect(call?.participants.map((each) => each.state)).toEqual([...Array(49).fill(state), 'ringing']);
    },
  );

  it.each<[string, Call, CallAction, string, Call]>([
    ['an answer after the caller gave up', read, 'answer', 'user-1', made(read, 'cancel', 'alice')],
    ['an answer after one on another phone', read, 'answer', 'user-1', made(read, 'answer', 'user-1')],
    ['a decline when its user has left', read, 'decline', 'user-1', made(read, 'decline', 'user-49')],
    ['a decline of a call that somebody has answered', read, 'decline', 'user-1', made(read, 'answer', 'user-2')],
    ['the end by the caller after an answer', read, 'cancel', 'alice', made(read, 'answer', 'user-2')],
  ])('refuse a change that conflicts with one in between: %s', async (_what, seen, action, userId, between) => {
    // Prepare
    const store = open();
    await store.create(aCallRecord(seen));
    const now = await store.change(seen, between);

    // Act
    const written = await store.change(seen, made(seen, action, userId));

    // Assess
    expect(now).toBeDefined();
    expect(written).toBeUndefined();
    expect((await store.find(callId))?.call).toEqual(now);
  });

  it('store the outcomes of pushes repeatedly, in any state', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord());
    await store.change(aCall(), declined);
    const later: TargetOutcome = { ...target, deviceId: 'b2' };

    // Act
    await store.recordRing(callId, { targets: [{ at, outcome: target }], tellsWhenStopped: true });
    await store.recordRing(callId, { targets: [{ at, outcome: later }], repeatAlertsAtMs: startMs + 1 });

    // Assess
    const changes = { tellsWhenStopped: true, repeatAlertsAtMs: startMs + 1 };
    const report = await store.report(callId);
    expect(report).toMatchObject({ ...aCallRecord(declined, changes), targets: [target, later] });
    expect(names(report?.timeline)).toEqual(['accepted', 'accepted']);
    expect(await store.find(callId)).toEqual(aCallRecord(declined, changes));
    expect(await store.findTarget(callId, voip)).toEqual(target);
    expect(await store.findTarget(callId, { ...voip, deviceId: 'b3' })).toBeUndefined();
  });

  it('list targets in the order of participants, and for each phone the VoIP push first', async () => {
    // Prepare
    const store = open();
    const participants = ringingParticipants(['zoe', 'bob'], expiresAtMs);
    await store.create(aCallRecord(aCall({ participants })));
    const outcomes: TargetOutcome[] = [
      { userId: 'zoe', outcome: 'skipped', reason: 'no_device' },
      { ...voip, outcome: 'skipped', reason: 'territory' },
      { ...voip, kind: 'alert', outcome: 'accepted' },
      { ...target, deviceId: 'b2' },
    ];

    // Act
    await store.recordRing(callId, { targets: outcomes.toReversed().map((outcome) => ({ at, outcome })) });

    // Assess
    expect((await store.report(callId))?.targets).toEqual(outcomes);
  });

  it('count repeated alerts', async () => {
    // Prepare
    const store = open();
    const alert: TargetOutcome = { ...target, kind: 'alert' };
    await store.create(aCallRecord());
    await store.recordRing(callId, { targets: [{ at, outcome: alert }] });

    // Act
    for (const second of [10, 20, 30]) {
      await store.countRepeated(callId, [{ at: isoTime(startMs + second * 1000), outcome: alert }]);
      await store.repeatAlertsAt(callId, startMs + second * 1000 + 10_000);
    }

    // Assess
    const report = await store.report(callId);
    expect(report?.timeline).toMatchObject([
      { at, event: 'accepted', kind: 'alert' },
      { at: isoTime(startMs + 30_000), event: 'accepted', kind: 'alert', reason: 'repeated', count: 3 },
    ]);
    expect(report?.repeatAlertsAtMs).toBe(startMs + 40_000);
  });

  it('store the first report of each kind per device, and one note per event', async () => {
    // Prepare
    const store = open();
    await store.create(aCallRecord());
    const later = { ...note('callReported'), at: isoTime(startMs + 1) };

    // Act
    const isFirst = await store.addReport(callId, note('callReported'), heard);
    const isAgain = await store.addReport(callId, later, { ...heard, arrivedAtMs: startMs + 9 });
    await store.addReport(callId, note('callReported', 'b2'), { ...heard, deviceId: 'b2' });
    await store.note(callId, [note('report_guard'), note('report_missing')]);
    await store.note(callId, [note('report_missing')]);

    // Assess
    const report = await store.report(callId);
    expect([isFirst, isAgain]).toEqual([true, false]);
    expect(report?.timeline).toEqual([
      note('callReported'),
      note('callReported', 'b2'),
      note('report_missing'),
      note('report_guard'),
    ]);
    expect(report?.heard).toEqual([heard, { ...heard, deviceId: 'b2' }]);
  });
});

/** From which phone the report came, and when. */
const heard = { userId: 'bob', deviceId: 'b1', appId: 'com.example.app', appVersion: '4.2.0', arrivedAtMs: startMs };

describe('a call stored by version 0.3.0', () => {
  it('is read with its targets and timeline and continues', async () => {
    // Prepare
    const table = openTable();
    const store = callStore(table, manualClock());
    const ringing = { at, event: 'ringing', userId: 'bob' };
    const accepted = { ...note('accepted'), at: `${at.slice(0, -1)}${'1'.repeat(200_000)}Z`, kind: 'voip' };
    const Item = { ...callKey(callId), ...aCallRecord(), targets: [target], timeline: [ringing, accepted] };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));

    // Act
    const before = await store.find(callId);
    const written = await store.change(aCall(), declined);
    await store.addReport(callId, note('callReported'), heard);

    // Assess
    expect(before).toEqual(aCallRecord());
    expect(written).toEqual(declined);
    const report = await store.report(callId);
    expect(report).toMatchObject({ call: declined, targets: [target] });
    expect(names(report?.timeline)).toEqual(['ringing', 'callReported', 'accepted']);
    expect(JSON.stringify(report).length).toBeLessThan(2000);
  });
});

describe("the caller's own data of a call", () => {
  it('is stored unchanged, whatever DynamoDB can hold', async () => {
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

  it('is read as version 0.3.0 stored it', async () => {
    // Prepare
    const table = openTable();
    const record = aCallRecord(aCall());
    const { capabilities: _none, ...details } = { ...record.details, ext: { room: 7 } };
    const capabilities = { supportsHolding: false, supportsDTMF: true };
    const Item = { ...callKey(callId), ...record, details: { ...details, ...capabilities }, ttl: startMs / 1000 + 60 };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));

    // Act
    const found = await callStore(table, manualClock()).find(callId);

    // Assess
    expect(found).toEqual({ ...record, details: { ...details, capabilities } });
  });
});
