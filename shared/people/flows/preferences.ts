/** A user's settings for conversations and other users. */
import { type Refusal, refuse } from '../../platform/refusal.ts';
import type { PeoplePorts } from '../ports.ts';
import { groupOfConversation } from '../rules/conversation.ts';
import { maxBlocks, maxConversationSettings } from '../rules/limits.ts';
import type { ConversationSettings } from '../rules/recipient.ts';

export const defaultConversationSettings: ConversationSettings = { receive: 'push' };

/** A group that was deleted and recreated is another conversation: settings for the earlier one do not count. */
export async function readConversation(
  ports: Pick<PeoplePorts, 'conversations' | 'groups'>,
  userId: string,
  conversationId: string,
): Promise<ConversationSettings> {
  const generation = await generationOf(ports, conversationId);
  return (await ports.conversations.find(userId, conversationId, generation)) ?? defaultConversationSettings;
}

async function generationOf(
  { groups }: Pick<PeoplePorts, 'groups'>,
  conversationId: string,
): Promise<string | undefined> {
  const groupId = groupOfConversation(conversationId);
  return groupId === undefined ? undefined : (await groups.find(groupId))?.generation;
}

export async function putConversation(
  ports: Pick<PeoplePorts, 'conversations' | 'groups'>,
  userId: string,
  conversationId: string,
  settings: ConversationSettings,
): Promise<ConversationSettings | Refusal> {
  if (settings.receive === 'push') {
    // As without settings: every stored one is read with each message to the user.
    await ports.conversations.remove(userId, conversationId);
    return settings;
  }
  const generation = await generationOf(ports, conversationId);
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
