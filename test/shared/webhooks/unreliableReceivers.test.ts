/** Receivers that fail, stall and lie, over simulated days. The official library for JavaScript verifies each attempt. */
import fc from 'fast-check';
import { Webhook as Receiver } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SendOutcome } from '../../../shared/webhooks/ports.ts';
import { attemptDelaysMs, jitterShare, maxAttempts } from '../../../shared/webhooks/rules/attempts.ts';
import { shownSecret, webhookSecret } from '../../../shared/webhooks/rules/signature.ts';
import { startMs } from '../../support/factories.ts';
import { aWebhook, memoryWebhooks } from '../../support/memory/webhooks.ts';
import { type WebhookAttempt, webhookStageKey, webhookWorld } from '../../support/memory/webhookWorld.ts';

beforeEach(() => void vi.useFakeTimers({ now: startMs, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const answered = (status: number, retryAfter?: string): SendOutcome => ({ kind: 'answered', status, retryAfter });

/** What a receiver does with one request. `handles`: it has taken the event, whatever it answers. */
interface Behaviour {
  handles: boolean;
  outcome: SendOutcome;
}

const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  // It works.
  fc.constant({ handles: true, outcome: answered(204) }),
  // It fails.
  fc.constantFrom(500, 404, 302, 100).map((status) => ({ handles: false, outcome: answered(status) })),
  // It stalls, or cannot be reached.
  fc
    .constantFrom<SendOutcome>({ kind: 'unanswered', cause: 'timeout' }, { kind: 'unanswered', cause: 'not_reached' })
    .map((outcome) => ({ handles: false, outcome })),
  // It lies: it takes the event and reports a failure, or names an impossible time.
  fc.constantFrom<SendOutcome>(answered(500), { kind: 'unanswered', cause: 'timeout' }).map((outcome) => ({
    handles: true,
    outcome,
  })),
  fc.constantFrom('soon', '-1', '999999999', 'Thu, 01 Jan 1970 00:00:00 GMT').map((retryAfter) => ({
    handles: false,
    outcome: answered(503, retryAfter),
  })),
);

const longestAskedMs = 4 * 3_600_000;

test('each event is handled at least once or dead-lettered, in the documented order of attempts, signed each time', async () => {
  // Prepare
  const webhook = aWebhook();
  const receiver = new Receiver(shownSecret(webhookSecret(webhookStageKey, webhook, webhook.secretVersion)));
  const eventCount = 6;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(behaviour, { minLength: maxAttempts, maxLength: maxAttempts }), {
        minLength: eventCount,
        maxLength: eventCount,
      }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (behaviours, random) => {
        const handled = new Set<string>();
        const ofEvent = new Map<string, WebhookAttempt[]>();
        const last = new Map<string, Behaviour>();
        const world = webhookWorld(
          memoryWebhooks(webhook),
          (attempt) => {
            const { atMs, id, headers, body } = attempt;
            const before = ofEvent.get(id) ?? [];
            const now = behaviours[Number(id.split('-')[1])]?.[before.length];
            if (now === undefined) throw new Error(`attempt ${before.length + 1} of ${id}`);
            vi.setSystemTime(atMs);
            const { data } = receiver.verify(body, { ...headers }) as { data: { eventId: string } };
            if (now.handles) handled.add(data.eventId);
            ofEvent.set(id, [...before, attempt]);
            last.set(id, now);
            return now.outcome;
          },
          () => random,
        );
        const ids = Array.from({ length: eventCount }, (_, n) => `event-${n}`);
        // Act
        const at = new Date(startMs).toISOString();
        await world.publish(
          ...ids.map((id) => ({ id, type: 'call.ringing', timestamp: at, data: { eventId: id, at } })),
        );
        await world.run();
        // Assess
        const dead = world.dead.map(({ task }) => task.event.id);
        for (const id of ids) {
          const attempts = ofEvent.get(id) ?? [];
          const outcome = last.get(id)?.outcome;
          const isAccepted = outcome?.kind === 'answered' && outcome.status === 204;
          expect([id, dead.includes(id)]).toEqual([id, !isAccepted]);
          if (isAccepted) expect(handled).toContain(id);
          else expect(attempts).toHaveLength(maxAttempts);
          expect(new Set(attempts.map(({ body }) => body)).size).toBe(1);
          for (const [index, delayMs] of attemptDelaysMs.slice(0, attempts.length - 1).entries()) {
            const waitedMs = (attempts[index + 1]?.atMs ?? 0) - (attempts[index]?.atMs ?? 0);
            expect(waitedMs).toBeGreaterThanOrEqual(delayMs);
            expect(waitedMs).toBeLessThanOrEqual(Math.max(Math.ceil(delayMs * (1 + jitterShare)), longestAskedMs));
          }
        }
        expect(new Set(dead).size).toBe(dead.length);
      },
    ),
    { numRuns: 40 },
  );
});
