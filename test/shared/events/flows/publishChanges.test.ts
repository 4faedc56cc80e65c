import { describe, expect, it } from 'vitest';
import { failParticipants } from '../../../../shared/calls/rules/call.ts';
import { publishChanges } from '../../../../shared/events/flows/publishChanges.ts';
import type { AnyEvent } from '../../../../shared/events/ports.ts';
import type { TableChange } from '../../../../shared/events/rules/tableChange.ts';
import { startMs } from '../../../support/factories.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { memoryWebhookQueue, memoryWebhooks } from '../../../support/memory/webhooks.ts';
import { aCallRecord, callChange, callId } from './callChanges.ts';

/** Rejects the event of one call. */
function somePorts(rejected?: string) {
  const published: AnyEvent[] = [];
  return {
    published,
    ports: {
      log: captureLog(),
      clock: manualClock(startMs),
      webhooks: memoryWebhooks(),
      webhookQueue: memoryWebhookQueue(),
      eventBus: {
        async publish(events: readonly AnyEvent[]) {
          const isRejected = ({ detail }: AnyEvent) => 'callId' in detail && detail.callId === rejected;
          published.push(...events.filter((event) => !isRejected(event)));
          return events.filter(isRejected);
        },
      },
    },
  };
}

describe('publishChanges', () => {
  it('publishes the beginning and the end of a call', async () => {
    // Prepare
    const { ports, published } = somePorts();
    const before = aCallRecord();

    // Act
    const done = await publishChanges(ports, [
      callChange(undefined, before),
      callChange(before, { ...before, call: failParticipants(before.call, ['bob']) }),
    ]);

    // Assess
    expect(done).toEqual([true, true]);
    expect(published.map(({ type }) => type)).toEqual(['call.ringing', 'call.failed']);
  });

  it('names the change whose event the bus rejects', async () => {
    // Prepare
    const { ports } = somePorts(callId(2));

    // Act
    const done = await publishChanges(
      ports,
      [1, 2, 3].map((n) => callChange(undefined, aCallRecord(n))),
    );

    // Assess
    expect(done).toEqual([true, false, true]);
  });

  it('publishes the other changes when it does not understand one', async () => {
    // Prepare
    const { ports, published } = somePorts();
    const broken = { ...callChange(undefined, aCallRecord(1)), after: {} } as unknown as TableChange;

    // Act
    const done = await publishChanges(ports, [broken, callChange(undefined, aCallRecord(2))]);

    // Assess
    expect(done).toEqual([false, true]);
    expect(published).toHaveLength(1);
    expect(published[0]?.detail.at).toBe(new Date(startMs).toISOString());
  });
});
