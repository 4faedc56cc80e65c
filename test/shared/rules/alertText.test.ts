import { describe, expect, it } from 'vitest';
import { alertText } from '../../../shared/rules/alertText.ts';
import type { MessageElement } from '../../../shared/rules/message.ts';

const text = (content: string): MessageElement => ({ type: 'text', text: content });

describe('the text of an alert', () => {
  it.each<[string, string, MessageElement[], string | undefined, string?]>([
    ['is nickname:content', 'Alice:hi', [text('hi')], 'Alice'],
    ['has no colon without a nickname', 'hi', [text('hi')], undefined],
    ['has no colon for an empty nickname', 'hi', [text('hi')], ''],
    ['joins the elements in their order', 'Alice:one two', [text('one'), text(' '), text('two')], 'Alice'],
    ['keeps text as it is', '爱丽丝: hi:\n"there" 👋 ', [text(' hi:\n"there" 👋 ')], '爱丽丝'],
    ['is desc instead of nickname and content', 'New message', [text('secret')], 'Alice', 'New message'],
    ['is desc also when that is empty', '', [text('secret')], 'Alice', ''],
  ])('%s', (_behaviour, expected, elements, nickname, desc) => {
    // Prepare: the row

    // Act
    const shown = alertText(elements, nickname, desc);

    // Assess
    expect(shown).toBe(expected);
  });
});
