import { describe, expect, it, vi } from 'vitest';
import { en } from '../../../../shared/rules/languages/en.ts';
import { bestLanguage, wordsFor } from '../../../../shared/rules/languages/languages.ts';
import { zhHans } from '../../../../shared/rules/languages/zhHans.ts';
import { zhHant } from '../../../../shared/rules/languages/zhHant.ts';

describe("a reader's words", () => {
  it.each([
    ['en', en],
    ['en-US', en],
    ['en_GB', en],
    ['EN-au', en],
    ['zh', zhHans],
    ['zh-CN', zhHans],
    ['zh_CN', zhHans],
    ['zh-SG', zhHans],
    ['zh-Hans', zhHans],
    ['zh-Hans-HK', zhHans],
    ['zh-Hant', zhHant],
    ['zh_Hant_TW', zhHant],
    ['zh-TW', zhHant],
    ['zh-HK', zhHant],
    ['zh-MO', zhHant],
  ])('in %s are of that language and script', (locale, words) => {
    // Prepare: the row

    // Act
    const found = wordsFor(locale);

    // Assess
    expect(found).toBe(words);
  });

  it.each(['fr-FR', 'ja', 'tlh', 'xx-YY', 'not a tag', ''])(
    'for %j, which is not spoken here, are English',
    (locale) => {
      // Prepare: the row

      // Act
      const found = wordsFor(locale);

      // Assess
      expect(found).toBe(en);
    },
  );

  it('are those of the source documents for who has not said a language', () => {
    // Prepare: nothing

    // Act
    const found = wordsFor(undefined);

    // Assess
    expect(found.voice).toBe('[语音]');
  });
});

describe('the best of several languages', () => {
  it.each<[string, readonly string[], string | undefined, string | undefined]>([
    ['the very one', ['en', 'en-GB'], 'en-GB', 'en-GB'],
    ['the same region', ['pt-BR', 'pt-PT'], 'pt-PT', 'pt-PT'],
    ['any region rather than none', ['pt-BR'], 'pt-PT', 'pt-BR'],
    ['the likely region', ['en-GB', 'en-US'], 'en', 'en-US'],
    ['the script that the region reads', ['zh-CN', 'zh-TW'], 'zh-HK', 'zh-TW'],
    ['never the other script', ['zh-CN'], 'zh-Hant', undefined],
    ['none that the reader does not read', ['de', 'fr'], 'en', undefined],
    ['none of none', [], 'en', undefined],
    ['none for who has not said', ['en'], undefined, undefined],
    ['none for what is no tag', ['en'], '?', undefined],
    ['what is no tag is never best', ['?', 'en'], 'en', 'en'],
  ])('is %s', (_what, offered, locale, expected) => {
    // Prepare: the row

    // Act
    const found = bestLanguage(offered, locale);

    // Assess
    expect(found).toBe(expected);
  });
});

describe('a tag that is longer than any language has, as the table may hold one', () => {
  it('is not read at all, because that takes seconds', () => {
    // Prepare
    const variants = Array.from({ length: 39_000 }, (_, index) => `-${10_000 + index}`).join('');
    const read = vi.spyOn(Intl, 'Locale');

    // Act
    const found = [wordsFor(`zh${variants}`), bestLanguage(['en', `en${variants}`], `en${variants}`)];

    // Assess
    expect(found).toEqual([en, undefined]);
    expect(read.mock.calls.filter(([tag]) => String(tag).length > 35)).toEqual([]);
    read.mockRestore();
  });
});
