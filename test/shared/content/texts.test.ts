import { describe, expect, it } from 'vitest';
import type { MessageElement } from '../../../shared/content/message.ts';
import type { OfflinePush } from '../../../shared/content/offlinePush.ts';
import { shownTexts, showsText, variablesIn } from '../../../shared/content/texts.ts';
import { aMessage } from '../../support/factories.ts';

const fromAlice = (offlinePush: OfflinePush, elements: MessageElement[] = [{ type: 'text', text: 'hi' }]) =>
  aMessage({ sender: { nickname: 'Alice' }, offlinePush, elements });
const custom: MessageElement[] = [{ type: 'custom' }];

describe('the text that a reader sees', () => {
  const greetings = {
    en: { title: 'Hello', subtitle: 'Sub', desc: 'How are you?' },
    'zh-Hans': { title: '你好', desc: '吃了吗？' },
    'zh-Hant': { desc: '食咗飯未？' },
  };

  it.each<[string, OfflinePush, string, object]>([
    ['the same for all', { title: 'T', subtitle: 'S', desc: 'D' }, 'fr', { title: 'T', subtitle: 'S', body: 'D' }],
    ['English', { texts: greetings }, 'en-AU', { title: 'Hello', subtitle: 'Sub', body: 'How are you?' }],
    [
      'Chinese, and the common text where Chinese has none',
      { texts: greetings, subtitle: 'S' },
      'zh_CN',
      { title: '你好', subtitle: 'S', body: '吃了吗？' },
    ],
    ['traditional Chinese', { texts: greetings, title: 'T' }, 'zh-TW', { title: 'T', body: '食咗飯未？' }],
    ['the common text, in another language', { texts: greetings, desc: 'D' }, 'fr', { body: 'D' }],
    ['the message, in another language', { texts: greetings }, 'fr', { body: 'Alice:hi' }],
    [
      'each text from the nearest language that has it',
      { texts: { es: { title: 'España', desc: 'vale' }, 'es-419': { desc: 'listo' }, 'es-ES': { subtitle: 'S' } } },
      'es_MX',
      { title: 'España', subtitle: 'S', body: 'listo' },
    ],
    [
      "the common text where the language's own is invisible",
      { texts: { en: { desc: ' ' } }, desc: 'D' },
      'en',
      { body: 'D' },
    ],
    [
      'the message where every text is invisible',
      { texts: { en: { desc: '' } }, desc: '\u200B', title: ' ' },
      'en',
      { body: 'Alice:hi' },
    ],
  ])('is %s', (_what, offlinePush, locale, expected) => {
    // Prepare
    const message = fromAlice(offlinePush);

    // Act
    const shown = shownTexts(message, locale);

    // Assess
    expect(shown).toEqual(expected);
  });

  it('is a desc in another language when the message itself shows nothing', () => {
    // Prepare
    const message = fromAlice({ texts: { de: { title: 'Nur Titel' }, en: { desc: 'A gift' } } }, custom);

    // Act
    const shown = shownTexts(message, 'fr');

    // Assess
    expect(shown).toEqual({ body: 'A gift' });
  });

  it.each([
    ['en', 'New message'],
    ['zh-Hans', '你有一条新消息'],
    ['zh-Hant', '你有一則新訊息'],
  ])('in %s is %s for content-free messages', (locale, body) => {
    // Prepare
    const message = fromAlice({ contentFree: true, title: 'T', desc: 'D', texts: greetings });

    // Act
    const shown = shownTexts(message, locale);

    // Assess
    expect(shown).toEqual({ body });
  });
});

describe('a template', () => {
  it('is filled in all its texts, in every language', () => {
    // Prepare
    const variables = { name: 'Bob', count: '3' };
    const texts = { en: { desc: 'Dear {{name}}: {{count}}' } };
    const message = fromAlice({
      title: '{{ name }}!',
      subtitle: '{{name}}{{name}}',
      desc: '{{count}}',
      texts,
      variables,
    });

    // Act
    const shown = [shownTexts(message, 'en'), shownTexts(message, 'fr')];

    // Assess
    expect(shown).toEqual([
      { title: 'Bob!', subtitle: 'BobBob', body: 'Dear Bob: 3' },
      { title: 'Bob!', subtitle: 'BobBob', body: '3' },
    ]);
  });

  it.each<[string, OfflinePush, string]>([
    ['is only text without variables', { desc: '{{name}}' }, '{{name}}'],
    ['keeps an unknown variable name', { desc: '{{toString}}', variables: {} }, '{{toString}}'],
    ['does not expand filled-in values', { desc: '{{a}}', variables: { a: '{{b}}', b: 'x' } }, '{{b}}'],
    ['inserts values unchanged', { desc: '{{a}}', variables: { a: '$& $1' } }, '$& $1'],
  ])('%s', (_what, offlinePush, body) => {
    // Prepare
    const message = fromAlice(offlinePush);

    // Act
    const shown = shownTexts(message, 'en');

    // Assess
    expect(shown.body).toBe(body);
  });

  it('never fills the text of the message itself', () => {
    // Prepare
    const message = fromAlice({ variables: { name: 'Bob' } }, [{ type: 'text', text: '{{name}}' }]);

    // Act
    const shown = shownTexts(message, 'en');

    // Assess
    expect(shown.body).toBe('Alice:{{name}}');
  });

  it('stops filling at the size of a payload, for any number of variables and languages', () => {
    // Prepare
    const desc = '{{a}}'.repeat(4000);
    const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da'];
    const texts = Object.fromEntries(languages.map((tag) => [tag, { desc }]));
    const message = fromAlice({ desc, texts, variables: { a: '\u0001x'.repeat(500) } });

    // Act
    const shown = languages.map((tag) => shownTexts(message, tag));

    // Assess
    for (const { body } of shown) expect(body.length).toBeLessThanOrEqual(5120 + 1000);
    // For another reader of the same language it is not even done again.
    expect(shownTexts(message, 'de-AT')).toBe(shown[1]);
  });

  it('lists the names that it uses', () => {
    // Prepare
    const texts = { title: '{{a}} {{ b_1 }}', subtitle: '{{}} {c}', desc: '{{a}}{{not a name}}' };

    // Act
    const names = variablesIn(texts);

    // Assess
    expect(names).toEqual(['a', 'b_1', 'a']);
  });
});

describe('a push', () => {
  it.each<[OfflinePush, boolean]>([
    [{ desc: '' }, false],
    [{ desc: ' \u200B' }, false],
    [{ desc: '{{a}}', variables: { a: ' ' } }, false],
    [{ desc: '{{a}}', variables: { a: 'x' } }, true],
    [{ locKey: 'KEY' }, true],
    [{ texts: { en: { title: 'T' }, de: { desc: 'D' } } }, true],
    [{ texts: { en: { title: 'T' } } }, false],
    [{ title: 'T', subtitle: 'S', titleLocKey: 'T' }, false],
    [{}, false],
  ])('%j has visible content of its own: %s', (offlinePush, expected) => {
    // Prepare: the row

    // Act
    const shows = showsText(offlinePush);

    // Assess
    expect(shows).toBe(expected);
  });
});
