/** What calls ask of DynamoDB: how many requests, and how large the items become. */
import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { knownActor } from '../../../../shared/calls/flows/knownActor.ts';
import { repeatAlerts } from '../../../../shared/calls/flows/repeatAlerts.ts';
import { runCallTimer } from '../../../../shared/calls/flows/runTimer.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { addPhones, bytesOf, callPortsIn, startCall } from '../../../support/callsInTable.ts';
import { countCommands, countRequests } from '../../../support/countRequests.ts';
import { isoTime } from '../../../support/factories.ts';
import { receiveReceipts } from '../../../support/receivedReceipts.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();

describe('a warm call to a user with two phones', () => {
  it('costs three requests, two of them before the first push', async () => {
    // Prepare
    const table = openTable();
    const ports = callPortsIn(table);
    await addPhones(table, ['bob']);
    await startCall(ports, ['bob']);
    const sent = countRequests(table);
    let beforePush: string[] | undefined;
    ports.apns.meanwhile = async () => {
      beforePush ??= [...sent];
    };

    // Act
    await startCall(ports, ['bob']);

    // Assess
    expect(ports.apns.requests).toHaveLength(4);
    // The call and the note of its pair are written together.
    expect(beforePush?.toSorted()).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect(sent.slice(2)).toEqual(['BatchWriteItem']);
  });
});

describe('a call that goes unanswered', () => {
  const timer = { dueAtMs: 0, task: 'tell_missed', userIds: ['bob'] } as const;

  it('costs two reads and two writes for any number of phones', async () => {
    // Prepare
    const table = openTable();
    const ports = callPortsIn(table);
    await addPhones(table, ['bob']);
    const callId = await startCall(ports, ['bob']);
    await changeCall(ports, callId, 'cancel', { userId: 'alice' });
    const sent = countRequests(table);

    // Act
    await runCallTimer(ports, { ...timer, userIds: [...timer.userIds], callId });
    const first = sent.splice(0);
    await runCallTimer(ports, { ...timer, userIds: [...timer.userIds], callId });

    // Assess
    const missed = ports.apns.requests.filter(
      ({ payload }) => 'ringpost' in payload && JSON.stringify(payload).includes('missedCall'),
    );
    expect(missed).toHaveLength(2);
    expect(first).toEqual(['Query', 'UpdateItem', 'BatchGetItem', 'BatchWriteItem']);
    expect(sent).toEqual(['Query', 'UpdateItem']);
  });
});

describe('a call to 50 users with two phones each', () => {
  const callees = Array.from({ length: 50 }, (_, index) => `callee-${index}`);
  const phones = callees.flatMap((userId) => [1, 2].map((number) => ({ userId, deviceId: `${userId}-${number}` })));

  it('takes concurrent reports and answers from all of them, and no item exceeds 20 KB', async () => {
    // Prepare
    const table = openTable();
    const ports = callPortsIn(table);
    await addPhones(table, callees);
    const callId = await startCall(ports, callees);
    const at = isoTime(ports.clock.nowMs());
    const report = ({ userId, deviceId }: (typeof phones)[number]) =>
      receiveReceipts(ports, userId, [{ callId, deviceId, event: 'callReported', at }]);
    const answer = async (phone: (typeof phones)[number]) => {
      const known = await knownActor(ports, callId, phone);
      return isRefusal(known) ? known : changeCall(ports, callId, 'answer', known.actor, known);
    };
    const sent = countCommands(table);

    // Act
    const [reports, answers] = await Promise.all([Promise.all(phones.map(report)), Promise.all(phones.map(answer))]);

    // Assess
    expect(reports).toEqual(phones.map(() => ({ recorded: 1, unknown: [] })));
    expect(answers.filter((each) => 'call' in each)).toHaveLength(50);
    expect(answers.filter((each) => 'refusal' in each && each.refusal === 'call_state')).toHaveLength(50);
    const seen = await ports.calls.report(callId);
    expect(seen?.call.participants.map(({ state }) => state)).toEqual(callees.map(() => 'answered'));
    expect(seen?.timeline.filter(({ event }) => event === 'callReported')).toHaveLength(100);
    // Each answer and each report of a device writes once: nobody waits for somebody else.
    expect(sent.filter((name) => name === 'UpdateItem').length).toBeLessThanOrEqual(200);
    const largest = Math.max(...(await allItems(table)).map(bytesOf));
    expect(largest).toBeLessThan(20_000);
  });

  it('that rings by alerts for ten minutes has no more or larger items, and alerts for one minute', async () => {
    // Prepare
    const table = openTable();
    const ports = callPortsIn(table);
    const some = callees.slice(0, 5);
    await addPhones(table, some, { territory: 'CN' });
    const callId = await startCall(ports, some, 600);
    const items = (await allItems(table)).length;

    // Act
    for (let round = 0; round < 59; round += 1) {
      ports.clock.advance(10_000);
      await repeatAlerts(ports, { callId, dueAtMs: ports.clock.nowMs(), task: 'repeat_alerts' });
    }

    // Assess
    expect(ports.apns.requests).toHaveLength(6 * 10);
    const after = await allItems(table);
    expect(after).toHaveLength(items);
    expect(Math.max(...after.map(bytesOf))).toBeLessThan(5000);
    const repeated = (await ports.calls.report(callId))?.timeline.filter(({ reason }) => reason === 'repeated');
    expect(repeated?.map(({ count }) => count)).toEqual(Array(10).fill(5));
  });
});
