import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../../../../shared/devices/rules/deviceFacts.ts';
import { isQuietAt } from '../../../../shared/people/rules/doNotDisturb.ts';
import { readLanguageTag } from '../../../../shared/platform/languageTag.ts';
import { longestLocale } from '../../../../shared/platform/limits.ts';
import { readTimeZone } from '../../../../shared/platform/timeZone.ts';

describe('a language', () => {
  it.each([
    ['en-US', 'en-US'],
    ['en_US@rg=gbzzzz', 'en-US'],
    ['zh_Hans_CN', 'zh-Hans-CN'],
    ['zh-hant-hk', 'zh-Hant-HK'],
    ['sr_Latn_RS@currency=EUR;calendar=buddhist', 'sr-Latn-RS'],
    ['de_DE.UTF-8@euro', 'de-DE'],
    ['es-419', 'es-419'],
    [' fr ', 'fr'],
    ['en-GB-u-ca-buddhist', 'en-GB-u-ca-buddhist'],
    ['zh-Hans-CN-u-ca-chinese-hc-h12-nu-hanidec', 'zh-Hans-CN'],
    ['en-abcdefgh-abcdefgi-abcdefgj-abcdef', undefined],
    ['C', undefined],
    ['', undefined],
    ['@rg=gbzzzz', undefined],
    ['中文', undefined],
    ['en-', undefined],
  ])('that a phone writes as %j is %j', (text, expected) => {
    // Act
    const tag = readLanguageTag(text);

    // Assess
    expect(tag).toBe(expected);
  });

  it('is a stable tag of at most 35 characters or none, for any input', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);
    const texts = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.tuple(fc.array(part, { maxLength: 40 }), fc.constantFrom('-', '_')).map(([parts, by]) => parts.join(by)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        // Act
        const tag = readLanguageTag(text);

        // Assess
        if (tag !== undefined) {
          expect(tag.length).toBeLessThanOrEqual(longestLocale);
          expect(readLanguageTag(tag)).toBe(tag);
        }
      }),
    );
  });
});

describe('a time zone', () => {
  it.each([
    ['Asia/Shanghai', 'Asia/Shanghai'],
    ['GMT+0800', '+08:00'],
    ['GMT-0330', '-03:30'],
    ['GMT+8', '+08:00'],
    ['UTC+5:30', '+05:30'],
    ['utc+05:45', '+05:45'],
    ['GMT \u22123', '-03:00'],
    ['+0900', '+09:00'],
    ['+13:45', '+13:45'],
    ['GMT+0000', 'UTC'],
    ['Z', 'UTC'],
    ['GMT', 'GMT'],
    ['Etc/GMT-8', 'Etc/GMT-8'],
    ['GMT+9900', undefined],
    ['GMT+0875', undefined],
    ['Mars/Olympus', undefined],
    ['', undefined],
    ['中国标准时间', undefined],
  ])('that a phone writes as %j is %j', (text, expected) => {
    // Act
    const zone = readTimeZone(text);

    // Assess
    expect(zone).toBe(expected);
  });

  it('written as an offset has the hours of that offset', () => {
    // Prepare
    const windows = [{ start: '22:00', end: '07:00' }];

    // Act
    const quiet = isQuietAt({ windows }, readTimeZone('GMT+0800') ?? '', Date.parse('2026-11-22T15:00:00Z'));

    // Assess
    expect(quiet).toBe(true);
  });

  it('in the table counts as UTC when it is unknown', () => {
    // Act
    const quiet = isQuietAt(
      { windows: [{ start: '22:00', end: '07:00' }] },
      'Mars/Olympus',
      Date.parse('2026-11-22T23:00:00Z'),
    );

    // Assess
    expect(quiet).toBe(true);
  });
});

describe('facts of a phone', () => {
  it('are read in the notation of phones', () => {
    // Act
    const read = readFacts({
      platform: 'Phone',
      locale: 'en_US@rg=gbzzzz',
      timeZone: 'GMT+0800',
      territory: 'cn',
      permission: 'NotDetermined',
      appVersion: ' 1.2.3 (45) ',
      osVersion: null,
    });

    // Assess
    expect(read).toEqual({
      facts: {
        platform: 'phone',
        locale: 'en-US',
        timeZone: '+08:00',
        territory: 'CN',
        permission: 'notDetermined',
        appVersion: '1.2.3 (45)',
      },
      ignored: [],
    });
  });

  it('that are unreadable are left out, each with its expected form', () => {
    // Act
    const { facts, ignored } = readFacts({
      platform: 'fridge',
      locale: '中文',
      timeZone: 'Mars/Olympus',
      territory: 'China',
      permission: 'yes',
      appVersion: '1'.repeat(65),
      osVersion: '26\u0000',
      kitVersion: '',
    });

    // Assess
    expect(facts).toEqual({});
    expect(ignored.map(({ path }) => path)).toEqual([
      '/platform',
      '/locale',
      '/timeZone',
      '/territory',
      '/permission',
      '/appVersion',
      '/osVersion',
      '/kitVersion',
    ]);
    expect(ignored[1]?.message).toBe('must be a language tag such as zh-Hans-CN');
  });

  it('are each read or left out, for any input', () => {
    const said = fc.option(fc.oneof(fc.string({ maxLength: 255 }), fc.constantFrom('CN', 'en', 'UTC', '1')), {
      nil: undefined,
    });
    fc.assert(
      fc.property(fc.record({ locale: said, timeZone: said, territory: said, appVersion: said }), (facts) => {
        // Act
        const read = readFacts(facts);

        // Assess
        const names = Object.entries(facts).flatMap(([name, text]) => (text === undefined ? [] : [name]));
        const ignored = read.ignored.map(({ path }) => path.slice(1));
        expect([...Object.keys(read.facts), ...ignored].sort()).toEqual(names.sort());
      }),
    );
  });
});
