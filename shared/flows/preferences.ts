/** What a user wants of conversations and of other users. */
import { mostBlocks, mostConversationSettings } from '../rules/limits.ts';
import type { ConversationSettings } from '../rules/recipient.ts';
import type { Ports } from './ports.ts';
import { type Refusal, refuse } from './refusal.ts';

export const defaultConversationSettings: ConversationSettings = { receive: 'push' };

export async function putConversation(
  { conversations }: Pick<Ports, 'conversations'>,
  userId: string,
  conversationId: string,
  settings: ConversationSettings,
): Promise<ConversationSettings | Refusal> {
  if (settings.receive === 'push') {
    // As without settings: each that is kept is read with each message to the user.
    await conversations.remove(userId, conversationId);
    return settings;
  }
  if ((await conversations.put(userId, conversationId, settings)) === 'stored') return settings;
  return refuse('limit_reached', `You have settings for ${mostConversationSettings} conversations, as many as may be.`);
}

export async function blockUser(
  { blocks }: Pick<Ports, 'blocks'>,
  userId: string,
  blockedUserId: string,
): Promise<Refusal | undefined> {
  if ((await blocks.put(userId, blockedUserId)) === 'stored') return undefined;
  return refuse('limit_reached', `You have blocked ${mostBlocks} users, as many as you may.`);
}
