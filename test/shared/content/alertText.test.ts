import { describe, expect, it } from 'vitest';
import { alertText } from '../../../shared/content/alertText.ts';
import { en } from '../../../shared/content/languages/en.ts';
import { zhHans } from '../../../shared/content/languages/zhHans.ts';
import { zhHant } from '../../../shared/content/languages/zhHant.ts';
import type { MessageElement, Sender } from '../../../shared/content/message.ts';

const text = (content: string): MessageElement => ({ type: 'text', text: content });
const group = { groupId: 'g', name: 'Family' };

describe('the text of a one-to-one message', () => {
  it.each<[string, string, MessageElement[], string | undefined]>([
    ['is nickname:content', 'Alice:hi', [text('hi')], 'Alice'],
    ['has no colon without a nickname', 'hi', [text('hi')], undefined],
    ['has no colon for an empty nickname', 'hi', [text('hi')], ''],
    ['joins the elements in their order', 'Alice:one two', [text('one'), text(' '), text('two')], 'Alice'],
    ['keeps text as it is', '爱丽丝: hi:\n"there" 👋 ', [text(' hi:\n"there" 👋 ')], '爱丽丝'],
  ])('%s', (_behaviour, expected, elements, nickname) => {
    // Prepare: the row

    // Act
    const shown = alertText({ sender: { nickname }, elements }, en);

    // Assess
    expect(shown).toBe(expected);
  });

  it('ignores a card', () => {
    // Prepare
    const sender = { nickname: 'Alice', card: 'Mum' };

    // Act
    const shown = alertText({ sender, elements: [text('hi')] }, en);

    // Assess
    expect(shown).toBe('Alice:hi');
  });
});

describe('the text of a group message', () => {
  it.each<[string, string, Sender]>([
    ['is name(group name):content', 'Alice(Family):hi', { nickname: 'Alice' }],
    ['names the sender by the card in the group', 'Mum(Family):hi', { nickname: 'Alice', card: 'Mum' }],
    ['names by the card alone', 'Mum(Family):hi', { card: 'Mum' }],
    ['treats an empty card as missing', 'Alice(Family):hi', { nickname: 'Alice', card: '' }],
    ['has no name when there is none', '(Family):hi', {}],
    ['has no name when both are empty', '(Family):hi', { nickname: '', card: '' }],
  ])('%s', (_behaviour, expected, sender) => {
    // Prepare: the row

    // Act
    const shown = alertText({ sender, group, elements: [text('hi')] }, en);

    // Assess
    expect(shown).toBe(expected);
  });
});

describe('elements', () => {
  const one: MessageElement[] = [{ type: 'voice' }, { type: 'file' }, { type: 'image' }];

  it.each([
    ['Chinese', zhHans, 'A:[语音][文件][图片]'],
    ['traditional Chinese', zhHant, 'A:[語音][檔案][圖片]'],
    ['English', en, 'A:[Voice][File][Image]'],
  ])('have labels in %s', (_language, words, expected) => {
    // Prepare: the row

    // Act
    const shown = alertText({ sender: { nickname: 'A' }, elements: one }, words);

    // Assess
    expect(shown).toBe(expected);
  });

  it('of several kinds keep their order, and custom ones are left out', () => {
    // Prepare
    const elements: MessageElement[] = [
      { type: 'image' },
      text('look '),
      { type: 'custom' },
      text('here'),
      { type: 'voice' },
    ];

    // Act
    const shown = alertText({ sender: {}, elements }, zhHans);

    // Assess
    expect(shown).toBe('[图片]look here[语音]');
  });
});
