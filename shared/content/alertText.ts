/** The text of an alert: who says what, in the reader's language. */
import { balanced, isolated, isTurning, shownName } from '../platform/visibleText.ts';
import type { Words } from './languages/words.ts';
import type { Message, MessageElement } from './message.ts';

/**
 * One-to-one `nickname:content`, in a group `name(group name):content`, where the name is the sender's group nickname,
 * or else the nickname. Without a name: `content`, and in a group `(group name):content`. A name without visible
 * characters counts as absent. If any part is written from right to left, the names are isolated, so that they and the
 * content do not turn each other around.
 */
export function alertText(
  { sender, group, elements }: Pick<Message, 'sender' | 'group' | 'elements'>,
  words: Words,
): string {
  const content = elements.map((element) => shown(element, words)).join('');
  const name = group === undefined ? shownName(sender.nickname) : nameInGroup(sender);
  const groupName = shownName(group?.name);
  const isolate = isTurning(name ?? '', groupName ?? '', content) ? isolated : (text: string) => text;
  const who = (name === undefined ? '' : isolate(name)) + (groupName === undefined ? '' : `(${isolate(groupName)})`);
  return who === '' ? content : `${who}:${content}`;
}

/** Sender's name for the members of a group. */
export function nameInGroup({ card, nickname }: Message['sender']): string | undefined {
  return shownName(card, nickname);
}

/** Elements in their order, with nothing between them. */
function shown(element: MessageElement, words: Words): string {
  switch (element.type) {
    case 'text':
      return balanced(element.text);
    case 'custom':
      // Its content is unreadable: only `desc` can stand for it.
      return '';
    default:
      return words[element.type];
  }
}
