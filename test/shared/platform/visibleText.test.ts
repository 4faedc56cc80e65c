import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertText } from '../../../shared/content/alertText.ts';
import { en } from '../../../shared/content/languages/en.ts';
import { alertPayload } from '../../../shared/content/payloads/alertPayload.ts';
import { fitText } from '../../../shared/content/sizeGuard.ts';
import { balanced, isVisible, shownName } from '../../../shared/platform/visibleText.ts';
import { directedText, isBalanced } from '../../support/bidi.ts';
import { aMessage } from '../../support/factories.ts';

const invisible = [
  '',
  ' ',
  '\t\n',
  '\u00A0\u3000',
  '\u200B',
  '\u2060\u200D',
  '\u200E\u200F\u061C',
  '\u202E',
  '\uFE0F',
  '\u{E0041}',
  '\u3164',
  '\u2800',
  '\uFEFF',
  '\u0000',
  '\uD800',
];

describe('a text', () => {
  it.each(invisible)('of %j shows nothing', (text) => {
    // Act
    const seen = isVisible(text);

    // Assess
    expect(seen).toBe(false);
  });

  it.each(['a', ' . ', '\u200Bא', '👋', '❤️', '👨‍👩‍👧', 'ﷺ', '。', '\u0600', '\uF8FF'])(
    'of %j shows something',
    (text) => {
      // Act
      const seen = isVisible(text);

      // Assess
      expect(seen).toBe(true);
    },
  );

  it('shows nothing with any number of invisible characters', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...invisible)), (texts) => {
        // Act
        const seen = isVisible(texts.join(''));

        // Assess
        expect(seen).toBe(false);
      }),
    );
  });
});

describe('a name', () => {
  it.each([
    [['Alice'], 'Alice'],
    [[undefined, ' \u200B', 'Alice'], 'Alice'],
    [['\u202E'], undefined],
    [['Al\r\nice\u2028!'], 'Al ice !'],
    [['\u202EecilA\u202C'], 'ecilA'],
    [['👨‍👩‍👧'], '👨‍👩‍👧'],
  ])('of %j is shown as %j', (names, expected) => {
    // Act
    const shown = shownName(...names);

    // Assess
    expect(shown).toBe(expected);
  });

  it('is on one line without direction marks, and undefined if nothing of it is visible', () => {
    fc.assert(
      fc.property(directedText, (name) => {
        // Act
        const shown = shownName(name);

        // Assess
        if (!isVisible(name)) expect(shown).toBeUndefined();
        else expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });
});

describe('the text of an alert', () => {
  const anyTexts = fc.record({ nickname: directedText, card: directedText, group: directedText, text: directedText });

  it('is balanced, and its names cannot change the text after them', () => {
    fc.assert(
      fc.property(anyTexts, ({ nickname, card, group, text }) => {
        // Prepare
        const content = alertText({ sender: {}, elements: [{ type: 'text', text }] }, en);

        // Act
        const shown = alertText(
          { sender: { nickname, card }, group: { groupId: 'g', name: group }, elements: [{ type: 'text', text }] },
          en,
        );

        // Assess
        expect(isBalanced(content)).toBe(true);
        expect(isBalanced(shown)).toBe(true);
        expect(shown.endsWith(content)).toBe(true);
        const names = shown.slice(0, shown.length - content.length);
        expect(names).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
        // Outside of isolates nothing is written from right to left.
        const outside = names.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, '');
        expect(outside).not.toMatch(/[\p{Script=Hebrew}\p{Script=Arabic}\u200F\u202A-\u202E\u2066-\u2069]/u);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a Latin name before Latin text', 'Alice', 'hi', 'Alice:hi'],
    ['a Chinese name before Chinese text', '爱丽丝', '你好', '爱丽丝:你好'],
    ['a Latin name before Hebrew text', 'Alice', 'שלום', '\u2068Alice\u2069:שלום'],
    ['a Hebrew name before Latin text', 'אליס', 'hi 7', '\u2068אליס\u2069:hi 7'],
    ['a name that would turn the rest around', 'Alice\u202E', 'hi', 'Alice:hi'],
    ['a name of spaces', '  \u2060', 'hi', 'hi'],
  ])('with %s reads correctly', (_what, nickname, text, expected) => {
    // Act
    const shown = alertText({ sender: { nickname }, elements: [{ type: 'text', text }] }, en);

    // Assess
    expect(shown).toBe(expected);
  });

  it('stays balanced when cut, and within its limit', () => {
    fc.assert(
      fc.property(fc.array(directedText), fc.integer({ min: 30, max: 400 }), (texts, maxBytes) => {
        // Prepare
        const text = balanced(texts.join(''));

        // Act
        const fitted = fitText(text, maxBytes, (shorter) => ({ shorter }));

        // Assess
        expect(isBalanced(fitted?.payload.shorter ?? '')).toBe(true);
        expect(fitted?.bytes).toBeLessThanOrEqual(maxBytes);
      }),
    );
  });

  it('is balanced in every field of the payload, for any input of its sender', () => {
    fc.assert(
      fc.property(directedText, directedText, directedText, (title, desc, value) => {
        // Prepare
        const offlinePush = { title, subtitle: 'by {{name}}, who', desc, variables: { name: value } };

        // Act
        const result = alertPayload(aMessage({ offlinePush }), { locale: 'en' });

        // Assess
        const { alert } = result?.payload.aps ?? { alert: {} };
        for (const text of [alert.title, alert.subtitle, alert.body]) expect(isBalanced(text ?? '')).toBe(true);
        expect(alert.subtitle?.endsWith(', who')).toBe(true);
      }),
    );
  });
});
