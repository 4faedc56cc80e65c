import { wordsFor } from '../../shared/content/languages/languages.ts';
import type { MessageElement } from './announcement.ts';
import type { ShownNotification } from './view.ts';

/** A message as the app's own connection brings it: with its content, and without any reference to a push. */
export interface OpenAppMessage {
  messageId: string;
  from: string;
  /** Group nickname or nickname; empty if the sender has none. */
  sender: string;
  /** Name of the group that it was written to. */
  group?: string | undefined;
  elements: readonly MessageElement[];
  /** ISO 8601, UTC. */
  at: string;
}

/** Its line in the conversation. @param locale the phone's. */
export function bubbleOf(
  { messageId, sender, group, elements, at }: OpenAppMessage,
  locale: string,
): ShownNotification {
  const { voice, image, file } = wordsFor(locale);
  const labels: Readonly<Record<string, string>> = { voice, image, file };
  const body = elements.map(({ type, text }) => text ?? labels[type] ?? '').join('');
  const who = group === undefined ? sender : `${sender}(${group})`;
  return { messageId, body: who === '' ? body : `${who}:${body}`, at };
}
