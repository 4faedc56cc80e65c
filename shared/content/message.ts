/** A message and its sender's push settings. Shapes as in `POST /v1/messages`. */
import type { ConversationLevel } from '../people/rules/conversationLevel.ts';
import { isVisible } from '../platform/visibleText.ts';
import type { OfflinePush } from './offlinePush.ts';

/** Only the parts of the phone's text: the rest of an element is for the app. */
export type MessageElement = { type: 'text'; text: string } | { type: 'voice' | 'file' | 'image' | 'custom' };

/** The sender, as shown. */
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
  /** Distinguishes it from an earlier group with the same ID. */
  generation?: string | undefined;
  /** Level of members who have set none of their own. Absent: `all`. */
  defaultLevel?: ConversationLevel | undefined;
}

/** How a policy came to apply to a message. */
export interface PolicyUse {
  /** The message's own settings, with `policyId`, as `maskedSettings` leaves them: without what they say. */
  own: OfflinePush;
  /** A server may use every policy. */
  isFromServer: boolean;
}

/**
 * Everything about a message that is the same for all its recipients, prepared once: its policy is merged, its sender
 * and group are looked up. Plain JSON, so that it can wait in a queue.
 */
export interface Message {
  messageId: string;
  from: string;
  sender: Sender;
  /** Absent: one-to-one, also with many recipients. */
  group?: MessageGroup | undefined;
  elements: readonly MessageElement[];
  /** User IDs, and {@link everyRecipient}. */
  mentions: readonly string[];
  /** A server wants it noticed: levels and quiet hours do not keep it from anybody. */
  isForced?: true | undefined;
  onlineUserOnly: boolean;
  /** The policy's settings under the message's own. */
  offlinePush: OfflinePush;
  /** The policy has switched the push off, and the message does not override that. */
  isDisabledByPolicy?: boolean | undefined;
  /** Only with a policy: kept to decide again under another one. */
  policyUse?: PolicyUse | undefined;
  /** Collapse ID of its notifications, as Apple sees it. Absent in tasks that version 0.3.0 has queued. */
  apnsCollapseId?: string | undefined;
  /** Epoch milliseconds. */
  createdAtMs: number;
}

/** In `mentions`: everybody whom the message goes to. */
export const everyRecipient = '@all';

export function mentionsUser(mentions: readonly string[], userId: string): boolean {
  return mentions.includes(userId) || mentions.includes(everyRecipient);
}

/** A message of custom elements and of texts that nobody can see has nothing that could be shown. */
export function hasContent(elements: readonly MessageElement[]): boolean {
  return elements.some((element) => (element.type === 'text' ? isVisible(element.text) : element.type !== 'custom'));
}

/** More than any payload can show of a message, so that queued messages are not needlessly large. */
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
