import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChangeCallPorts, changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import type { CallStore } from '../../../../shared/calls/ports.ts';
import { callStore } from '../../../../shared/calls/table/callStore.ts';
import type { ReportStore } from '../../../../shared/devices/ports.ts';
import { reportStore } from '../../../../shared/devices/table/reportStore.ts';
import { inBatches } from '../../../../shared/platform/inBatches.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { check, live, makeWorld, type Stores, scenario } from '../../../support/callScenario.ts';
import { aCall, aCallRecord } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
/** Half a minute on an idle machine, and much longer beside other tests. */
const withinMs = 400_000;
/** Calls at a time. */
const livesSideBySide = 20;
/** A real table is slow, so each run of the tests lives some, and `CALL_LIVES=10000` as many as in memory. */
const livesInTable = Number(process.env['CALL_LIVES'] ?? 500);
let names = 0;
const newName = () => {
  names += 1;
  return `-${names}`;
};

/** Each read and write of a store takes its time, so that those that begin together end in any order. */
function shuffled(seed: number, calls: CallStore, reports: ReportStore): Stores {
  let state = seed >>> 0;
  const turns = async () => {
    // Mulberry32's step: enough to be different for each seed.
    state = (state + 0x6d2b79f5) >>> 0;
    const count = Math.imul(state ^ (state >>> 15), state | 1) >>> 29;
    for (let turn = 0; turn < count; turn += 1) await undefined;
  };
  const slow =
    <A extends unknown[], R>(act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await turns();
      const result = await act(...given);
      await turns();
      return result;
    };
  return {
    calls: {
      create: slow((record) => calls.create(record)),
      createBetween: slow((...call) => calls.createBetween(...call)),
      find: slow((callId) => calls.find(callId)),
      report: slow((callId) => calls.report(callId)),
      change: slow((...change) => calls.change(...change)),
      revise: slow((...revision) => calls.revise(...revision)),
      recordRing: slow((...report) => calls.recordRing(...report)),
      findTarget: slow((...target) => calls.findTarget(...target)),
      countRepeated: slow((...alerts) => calls.countRepeated(...alerts)),
      repeatAlertsAt: slow((...due) => calls.repeatAlertsAt(...due)),
      noteActivity: slow((...call) => calls.noteActivity(...call)),
      addReport: slow((...report) => calls.addReport(...report)),
      note: slow((...events) => calls.note(...events)),
      claimInsurance: slow((...claim) => calls.claimInsurance(...claim)),
      noteInsuredReport: slow((...report) => calls.noteInsuredReport(...report)),
      claimMissedAlerts: slow((...claim) => calls.claimMissedAlerts(...claim)),
      releaseMissedAlerts: slow((...claim) => calls.releaseMissedAlerts(...claim)),
    },
    reports: {
      addMissed: slow((...missed) => reports.addMissed(...missed)),
      settle: slow((...until) => reports.settle(...until)),
      noteReceipt: slow((...name) => reports.noteReceipt(...name)),
    },
  };
}

describe('any concurrent acts of phones, timers and receipts', () => {
  it(
    'leave a call with one winner per callee, one end, one reason per phone, and nothing after the end',
    async () => {
      const lived = fc.asyncProperty(scenario, fc.integer(), async (life, seed) => {
        // Prepare
        const world = makeWorld('', randomUUID(), ({ calls, reports }) => shuffled(seed, calls, reports));

        // Act
        await live(world, life, '');

        // Assess
        check(world);
      });
      await fc.assert(lived, { numRuns: 9500 });
    },
    withinMs,
  );

  it(
    'do so in DynamoDB as well, with many concurrent calls',
    async () => {
      const table = openTable();
      const lived = fc.asyncProperty(
        fc.array(scenario, { minLength: livesSideBySide, maxLength: livesSideBySide }),
        async (lives) => {
          // Prepare
          const inTable = ({ clock }: MemoryPorts): Stores => ({
            calls: callStore(table, clock),
            reports: reportStore(table),
          });
          const named = lives.map((life) => {
            const name = newName();
            return { life, name, world: makeWorld(name, randomUUID(), inTable) };
          });

          // Act
          await Promise.all(named.map(({ world, life, name }) => live(world, life, name)));

          // Assess
          for (const { world } of named) check(world);
        },
      );
      await fc.assert(lived, { numRuns: Math.ceil(livesInTable / livesSideBySide) });
    },
    Math.max(withinMs, 200 * livesInTable),
  );
});

describe('two phones that answer in the same instant', () => {
  it(
    'have one winner, 1,000 times',
    async () => {
      // Prepare
      const portsFor = (table: Table): ChangeCallPorts => {
        const ports = memoryPorts();
        return { ...ports, calls: callStore(table, ports.clock) };
      };
      const [one, other] = [portsFor(openTable()), portsFor(openTable())];
      const callIds = Array.from({ length: 1000 }, () => randomUUID());
      const answer = (ports: ChangeCallPorts, callId: string, deviceId: string) =>
        changeCall(ports, callId, 'answer', { userId: 'bob', deviceId });

      // Act
      const wins: number[] = [];
      for (const some of inBatches(callIds, 25)) {
        const results = some.map(async (callId) => {
          await one.calls.create(aCallRecord(aCall({ callId })));
          const answers = await Promise.all([answer(one, callId, 'b1'), answer(other, callId, 'b2')]);
          return answers.filter((result) => 'call' in result).length;
        });
        wins.push(...(await Promise.all(results)));
      }

      // Assess
      expect(wins).toEqual(Array(1000).fill(1));
    },
    withinMs,
  );
});
