/** What a call would do, against what a ring then does. */
import { describe, expect, it } from 'vitest';
import { explainRing, type RingExplanation } from '../../../../shared/calls/flows/explainRing.ts';
import { type RingInput, ring } from '../../../../shared/calls/flows/ring.ts';
import { ticketCharacters } from '../../../../shared/calls/rules/ringTicket.ts';
import { defaultUserRules } from '../../../../shared/people/rules/userRules.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice, appId, aToken, startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const callId = 'c0ffee00-0000-4000-8000-000000000001';
const call = (changes: Partial<RingInput> = {}): RingInput => ({
  from: 'alice',
  to: { userIds: ['bob', 'carol', 'dave', 'erin'] },
  callId,
  hasVideo: true,
  timeoutSeconds: 60,
  ext: { room: 1 },
  ...changes,
});

/** Bob rings in each way, Carol is online, Dave has no phone, and Erin has blocked the caller. */
async function world(): Promise<MemoryPorts> {
  const ports = memoryPorts();
  const alertOnly = { alert: aToken('only') };
  const presence = { state: 'foreground', untilMs: startMs + 60_000 } as const;
  ports.devices.add(
    aDevice({ deviceId: 'voip' }),
    aDevice({ deviceId: 'alert', tokens: alertOnly }),
    aDevice({ deviceId: 'none', tokens: {} }),
    aDevice({ userId: 'carol', deviceId: 'c1', presence }),
    aDevice({ userId: 'erin', deviceId: 'e1' }),
  );
  await ports.blocks.put('erin', 'alice');
  return ports;
}

async function explain(ports: MemoryPorts, input = call()): Promise<RingExplanation> {
  const result = await explainRing(ports, input);
  if (isRefusal(result)) throw new Error(`refused: ${result.refusal}`);
  return result;
}

describe('an explained call', () => {
  it('predicts every push and every skip of the ring, and does nothing', async () => {
    // Prepare
    const ports = await world();

    // Act
    const { targets, summary, isComplete } = await explain(ports);
    const effects = [ports.apns.requests.length, await ports.calls.find(callId)];
    const rung = await ring(ports, call());

    // Assess
    expect(effects).toEqual([0, undefined]);
    if (isRefusal(rung)) throw new Error(rung.detail);
    const named = ({ userId, deviceId, kind }: { userId: string; deviceId?: string | undefined; kind?: unknown }) =>
      [userId, deviceId, kind].join(' ');
    const predicted = targets.map((one) => [named(one), one.decision === 'push' ? 'accepted' : one.rule]);
    const happened = rung.targets.map((one) => [named(one), one.reason ?? one.outcome]);
    expect(predicted.toSorted()).toEqual(happened.toSorted());
    expect([summary, isComplete]).toEqual([{ push: 2, skip: targets.length - 2 }, true]);
  });

  it('shows the headers and the payload that the phones get, but no valid ticket', async () => {
    // Prepare
    const ports = await world();

    // Act
    const { targets } = await explain(ports);
    await ring(ports, call());

    // Assess
    const withoutSecrets = (push: { headers?: object | undefined; payload: object; bytes?: number }) => {
      const ticket = /"ticket":"([^"]*)"/.exec(JSON.stringify(push.payload))?.[1] ?? '';
      const text = JSON.stringify(push.payload).replace(ticket, '');
      return { headers: { ...push.headers, 'apns-id': '' }, payload: text, ticketLength: ticket.length };
    };
    const pushes = targets.flatMap((one) => (one.decision === 'push' ? [one] : []));
    expect(pushes.map(withoutSecrets)).toEqual(ports.apns.requests.map((one) => withoutSecrets(one as never)));
    expect(JSON.stringify(pushes)).toContain('x'.repeat(ticketCharacters));
    expect(pushes.map(({ bytes }) => bytes)).toEqual(
      ports.apns.requests.map(({ payload }) => Buffer.byteLength(JSON.stringify(payload))),
    );
  });

  it('notes ring insurance where a missing report would send an alert', async () => {
    // Prepare
    const ports = memoryPorts();
    const known = { appVersion: '1.0', reports: { reportingVersion: '1.0' } };
    ports.devices.add(
      aDevice({ deviceId: 'one', ...known }),
      aDevice({ deviceId: 'two', ...known, appVersion: '2.0' }),
    );

    // Act
    const { targets } = await explain(ports, call({ to: { userIds: ['bob'] } }));
    await ports.apps.put(appId, { calls: { ringInsurance: 'off' } });
    const off = await explain(ports, call({ to: { userIds: ['bob'] } }));

    // Assess
    const notes = (all: RingExplanation['targets']) => all.map((one) => (one.decision === 'push' ? one.notes : []));
    expect([notes(targets), notes(off.targets)]).toEqual([
      [['ring_insurance'], []],
      [[], []],
    ]);
  });

  it('is for servers and users of full apps alone, and refuses what a ring refuses', async () => {
    // Prepare
    const ports = await world();
    const coarse = { ...defaultUserRules, outcomesForUsers: 'coarse' } as const;
    const full = { ...defaultUserRules, outcomesForUsers: 'full' } as const;
    const ask = async (changes: Partial<RingInput>) => {
      const result = await explainRing(ports, call(changes));
      return isRefusal(result) ? result.refusal : 'explained';
    };

    // Act
    const byCoarse = await ask({ rules: coarse });
    const self = await ask({ to: { userIds: ['alice'] } });
    const tooLarge = await ask({ ext: 'x'.repeat(6000) });
    await ports.apps.put(appId, { outcomesForUsers: 'full' });
    const byFull = await ask({ rules: full });

    // Assess
    expect([byCoarse, byFull, self, tooLarge]).toEqual([
      'explain_not_allowed',
      'explained',
      'self_call',
      'push_too_large',
    ]);
  });
});
