/** The official library for JavaScript judges the signatures. */
import { Webhook as Receiver, WebhookVerificationError } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shownSecret, signedHeaders, webhookSecret } from '../../../shared/webhooks/rules/signature.ts';
import { previousSecretSignsMs, type Webhook } from '../../../shared/webhooks/rules/webhook.ts';
import { startMs } from '../../support/factories.ts';
import { aWebhook } from '../../support/memory/webhooks.ts';

const stageKey = 'a'.repeat(64);
const body = JSON.stringify({ type: 'call.ringing', timestamp: '2026-11-22T12:00:00.000Z', data: { name: 'Ж 🎉' } });

beforeEach(() => void vi.useFakeTimers({ now: startMs, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const receiver = (webhook: Webhook, version: number) =>
  new Receiver(shownSecret(webhookSecret(stageKey, webhook, version)));
const headersOf = (webhook: Webhook, nowMs = startMs) => ({
  ...signedHeaders(stageKey, webhook, 'event-1', body, nowMs),
});

describe('a signature', () => {
  it('is accepted by the official library', () => {
    // Prepare
    const webhook = aWebhook();

    // Act
    const verified = receiver(webhook, 1).verify(body, headersOf(webhook));

    // Assess
    expect(verified).toEqual(JSON.parse(body));
  });

  it.each([1, 2])('is accepted under the secret %s of two during a rotation', (version) => {
    // Prepare
    const webhook = aWebhook({ secretVersion: 2, rotatedAtMs: startMs - previousSecretSignsMs + 1 });

    // Act
    const verify = () => receiver(webhook, version).verify(body, headersOf(webhook));

    // Assess
    expect(verify).not.toThrow();
  });

  it('is no longer made with the old secret once the rotation is over', () => {
    // Prepare
    const webhook = aWebhook({ secretVersion: 2, rotatedAtMs: startMs - previousSecretSignsMs });

    // Act
    const verify = () => receiver(webhook, 1).verify(body, headersOf(webhook));

    // Assess
    expect(verify).toThrow(WebhookVerificationError);
    expect(() => receiver(webhook, 2).verify(body, headersOf(webhook))).not.toThrow();
  });

  it.each<[string, Webhook, string, Record<string, string>]>([
    ['another body', aWebhook(), body.replace('ringing', 'ended'), {}],
    ['another ID', aWebhook(), body, { 'webhook-id': 'event-2' }],
    ['another webhook', aWebhook({ webhookId: 'other' }), body, {}],
    ['a webhook that was created again under the same ID', aWebhook({ salt: 'other' }), body, {}],
  ])('is refused for %s', (_what, webhook, received, changes) => {
    // Prepare
    const headers = { ...headersOf(aWebhook()), ...changes };

    // Act
    const verify = () => receiver(webhook, 1).verify(received, headers);

    // Assess
    expect(verify).toThrow(WebhookVerificationError);
  });

  it('has the time of the attempt, because receivers refuse old ones', () => {
    // Prepare
    const webhook = aWebhook();
    const hourLaterMs = startMs + 3_600_000;
    vi.setSystemTime(hourLaterMs);

    // Act
    const headers = headersOf(webhook, hourLaterMs);

    // Assess
    expect(() => receiver(webhook, 1).verify(body, headers)).not.toThrow();
    expect(() => receiver(webhook, 1).verify(body, headersOf(webhook))).toThrow(WebhookVerificationError);
    expect(headers['webhook-id']).toBe('event-1');
  });
});
