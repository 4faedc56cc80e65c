/** Deliveries over simulated days, with a clock that jumps to whatever is due next. */
import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../shared/webhooks/ports.ts';
import { attemptDelaysMs, maxAttempts } from '../../../shared/webhooks/rules/attempts.ts';
import type { WebhookEvent } from '../../../shared/webhooks/rules/task.ts';
import { disabledAfterMs, type Webhook } from '../../../shared/webhooks/rules/webhook.ts';
import { startMs } from '../../support/factories.ts';
import { aWebhook, memoryWebhooks } from '../../support/memory/webhooks.ts';
import { type WebhookAttempt, webhookWorld } from '../../support/memory/webhookWorld.ts';

const at = '2026-11-22T12:00:00.000Z';
const anEvent = (n = 1, type = 'call.ringing'): WebhookEvent => ({
  id: `event-${n}`,
  type,
  timestamp: at,
  data: { eventId: `event-${n}`, at },
});

const status = (code: number, retryAfter?: string): SendOutcome => ({ kind: 'answered', status: code, retryAfter });
const gaps = (attempts: readonly WebhookAttempt[]) =>
  attempts.slice(1).map(({ atMs }, index) => atMs - (attempts[index]?.atMs ?? 0));

describe('a delivery', () => {
  it('is attempted in the documented order until the receiver accepts it', async () => {
    // Prepare
    const { publish, run, attempts, dead } = webhookWorld(memoryWebhooks(aWebhook()), (_attempt, n) =>
      status(n < maxAttempts ? 500 : 204),
    );

    // Act
    await publish(anEvent());
    await run();

    // Assess
    expect(gaps(attempts)).toEqual([...attemptDelaysMs]);
    expect(new Set(attempts.map(({ id }) => id))).toEqual(new Set(['event-1']));
    expect(dead).toEqual([]);
  });

  it('is dead-lettered after the last attempt', async () => {
    // Prepare
    const { publish, run, attempts, dead } = webhookWorld(memoryWebhooks(aWebhook()), () => ({
      kind: 'unanswered',
      cause: 'timeout',
    }));

    // Act
    await publish(anEvent());
    await run();

    // Assess
    expect(attempts).toHaveLength(maxAttempts);
    expect(dead).toMatchObject([{ reason: 'failed', error: 'timeout', task: { event: { id: 'event-1' } } }]);
  });

  it.each([301, 302, 400, 404, 429, 500, 502, 504])('is not done with an answer of %s', async (code) => {
    // Prepare
    const { publish, run, attempts } = webhookWorld(memoryWebhooks(aWebhook()), (_attempt, n) =>
      status(n === 1 ? code : 200),
    );

    // Act
    await publish(anEvent());
    await run();

    // Assess
    expect(attempts).toHaveLength(2);
  });

  it('waits as long as the receiver asks', async () => {
    // Prepare
    const { publish, run, attempts } = webhookWorld(memoryWebhooks(aWebhook()), (_attempt, n) =>
      n === 1 ? status(429, '3600') : status(200),
    );

    // Act
    await publish(anEvent());
    await run();

    // Assess
    expect(gaps(attempts)).toEqual([3_600_000]);
  });

  it('reaches each webhook that wants the event, whatever the others answer', async () => {
    // Prepare
    const webhooks = memoryWebhooks(
      aWebhook({ webhookId: 'good', url: 'https://good.example.com/', events: ['call.*'] }),
      aWebhook({ webhookId: 'bad', url: 'https://bad.example.com/' }),
      aWebhook({ webhookId: 'other', url: 'https://other.example.com/', events: ['message.sent', 'call.ended'] }),
    );
    const { publish, run, attempts, dead } = webhookWorld(webhooks, ({ url }) =>
      status(url.includes('bad') ? 500 : 200),
    );

    // Act
    await publish(anEvent());
    await run();

    // Assess
    expect(attempts.filter(({ url }) => url.includes('good'))).toHaveLength(1);
    expect(attempts.filter(({ url }) => url.includes('bad'))).toHaveLength(maxAttempts);
    expect(attempts.filter(({ url }) => url.includes('other'))).toEqual([]);
    expect(dead).toHaveLength(1);
  });

  it('is not sent to a webhook that was deleted', async () => {
    // Prepare
    const webhooks = memoryWebhooks(aWebhook());
    const { publish, run, attempts, dead } = webhookWorld(webhooks, () => status(200));

    // Act
    await publish(anEvent());
    await webhooks.remove('backend');
    await run();

    // Assess
    expect([attempts, dead]).toEqual([[], []]);
  });

  it('loses none of many events while the receiver fails at random', async () => {
    // Prepare
    let seed = 7;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const accepted: string[] = [];
    const { publish, run, dead } = webhookWorld(
      memoryWebhooks(aWebhook()),
      ({ id }) => {
        if (random() < 0.7) return status(500);
        accepted.push(id);
        return status(200);
      },
      random,
    );
    const events = Array.from({ length: 500 }, (_, n) => anEvent(n));

    // Act
    await publish(...events);
    await run();

    // Assess
    const ends = new Set([...accepted, ...dead.map(({ task }) => task.event.id)]);
    expect(ends.size).toBe(500);
    expect(accepted.length + dead.length).toBe(500);
  });
});

