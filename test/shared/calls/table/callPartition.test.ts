/** A large call in a table whose partitions take no more write units a second than those of DynamoDB. */
import { describe, expect, it } from 'vitest';
import { createTableFaults } from '../../../../lab/aws/dynamoDb/tableFaults.ts';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { knownActor } from '../../../../shared/calls/flows/knownActor.ts';
import { repeatAlerts } from '../../../../shared/calls/flows/repeatAlerts.ts';
import { inBatches } from '../../../../shared/platform/inBatches.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { addPhones, bytesOf, callPortsIn, startCall } from '../../../support/callsInTable.ts';
import { isoTime } from '../../../support/factories.ts';
import { receiveReceipts } from '../../../support/receivedReceipts.ts';
import { allItems, useTable } from '../../../support/table.ts';

let nowMs = 0;
const faults = createTableFaults({ nowMs: () => nowMs });
const openTable = useTable({ faults });

const callees = Array.from({ length: 50 }, (_, index) => `callee-${index}`);
const phones = callees.flatMap((userId) => [1, 2].map((number) => ({ userId, deviceId: `${userId}-${number}` })));
type Phone = (typeof phones)[number];

async function openCall(timeoutSeconds: number, facts?: { territory: string }) {
  const table = openTable();
  const ports = callPortsIn(table);
  const tick = (ms: number) => {
    ports.clock.advance(ms);
    nowMs = ports.clock.nowMs();
  };
  await addPhones(table, callees, facts);
  tick(0);
  faults.limitPartitions();
  const callId = await startCall(ports, callees, timeoutSeconds);
  const largestItem = async () => Math.max(...(await allItems(table)).map(bytesOf));
  return { ports, callId, tick, largestItem };
}

describe('a call to 50 users with two phones each', () => {
  it('takes the reports and answers of all phones within three seconds', { timeout: 60_000 }, async () => {
    // Prepare
    const { ports, callId, tick, largestItem } = await openCall(60);
    const report = ({ userId, deviceId }: Phone) => {
      const at = isoTime(nowMs);
      return receiveReceipts(ports, userId, [{ callId, deviceId, event: 'callReported', at }]);
    };
    const answer = async (phone: Phone) => {
      const known = await knownActor(ports, callId, phone);
      return isRefusal(known) ? known : changeCall(ports, callId, 'answer', known.actor, known);
    };

    // Act
    const reports = [];
    const answers = [];
    for (const some of inBatches(phones, 5)) {
      reports.push(...(await Promise.all(some.map(report))));
      answers.push(...(await Promise.all(some.map(answer))));
      tick(150);
    }

    // Assess
    expect(reports.filter(({ recorded }) => recorded === 1)).toHaveLength(100);
    expect(answers.filter((each) => 'call' in each)).toHaveLength(50);
    expect(answers.filter((each) => 'refusal' in each && each.refusal === 'call_state')).toHaveLength(50);
    expect(faults.throttled).toBe(0);
    expect(await largestItem()).toBeLessThan(20_000);
  });

  it('rings all of them by alerts for ten minutes', { timeout: 60_000 }, async () => {
    // Prepare
    const { ports, callId, tick, largestItem } = await openCall(600, { territory: 'CN' });

    // Act
    for (let round = 0; round < 59; round += 1) {
      tick(10_000);
      await repeatAlerts(ports, { callId, dueAtMs: nowMs, task: 'repeat_alerts' });
    }

    // Assess: for one minute the alerts repeat
    expect(ports.apns.requests).toHaveLength(6 * 100);
    expect(faults.throttled).toBe(0);
    expect(await largestItem()).toBeLessThan(20_000);
  });
});
