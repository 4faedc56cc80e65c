/** A message and what its sender wants of its push. Shapes as `POST /v1/messages` takes them. */
import { isVisible } from '../platform/visibleText.ts';
import type { OfflinePush } from './offlinePush.ts';

/** Only what the phone's text is made of: the rest of an element is the app's business. */
export type MessageElement = { type: 'text'; text: string } | { type: 'voice' | 'file' | 'image' | 'custom' };

/** Who sends, as it is shown. */
export interface Sender {
  nickname?: string | undefined;
  avatarUrl?: string | undefined;
  /** The sender's name in the group that the message goes to. */
  card?: string | undefined;
}

/** The group that a message goes to. */
export interface MessageGroup {
  groupId: string;
  name: string;
  /** Tells it from an earlier group with the same ID. */
  generation?: string | undefined;
}

/**
 * Everything about a message that is the same for all its recipients, decided once: its policy is merged, its sender
 * and group are looked up. Plain JSON, so that it can wait in a queue.
 */
export interface Message {
  messageId: string;
  from: string;
  sender: Sender;
  /** Absent: one-to-one, also with many recipients. */
  group?: MessageGroup | undefined;
  elements: readonly MessageElement[];
  /** User IDs. */
  mentions: readonly string[];
  onlineUserOnly: boolean;
  /** The policy's settings under the message's own. */
  offlinePush: OfflinePush;
  /** The policy has switched the push off, and the message does not say otherwise. */
  isDisabledByPolicy?: boolean | undefined;
  /** Of its notifications, as Apple sees it. Absent in what version 0.3.0 has put into a queue. */
  apnsCollapseId?: string | undefined;
  /** Epoch milliseconds. */
  createdAtMs: number;
}

/** `user:<sender>` or `group:<groupId>`: the conversation as its recipients know it. */
export function conversationIdOf({
  from,
  group,
}: Pick<Message, 'from'> & { group?: Pick<MessageGroup, 'groupId'> | undefined }): string {
  return group === undefined ? `user:${from}` : `group:${group.groupId}`;
}

/** A message of custom elements and of texts that nobody can see has nothing that could be shown. */
export function hasContent(elements: readonly MessageElement[]): boolean {
  return elements.some((element) => (element.type === 'text' ? isVisible(element.text) : element.type !== 'custom'));
}

/** More than any payload can show of a message, so that what waits in a queue is not larger than it need be. */
const maxVisibleCharacters = 5000;

/** The beginning of a message, as far as a phone could show it. */
export function visibleElements(elements: readonly MessageElement[]): MessageElement[] {
  const visible: MessageElement[] = [];
  let room = maxVisibleCharacters;
  for (const element of elements) {
    if (room <= 0) break;
    const shown =
      element.type === 'text' ? { type: element.type, text: element.text.slice(0, room) } : { type: element.type };
    room -= 'text' in shown ? shown.text.length : 0;
    visible.push(shown);
  }
  return visible;
}
