import { describe, expect, it } from 'vitest';
import { readCallLog } from '../../../../shared/calls/flows/readCallLog.ts';
import { ring } from '../../../../shared/calls/flows/ring.ts';
import { ringingParticipants } from '../../../../shared/calls/rules/invitation.ts';
import { aCall, aCallRecord, aDevice, startMs } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const callId = 'c0ffee00-0000-4000-8000-000000000001';
const forgotten = 'c0ffee00-0000-4000-8000-000000000002';

/** Alice has called Bob, and it is written into both logs. */
async function afterACall() {
  const ports = memoryPorts();
  ports.devices.add(aDevice());
  const call = { from: 'alice', to: { userIds: ['bob'] }, callId, callerName: 'Alice', hasVideo: false };
  await ring(ports, { ...call, timeoutSeconds: 60 });
  await ports.callLog.add(['alice', 'bob', 'mallory'].map((userId) => ({ userId, callId, createdAtMs: startMs })));
  return ports;
}

const statesFor = async (ports: Awaited<ReturnType<typeof afterACall>>, userId: string) =>
  (await readCallLog(ports, userId, 10)).calls.map(({ call }) => call.state);

describe('the call log', () => {
  it('shows a call to both of its sides in its current state', async () => {
    // Prepare
    const ports = await afterACall();

    // Act
    const during = await statesFor(ports, 'bob');
    ports.clock.advance(60_000);
    const after = [await statesFor(ports, 'alice'), await statesFor(ports, 'bob')];

    // Assess
    expect(during).toEqual(['ringing']);
    expect(after).toEqual([['timedOut'], ['timedOut']]);
  });

  it('hides a call from everyone outside it, whatever the entry says', async () => {
    // Prepare
    const ports = await afterACall();

    // Act
    const states = await statesFor(ports, 'mallory');

    // Assess
    expect(states).toEqual([]);
  });

  it('ends an oversized page early and continues from there', async () => {
    // Prepare
    const ports = memoryPorts();
    const callees = Array.from({ length: 50 }, (_, index) => `${index}`.padStart(4, '0') + '语'.repeat(250));
    const callIds = Array.from({ length: 60 }, (_, index) => `c0ffee00-0000-4000-8000-${`${index}`.padStart(12, '0')}`);
    for (const [index, id] of callIds.entries()) {
      const participants = ringingParticipants(callees, startMs + 60_000);
      const createdAtMs = startMs + index;
      await ports.calls.create(aCallRecord(aCall({ callId: id, participants, createdAtMs })));
      await ports.callLog.add([{ userId: 'alice', callId: id, createdAtMs }]);
    }

    // Act
    const pages = [];
    let next: string | undefined;
    do {
      const page = await readCallLog(ports, 'alice', 50, next);
      pages.push(page.calls);
      next = page.next;
    } while (next !== undefined);

    // Assess
    expect(pages.flat().map(({ call }) => call.callId)).toEqual(callIds.toReversed());
    const bytes = pages.map((calls) => Buffer.byteLength(JSON.stringify(calls)));
    expect(Math.max(...bytes)).toBeLessThan(2_100_000);
    expect(pages[0]?.length).toBeLessThan(50);
  });

  it('omits an entry whose call is gone', async () => {
    // Prepare
    const ports = await afterACall();
    await ports.callLog.add([{ userId: 'bob', callId: forgotten, createdAtMs: startMs + 1000 }]);

    // Act
    const { calls } = await readCallLog(ports, 'bob', 10);

    // Assess
    expect(calls.map(({ call }) => call.callId)).toEqual([callId]);
  });
});
