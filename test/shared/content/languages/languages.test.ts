import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { en } from '../../../../shared/content/languages/en.ts';
import { fallbackOf } from '../../../../shared/content/languages/fallback.ts';
import { bestLanguage, wordsFor } from '../../../../shared/content/languages/languages.ts';
import { zhHans } from '../../../../shared/content/languages/zhHans.ts';
import { zhHant } from '../../../../shared/content/languages/zhHant.ts';

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
    'for %j, without labels of its own, are English',
    (locale) => {
      // Prepare: the row

      // Act
      const found = wordsFor(locale);

      // Assess
      expect(found).toBe(en);
    },
  );
});

describe('the best of several languages', () => {
  it.each<[string, readonly string[], string, string | undefined]>([
    ['an exact match', ['en', 'en-GB'], 'en-GB', 'en-GB'],
    ['the same region', ['pt-BR', 'pt-PT'], 'pt-PT', 'pt-PT'],
    ['any region rather than none', ['pt-BR'], 'pt-PT', 'pt-BR'],
    ['the likely region', ['en-GB', 'en-US'], 'en', 'en-US'],
    ['the script that the region reads', ['zh-CN', 'zh-TW'], 'zh-HK', 'zh-TW'],
    ['never the other script', ['zh-CN'], 'zh-Hant', undefined],
    ['none in a foreign script', ['de', 'fr'], 'en', undefined],
    ['none from an empty list', [], 'en', undefined],
    ['none for an invalid tag', ['en'], '?', undefined],
    ['the parent rather than the language', ['es', 'es-419'], 'es-MX', 'es-419'],
    ['the language rather than a cousin', ['es-AR', 'es'], 'es-MX', 'es'],
    ['a cousin rather than the other continent', ['es-ES', 'es-AR'], 'es_MX', 'es-AR'],
    ['the language where there is nothing nearer', ['es-ES'], 'es-MX', 'es-ES'],
    ['not the parent of others', ['es-419', 'es'], 'es-ES', 'es'],
    ['the English of the world', ['en', 'en-001'], 'en-GB', 'en-001'],
    ['the English of the world, by way of Europe', ['en', 'en-001'], 'en-DE', 'en-001'],
    ["Britain's rather than America's", ['en-US', 'en-GB'], 'en-AU', 'en-GB'],
    ["Portugal's Portuguese in Angola", ['pt', 'pt-BR', 'pt-PT'], 'pt-AO', 'pt-PT'],
    ['traditional, never simplified', ['zh', 'zh-Hant'], 'zh-TW', 'zh-Hant'],
    ["Hong Kong's", ['zh-Hant', 'zh-Hant-HK', 'zh'], 'zh-HK', 'zh-Hant-HK'],
    ["Hong Kong's in Macau", ['zh-TW', 'zh-HK'], 'zh-MO', 'zh-HK'],
    ['Bokmål for Norwegian', ['sv', 'nn', 'nb'], 'no', 'nb'],
    ['Norwegian for Bokmål', ['da', 'no'], 'nb-NO', 'no'],
    ['Bokmål for Nynorsk, when there is no Nynorsk', ['da', 'nb'], 'nn-NO', 'nb'],
    ['Latin Serbian alone', ['sr', 'sr-Latn'], 'sr-Latn-RS', 'sr-Latn'],
    ['no Cyrillic for readers of Latin', ['sr'], 'sr-Latn', undefined],
    ['Serbian for its former name', ['sr', 'sr-Latn'], 'sh', 'sr-Latn'],
    ['English for Hindi in Latin letters', ['hi', 'en'], 'hi-Latn', 'en'],
    ['Filipino for its former name', ['fil'], 'tl', 'fil'],
    ['none for a tag that takes seconds to read', ['en'], `en${'-10000'.repeat(39_000)}`, undefined],
    ['an invalid tag is never best', ['?', 'en'], 'en', 'en'],
  ])('is %s', (_what, offered, locale, expected) => {
    // Prepare: the row

    // Act
    const found = bestLanguage(offered, locale);

    // Assess
    expect(found).toBe(expected);
  });
});

describe('an overlong tag, as the table may hold one', () => {
  it('is not parsed, because that takes seconds', () => {
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

describe('any reader', () => {
  const regions = [
    '',
    '-US',
    '-GB',
    '-AU',
    '-MX',
    '-AR',
    '-ES',
    '-PT',
    '-AO',
    '-BR',
    '-TW',
    '-HK',
    '-MO',
    '-CN',
    '-NO',
    '-RS',
  ];
  const scripts = ['', '-Latn', '-Hans', '-Hant', '-Cyrl'];
  const tags = fc
    .tuple(
      fc.constantFrom('en', 'es', 'pt', 'zh', 'nb', 'nn', 'no', 'sr', 'hi'),
      fc.constantFrom(...scripts),
      fc.constantFrom(...regions),
    )
    .map((parts) => parts.join(''));

  it('gets their own tag whenever it is offered', () => {
    fc.assert(
      fc.property(fc.array(tags), fc.array(tags), tags, (before, after, own) => {
        // Act
        const found = bestLanguage([...before, own, ...after], own);

        // Assess
        expect(found).toBe(own);
      }),
    );
  });

  it("gets the first of CLDR's parents that is offered", () => {
    fc.assert(
      fc.property(tags, fc.nat(), (own, choice) => {
        // Prepare
        const chain = fallbackOf(own) ?? [];
        const offered = chain.slice(choice % chain.length).toReversed();

        // Act
        const found = bestLanguage(offered, own);

        // Assess
        expect(found).toBe(offered.at(-1));
      }),
    );
  });

  it('gets their own language and script whenever offered, and never another script of it', () => {
    const written = (tag: string) => new Intl.Locale(tag).maximize();
    fc.assert(
      fc.property(fc.array(tags, { minLength: 1 }), tags, (offered, own) => {
        // Act
        const found = bestLanguage(offered, own);

        // Assess
        const { language, script } = written(own);
        const isReadable = (tag: string) => written(tag).language === language && written(tag).script === script;
        if (offered.some(isReadable)) expect(found).toBeDefined();
        if (found !== undefined && written(found).language === language) expect(written(found).script).toBe(script);
      }),
    );
  });
});
