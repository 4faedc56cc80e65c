import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { OfflinePush } from '../../../../shared/content/offlinePush.ts';
import type { AlertView } from '../../../../shared/content/payloads/alertPayload.ts';
import { messagePayload } from '../../../../shared/content/payloads/messagePayload.ts';
import { preparedMessage } from '../../../../shared/content/payloads/preparedMessage.ts';
import { notesOf } from '../../../../shared/content/payloads/ringAlert.ts';
import { anyJson } from '../../../support/anyJson.ts';
import { aMessage } from '../../../support/factories.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const text = fc.string({ unit: 'grapheme', maxLength: 30 });
/** From short to longer than any payload, so that the limit falls on every digit of a badge. */
const longText = fc
  .tuple(text, fc.integer({ min: 0, max: 5200 }))
  .map(([ending, length]) => 'é'.repeat(length / 2) + ending);
const offlinePush: fc.Arbitrary<OfflinePush> = fc.record(
  {
    pushType: fc.constantFrom('alert', 'background', 'voip'),
    title: text,
    desc: longText,
    sound: fc.constantFrom('none', 'ring.caf'),
    threadId: text,
    contentFree: fc.boolean(),
    wakeInBackground: fc.boolean(),
    communication: fc.boolean(),
    ext: anyJson,
  },
  { requiredKeys: [] },
);
const badge = fc.option(fc.oneof(fc.nat(120), fc.constantFrom(999, 1000, Number.MAX_SAFE_INTEGER)), { nil: undefined });
const view: fc.Arbitrary<AlertView> = fc.record({
  locale: fc.constantFrom('en', 'de', 'zh-Hans'),
  badge,
  isSilent: fc.option(fc.boolean(), { nil: undefined }),
  receipt: fc.constantFrom(undefined, 't'.repeat(96), 'T'.repeat(96), 't'.repeat(390)),
});

describe('a prepared message', () => {
  test('is byte for byte what a single send makes, to the same size and with the same notes', () => {
    fc.assert(
      fc.property(offlinePush, longText, fc.array(view, { minLength: 1, maxLength: 6 }), (push, said, views) => {
        // Prepare
        const message = aMessage({
          sender: { nickname: 'Alice', avatarUrl: 'https://example.com/alice.png' },
          elements: [{ type: 'text', text: said }],
          offlinePush: push,
        });
        for (const phone of views) {
          for (const pushType of ['alert', push.pushType ?? 'alert'] as const) {
            // Act
            const prepared = preparedMessage(message, pushType, phone);

            // Assess
            const single = messagePayload(message, pushType, phone);
            expect(prepared?.payload.toString()).toBe(single && JSON.stringify(single.payload));
            expect(prepared?.bytes).toBe(single?.bytes);
            expect(prepared?.payload.bytes).toBe(single?.bytes);
            expect(prepared?.truncated).toBe(single?.truncated);
            expect(prepared?.notes).toEqual(single && notesOf(single.payload));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('is made once for each language and shape, for any number of phones', () => {
    // Prepare
    const message = aMessage({ offlinePush: { title: 'T' } });
    const stringify = vi.spyOn(JSON, 'stringify');
    const shapes: AlertView[] = [
      { locale: 'en' },
      { locale: 'de' },
      { locale: 'en', isSilent: true },
      { locale: 'en', badge: 10 },
      { locale: 'en', receipt: 't'.repeat(96) },
    ];

    // Act
    for (const shape of shapes) preparedMessage(message, 'alert', shape);
    const callsForShapes = stringify.mock.calls.length;
    for (let phone = 0; phone < 100; phone += 1) {
      for (const shape of shapes) {
        const receipt = shape.receipt && String(phone).padStart(96, 't');
        preparedMessage(message, 'alert', { ...shape, badge: shape.badge && 10 + (phone % 90), receipt });
      }
    }

    // Assess
    expect(callsForShapes).toBeGreaterThan(0);
    expect(stringify).toHaveBeenCalledTimes(callsForShapes);
  });
});
