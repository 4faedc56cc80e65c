import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertPayload } from '../../../shared/rules/alertPayload.ts';
import { payloadBytes } from '../../../shared/rules/sizeGuard.ts';
import { aMessage } from '../../support/factories.ts';

const ringpost = { messageId: aMessage().messageId, conversationId: 'user:alice' };

describe("an alert's payload", () => {
  it('holds the text, the badge, the default sound and what the app needs to find the conversation', () => {
    // Prepare
    const message = aMessage();

    // Act
    const result = alertPayload(message, 'Alice', 3);

    // Assess
    expect(result).toEqual({
      payload: { aps: { alert: { body: 'Alice:hi' }, badge: 3, sound: 'default' }, ringpost },
      truncated: false,
    });
  });

  it('shows the title in addition to desc, plays the named sound and passes ext on', () => {
    // Prepare
    const ext = { entity: { action: 1 }, list: [null, 'é'] };
    const offlinePush = { title: 'News', desc: 'You have mail', sound: 'ring.caf', ext };

    // Act
    const result = alertPayload(aMessage({ offlinePush }), 'Alice', 1);

    // Assess
    expect(result?.payload).toEqual({
      aps: { alert: { title: 'News', body: 'You have mail' }, badge: 1, sound: 'ring.caf' },
      ringpost,
      ext,
    });
  });

  it.each([
    ['an empty title', { title: '' }, { aps: { alert: { title: '', body: 'hi' }, badge: 1, sound: 'default' } }],
    ['no sound', { sound: 'none' }, { aps: { alert: { body: 'hi' }, badge: 1 } }],
    ['an ext that is a text', { ext: '{"a":1}' }, { ext: '{"a":1}' }],
    ['an ext that is null', { ext: null }, { ext: null }],
    ['an ext that is 0', { ext: 0 }, { ext: 0 }],
  ])('takes %s as it is', (_what, offlinePush, expected) => {
    // Prepare
    const message = aMessage({ offlinePush });

    // Act
    const result = alertPayload(message, undefined, 1);

    // Assess
    const usual = { aps: { alert: { body: 'hi' }, badge: 1, sound: 'default' }, ringpost };
    expect(result?.payload).toStrictEqual({ ...usual, ...expected });
  });

  it('is at most 4,096 bytes, and only its body is shortened for that', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3700, max: 4200 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        (length, ext, title) => {
          // Prepare
          const text = 'x'.repeat(length);
          const message = aMessage({ elements: [{ type: 'text', text }], offlinePush: { ext, title } });

          // Act
          const result = alertPayload(message, 'Alice', 7);

          // Assess
          const whole = {
            aps: { alert: { title, body: `Alice:${text}` }, badge: 7, sound: 'default' },
            ringpost,
            ext,
          };
          const body = result?.payload.aps.alert.body ?? '';
          expect(result?.truncated).toBe(payloadBytes(whole) > 4096);
          expect(result?.payload).toEqual({ ...whole, aps: { ...whole.aps, alert: { title, body } } });
          expect(payloadBytes(result?.payload ?? {})).toBe(Math.min(4096, payloadBytes(whole)));
        },
      ),
    );
  });

  it.each([
    ['ext', { ext: 'x'.repeat(4096) }],
    ['the title', { title: 'x'.repeat(4096) }],
  ])('cannot be made when %s alone is too large', (_what, offlinePush) => {
    // Prepare
    const message = aMessage({ offlinePush });

    // Act
    const result = alertPayload(message, 'Alice', 1);

    // Assess
    expect(result).toBeUndefined();
  });
});
