/** The text of an alert: who says what, in the reader's language. */
import type { Words } from './languages/words.ts';
import type { Message, MessageElement } from './message.ts';

/**
 * One-to-one `nickname:content`, in a group `name(group name):content`, where the name is the sender's card there, or
 * else the nickname. Without a name: `content`, and in a group `(group name):content` (S4-09, S4-10).
 */
export function alertText(
  { sender, group, elements }: Pick<Message, 'sender' | 'group' | 'elements'>,
  words: Words,
): string {
  const content = elements.map((element) => shown(element, words)).join('');
  const who = group === undefined ? (sender.nickname ?? '') : `${nameIn(sender)}(${group.name})`;
  return who === '' ? content : `${who}:${content}`;
}

/** An empty card or nickname is none. */
function nameIn({ card, nickname }: Message['sender']): string {
  return card || nickname || '';
}

/** Elements in their order, with nothing between them (S4-11, S4-13). */
function shown(element: MessageElement, words: Words): string {
  switch (element.type) {
    case 'text':
      return element.text;
    case 'custom':
      // Its content cannot be read: only `desc` can speak for it (S4-12, S4-21).
      return '';
    default:
      return words[element.type];
  }
}