describe('a webhook', () => {
  it('is disabled at once by an answer of 410', async () => {
    // Prepare
    const webhooks = memoryWebhooks(aWebhook());
    const { publish, run, attempts, dead, ports } = webhookWorld(webhooks, () => status(410));

    // Act
    await publish(anEvent(1), anEvent(2));
    await run();
    await publish(anEvent(3));
    await run();

    // Assess
    expect(attempts).toHaveLength(1);
    expect(dead.map(({ reason }) => reason)).toEqual(['webhook_disabled', 'webhook_disabled']);
    expect(await webhooks.read('backend')).toMatchObject({ disabledBecause: 'gone', disabledAtMs: startMs });
    expect(ports.metrics.recorded.map(({ name }) => name)).toEqual(['WebhookDisabled']);
  });

  it('is disabled when nothing was accepted for three days', async () => {
    // Prepare
    const webhooks = memoryWebhooks(aWebhook());
    const { publish, run, jump, dead } = webhookWorld(webhooks, () => status(500));

    // Act
    await publish(anEvent(1));
    await run();
    jump(disabledAfterMs);
    await publish(anEvent(2));
    await run();

    // Assess
    expect(dead.map(({ reason }) => reason)).toEqual(['failed', 'webhook_disabled']);
    expect(await webhooks.read('backend')).toMatchObject({ failingSinceMs: startMs, disabledBecause: 'failing' });
  });

  it('begins to count its failures after each success', async () => {
    // Prepare
    const webhooks = memoryWebhooks(aWebhook());
    let isDown = true;
    const { publish, run, jump } = webhookWorld(webhooks, () => status(isDown ? 500 : 200));

    // Act
    await publish(anEvent(1));
    await run();
    isDown = false;
    await publish(anEvent(2));
    await run();
    isDown = true;
    jump(disabledAfterMs);
    await publish(anEvent(3));
    await run();

    // Assess
    expect((await webhooks.read('backend'))?.disabledAtMs).toBeUndefined();
    expect((await webhooks.read('backend'))?.failingSinceMs).toBeGreaterThan(startMs + disabledAfterMs);
  });

  describe('of which workers know what was true a minute ago', () => {
    /** @param known what the workers know, whatever is stored. */
    const outdated = (known: Webhook) => {
      const webhooks = memoryWebhooks(aWebhook());
      return { webhooks, seen: { ...webhooks, known: async () => [known] } };
    };

    it('is no longer failing once the failed event is accepted', async () => {
      // Prepare
      const { webhooks, seen } = outdated(aWebhook());
      const { publish, run } = webhookWorld(seen, (_attempt, n) => status(n === 1 ? 500 : 204));

      // Act
      await publish(anEvent());
      await run();

      // Assess
      expect((await webhooks.read('backend'))?.failingSinceMs).toBeUndefined();
    });

    it('is not disabled by a failure after others have delivered', async () => {
      // Prepare
      const { webhooks, seen } = outdated(aWebhook({ failingSinceMs: startMs - disabledAfterMs }));
      const { publish, run, dead } = webhookWorld(seen, (_attempt, n) => status(n === 1 ? 500 : 204));

      // Act
      await publish(anEvent());
      await run();

      // Assess
      expect(dead).toEqual([]);
      expect((await webhooks.read('backend'))?.disabledAtMs).toBeUndefined();
    });
  });
});
