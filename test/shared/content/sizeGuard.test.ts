import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, fitTexts, payloadBytes } from '../../../shared/content/sizeGuard.ts';

const build = (body: string) => ({ aps: { alert: { body } } });
const emptyPayloadBytes = payloadBytes(build(''));

/** Characters as a reader sees them: of one byte to 25, some of which JSON makes longer. */
const character = fc.oneof(
  fc.constantFrom(
    'a',
    ' ',
    '"',
    '\\',
    '\n',
    '\u0007',
    'é',
    'e\u0301',
    '语',
    '音',
    '👋',
    '🇨🇳',
    '👍🏽',
    '👨‍👩‍👧‍👦',
    '☎️',
    'क्षि',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);
const anyText = fc.array(character, { maxLength: 40 }).map((characters) => characters.join(''));
const anyLimit = fc.integer({ min: 0, max: 200 });

function charactersOf(text: string): string[] {
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
}

/** The same by trying every length, longest first. */
function longestThatFits(text: string, maxBytes: number): string | undefined {
  const characters = charactersOf(text);
  const candidates = [text, ...characters.map((_, dropped) => `${characters.slice(0, -dropped - 1).join('')}…`), '…'];
  return candidates.find((candidate) => payloadBytes(build(candidate)) <= maxBytes);
}

describe('the size of a payload', () => {
  it.each([
    ['{"a":""}', { a: '' }, 8],
    ['a two-byte character', { a: 'é' }, 10],
    ['a three-byte character', { a: '语' }, 11],
    ['a four-byte character', { a: '👋' }, 12],
    ['an escaped character', { a: '\u0007' }, 14],
  ])('counts the bytes of the UTF-8 JSON: %s', (_what, payload, expected) => {
    // Prepare: the row

    // Act
    const bytes = payloadBytes(payload);

    // Assess
    expect(bytes).toBe(expected);
  });
});

describe('a text that must fit', () => {
  it('is kept if it fits, or else cut to the longest prefix of whole characters that fits', () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, maxBytes) => {
        // Prepare
        const expected = longestThatFits(text, maxBytes);

        // Act
        const fitted = fitText(text, maxBytes, build);

        // Assess
        expect(fitted?.payload.aps.alert.body).toBe(expected);
        expect(fitted?.truncated ?? false).toBe(expected !== undefined && expected !== text);
      }),
      { numRuns: 1000 },
    );
  });

  it('makes valid UTF-8 and JSON within the limit', () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, maxBytes) => {
        // Prepare
        const fitted = fitText(text, maxBytes, build);
        fc.pre(fitted !== undefined);

        // Act
        const bytes = Buffer.from(JSON.stringify(fitted.payload));

        // Assess
        expect(bytes.length).toBeLessThanOrEqual(maxBytes);
        expect(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).toEqual(fitted.payload);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['at the exact limit is unchanged', 'hello', 5, 'hello'],
    ['one byte too large is shortened', 'hello', 4, 'h…'],
    ['without room for a character becomes an ellipsis', 'hello', 3, '…'],
    ['an emoji of several code points goes as a whole', 'ab👨‍👩‍👧‍👦', 7, 'ab…'],
    ['an emoji of several code points stays as a whole', '👨‍👩‍👧‍👦bcdef', 28, '👨‍👩‍👧‍👦…'],
    ['a flag is not halved', '🇨🇳🇨🇳🇨🇳', 19, '🇨🇳🇨🇳…'],
    ['an accent stays with its letter', 'xe\u0301yyy', 6, 'x…'],
    ['a quotation mark counts with its escape', '"""""', 9, '"""…'],
  ])('%s', (_behaviour, text, roomBytes, expected) => {
    // Prepare
    const maxBytes = emptyPayloadBytes + roomBytes;

    // Act
    const fitted = fitText(text, maxBytes, build);

    // Assess
    const payload = build(expected);
    expect(fitted).toEqual({ payload, truncated: expected !== text, bytes: payloadBytes(payload) });
  });

  it('does not fit when the rest of the payload is too large by itself', () => {
    // Prepare
    const maxBytes = emptyPayloadBytes + '…'.length;

    // Act
    const fitted = fitText('hello', maxBytes, build);

    // Assess
    expect(fitted).toBeUndefined();
  });

  it.each([
    ['Chinese', '语'.repeat(200_000), (4096 - emptyPayloadBytes - 3) / 3],
    ['families', '👨‍👩‍👧‍👦'.repeat(20_000), (4096 - emptyPayloadBytes - 3) / 25],
  ])('is cut at the limit at any length: %s', (_what, text, expectedCharacters) => {
    // Prepare: the row

    // Act
    const fitted = fitText(text, 4096, build);

    // Assess
    const characters = charactersOf(fitted?.payload.aps.alert.body ?? '');
    expect(characters.pop()).toBe('…');
    expect(characters).toHaveLength(Math.floor(expectedCharacters));
    expect(new Set(characters)).toEqual(new Set([charactersOf(text)[0]]));
  });
});

describe('several texts that must fit', () => {
  const buildAll = (texts: readonly string[]) => ({ texts });

  it('are shortened one after the other, only as far as needed, to a valid payload', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 3 }), anyLimit, (texts, maxBytes) => {
        // Prepare
        const wholeBytes = payloadBytes(buildAll(texts));

        // Act
        const fitted = fitTexts(texts, maxBytes, buildAll);

        // Assess
        if (fitted === undefined) {
          const least = texts.map((text) => (Buffer.byteLength(text) < 3 ? text : '…'));
          expect(payloadBytes(buildAll(least))).toBeGreaterThan(maxBytes);
          return;
        }
        const shown = fitted.payload.texts;
        const changed = shown.findLastIndex((text, index) => text !== texts[index]);
        expect(fitted.bytes).toBe(payloadBytes(fitted.payload));
        expect(fitted.bytes).toBeLessThanOrEqual(maxBytes);
        expect(fitted.truncated).toBe(wholeBytes > maxBytes);
        expect(shown.slice(changed + 1)).toEqual(texts.slice(changed + 1));
        for (const text of shown.slice(0, Math.max(0, changed))) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3);
      }),
      { numRuns: 1000 },
    );
  });

  it('can be empty', () => {
    // Prepare
    const bytes = payloadBytes(buildAll([]));

    // Act
    const [fits, tooLarge] = [fitTexts([], bytes, buildAll), fitTexts([], bytes - 1, buildAll)];

    // Assess
    expect(fits).toEqual({ payload: { texts: [] }, truncated: false, bytes });
    expect(tooLarge).toBeUndefined();
  });
});
