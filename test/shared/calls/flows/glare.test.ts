/** Two people who call each other at the same moment. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { type CallTo, ring } from '../../../../shared/calls/flows/ring.ts';
import { callStore } from '../../../../shared/calls/table/callStore.ts';
import { inBatches } from '../../../../shared/platform/inBatches.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const first = 'c0ffee00-0000-4000-8000-000000000001';
const second = 'c0ffee00-0000-4000-8000-000000000002';

function aliceAndBob(): MemoryPorts {
  const ports = memoryPorts();
  for (const userId of ['alice', 'bob', 'carol']) ports.devices.add(aDevice({ userId, deviceId: `${userId}-1` }));
  return ports;
}

type CallPorts = Parameters<typeof ring>[0];

const call = (ports: CallPorts, from: string, to: string | CallTo, callId: string) =>
  ring(ports, {
    from,
    to: typeof to === 'string' ? { userIds: [to] } : to,
    callId,
    callerName: from,
    hasVideo: false,
    timeoutSeconds: 60,
  });

describe('a call to a user who is calling the caller', () => {
  it('does not ring: its caller learns which call to answer, and can answer it', async () => {
    // Prepare
    const ports = aliceAndBob();
    await call(ports, 'alice', 'bob', first);
    const pushes = ports.apns.requests.length;

    // Act
    const result = await call(ports, 'bob', 'alice', second);

    // Assess
    expect(result).toMatchObject({ refusal: 'glare', extensions: { callId: first, state: 'ringing' } });
    expect(ports.apns.requests).toHaveLength(pushes);
    expect(await ports.calls.find(second)).toBeUndefined();
    const answered = await changeCall(ports, first, 'answer', { userId: 'bob', deviceId: 'bob-1' });
    expect(answered).toMatchObject({ call: { state: 'answered' } });
  });

  it.each<[string, (ports: MemoryPorts) => Promise<unknown>]>([
    ['has been declined', (ports) => changeCall(ports, first, 'decline', { userId: 'bob' })],
    ['has been cancelled', (ports) => changeCall(ports, first, 'cancel', { userId: 'alice' })],
    ['goes on', (ports) => changeCall(ports, first, 'answer', { userId: 'bob' })],
    ['is past its deadline', async (ports) => ports.clock.advance(60_000)],
    ['rings nowhere, because the callee has blocked its caller', (ports) => ports.blocks.put('bob', 'alice')],
  ])('rings when the other call %s', async (_how, happen) => {
    // Prepare
    const ports = aliceAndBob();
    await call(ports, 'alice', 'bob', first);
    await happen(ports);

    // Act
    const result = await call(ports, 'bob', 'alice', second);

    // Assess
    expect(result).toMatchObject({ call: { callId: second, state: 'ringing' } });
  });

  it.each<[string, string, string | CallTo]>([
    ['by the same caller again', 'alice', 'bob'],
    ['to somebody else', 'bob', 'carol'],
    ['to several', 'bob', { userIds: ['alice', 'carol'] }],
  ])('is not detected: %s', async (_which, from, to) => {
    // Prepare
    const ports = aliceAndBob();
    await call(ports, 'alice', 'bob', first);

    // Act
    const result = await call(ports, from, to, second);

    // Assess
    expect(result).toMatchObject({ call: { callId: second, state: 'ringing' } });
  });

  it('is found again after a call back replaced a call that was over', async () => {
    // Prepare
    const ports = aliceAndBob();
    await call(ports, 'alice', 'bob', first);
    await changeCall(ports, first, 'decline', { userId: 'bob' });
    await call(ports, 'bob', 'alice', second);

    // Act
    const result = await call(ports, 'alice', 'bob', randomUUID());

    // Assess
    expect(result).toMatchObject({ refusal: 'glare', extensions: { callId: second } });
  });
});

describe('two simultaneous calls to each other', () => {
  it('leave one that rings and give its ID to the other caller, 300 times in a real table', {
    timeout: 120_000,
  }, async () => {
    // Prepare
    const table = openTable();
    const pairs = Array.from({ length: 300 }, (_, index) => [`a${index}`, `b${index}`] as const);
    const bothCall = async ([one, other]: readonly [string, string]) => {
      const memory = memoryPorts();
      for (const userId of [one, other]) memory.devices.add(aDevice({ userId, deviceId: `${userId}-1` }));
      const ports = { ...memory, calls: callStore(table, memory.clock) };
      const results = await Promise.all([call(ports, one, other, randomUUID()), call(ports, other, one, randomUUID())]);
      const rung = results.flatMap((result) => (isRefusal(result) ? [] : [result.call.callId]));
      const named = results.flatMap((result) => (isRefusal(result) ? [result.extensions?.['callId']] : []));
      return { rung, named, pushes: memory.apns.requests.length };
    };

    // Act
    const outcomes = [];
    for (const some of inBatches(pairs, 20)) outcomes.push(...(await Promise.all(some.map(bothCall))));

    // Assess
    expect(outcomes.filter(({ rung }) => rung.length !== 1)).toEqual([]);
    for (const { rung, named, pushes } of outcomes) {
      expect(named).toEqual(rung);
      expect(pushes).toBe(1);
    }
  });

  it('can be placed again once the first one is over', async () => {
    // Prepare
    const table = openTable();
    const memory = aliceAndBob();
    const ports = { ...memory, calls: callStore(table, memory.clock) };
    await call(ports, 'alice', 'bob', first);
    const refused = await call(ports, 'bob', 'alice', second);
    await changeCall(ports, first, 'cancel', { userId: 'alice' });

    // Act
    const result = await call(ports, 'bob', 'alice', second);

    // Assess
    expect(refused).toMatchObject({ refusal: 'glare', extensions: { callId: first } });
    expect(result).toMatchObject({ call: { callId: second, state: 'ringing' } });
    expect(await call(ports, 'bob', 'alice', second)).toMatchObject({ refusal: 'call_exists' });
  });
});
