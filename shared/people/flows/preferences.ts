/** A user's settings for conversations and other users. */

import type { PlatformPorts } from '../../platform/ports.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { PeoplePorts } from '../ports.ts';
import { groupOfConversation } from '../rules/conversation.ts';
import { areAlike, hasEnded, settingsInForce, settingsOfLevel } from '../rules/conversationLevel.ts';
import { maxBlocks, maxConversationSettings } from '../rules/limits.ts';
import type { ConversationSettings } from '../rules/recipient.ts';

type ConversationPorts = Pick<PlatformPorts, 'clock'> & Pick<PeoplePorts, 'conversations' | 'groups'>;

/**
 * The settings that apply now. A group that was deleted and recreated is another conversation: settings for the earlier
 * one do not count.
 */
export async function readConversation(
  ports: ConversationPorts,
  userId: string,
  conversationId: string,
): Promise<ConversationSettings> {
  const { generation, usual } = await conversationOf(ports, userId, conversationId);
  const own = await ports.conversations.find(userId, conversationId, generation);
  return settingsInForce(own, undefined, ports.clock.nowMs()) ?? usual;
}

interface Conversation {
  /** Generation of the group, if it is one that has it. */
  generation?: string | undefined;
  /** What applies to a user who has set nothing. */
  usual: ConversationSettings;
}

/** The group's default is for its members: nobody else learns about the group. */
async function conversationOf(
  { groups }: Pick<PeoplePorts, 'groups'>,
  userId: string,
  conversationId: string,
): Promise<Conversation> {
  const groupId = groupOfConversation(conversationId);
  const group = groupId === undefined ? undefined : await groups.find(groupId);
  const { generation, ownerId, defaultLevel } = group ?? {};
  const followsGroup =
    defaultLevel !== undefined &&
    groupId !== undefined &&
    (ownerId === userId || (await groups.findMember(groupId, userId)) !== undefined);
  return { generation, usual: settingsOfLevel(followsGroup ? defaultLevel : 'all') };
}

/** @returns the settings that apply afterwards. */
export async function putConversation(
  ports: ConversationPorts,
  userId: string,
  conversationId: string,
  settings: ConversationSettings,
): Promise<ConversationSettings | Refusal> {
  const { generation, usual } = await conversationOf(ports, userId, conversationId);
  const isOver = hasEnded(settings, ports.clock.nowMs());
  if (isOver || (settings.until === undefined && areAlike(settings, usual))) {
    // As without settings: every stored one is read with each message to the user.
    await ports.conversations.remove(userId, conversationId);
    return isOver ? usual : settings;
  }
  const stored = await ports.conversations.put(userId, conversationId, settings, generation);
  if (stored === 'stored') return settings;
  return refuse(
    'limit_reached',
    `You have reached the limit of ${maxConversationSettings} conversations with settings.`,
  );
}

export async function blockUser(
  { blocks }: Pick<PeoplePorts, 'blocks'>,
  userId: string,
  blockedUserId: string,
): Promise<Refusal | undefined> {
  if ((await blocks.put(userId, blockedUserId)) === 'stored') return undefined;
  return refuse('limit_reached', `You have reached the limit of ${maxBlocks} blocked users.`);
}
