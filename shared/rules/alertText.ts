import type { MessageElement } from './message.ts';

/**
 * The text of a one-to-one message's alert: `nickname:content`, or the content alone for a sender without nickname
 * (S4-09). Elements in their order (S4-13). `desc` is shown instead, as it is (S4-16).
 */
export function alertText(elements: readonly MessageElement[], nickname: string | undefined, desc?: string): string {
  if (desc !== undefined) return desc;
  const content = elements.map((element) => element.text).join('');
  return nickname ? `${nickname}:${content}` : content;
}
