import { answer, done } from '../../shared/api/answer.ts';
import { nextCursor, pageStart } from '../../shared/api/page.ts';
import type { profileOperations } from '../../shared/api/schemas/profile.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { blockUser, putConversation, readConversation } from '../../shared/people/flows/preferences.ts';
import type { PeoplePorts } from '../../shared/people/ports.ts';
import { readSettings, type SaidSettings, spellSettings } from '../../shared/people/rules/conversationSpelling.ts';
import type { Profile } from '../../shared/people/rules/recipient.ts';
import { userIdPattern } from '../../shared/people/rules/userId.ts';
import type { PlatformPorts } from '../../shared/platform/ports.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';

/** Endpoints of the profile function, whatever is behind its ports. */
export function profileEndpoints(
  ports: Pick<PlatformPorts, 'clock'> & Pick<PeoplePorts, 'profiles' | 'tags' | 'conversations' | 'blocks' | 'groups'>,
): Endpoints<typeof profileOperations> {
  const { profiles, tags, blocks } = ports;

  const readProfile = async ({ userId }: { userId: string }) => answer(200, await profiles.find(userId));

  async function replaceProfile(userId: string, profile: Profile) {
    await profiles.replace(userId, profile);
    return answer(200, profile);
  }

  const readConversationSettings = async (userId: string, conversationId: string) =>
    answer(200, await readConversation(ports, userId, conversationId), spellSettings);

  const replaceSettings = async (userId: string, conversationId: string, said: SaidSettings) =>
    answer(200, await putConversation(ports, userId, conversationId, readSettings(said)), spellSettings);

  const block = async (userId: string, other: string) => (await blockUser(ports, userId, other)) ?? done;

  async function unblock(userId: string, other: string) {
    await blocks.remove(userId, other);
    return done;
  }

  return {
    'GET /v1/profile': readProfile,
    'PUT /v1/profile': ({ userId, body }) => replaceProfile(userId, body),

    'GET /v1/conversations/{conversationId}/settings': ({ userId, path }) =>
      readConversationSettings(userId, path.conversationId),
    'PUT /v1/conversations/{conversationId}/settings': ({ userId, path, body }) =>
      replaceSettings(userId, path.conversationId, body),

    'GET /v1/blocks': async ({ userId, query: { limit, cursor } }) => {
      const list = ['blocks', userId] as const;
      const start = pageStart(list, cursor, userIdPattern);
      if (isRefusal(start)) return start;
      return answer(200, await blocks.list(userId, limit, start.after), (page) => ({
        blocks: page.userIds.map((blockedUserId) => ({ userId: blockedUserId })),
        ...nextCursor(list, page.cursor),
      }));
    },
    'PUT /v1/blocks/{userId}': ({ userId, path }) => block(userId, path.userId),
    'DELETE /v1/blocks/{userId}': ({ userId, path }) => unblock(userId, path.userId),

    'GET /v1/server/users/{userId}/profile': ({ path }) => readProfile(path),
    'PUT /v1/server/users/{userId}/profile': ({ path: { userId }, body }) => replaceProfile(userId, body),

    'GET /v1/server/users/{userId}/tags': async ({ path: { userId } }) =>
      answer(200, { tags: await tags.find(userId) }),
    'PUT /v1/server/users/{userId}/tags': async ({ path: { userId }, body }) => {
      const chosen = [...new Set(body.tags)].sort();
      await tags.replace(userId, chosen);
      return answer(200, { tags: chosen });
    },

    'GET /v1/server/users/{userId}/conversations/{conversationId}/settings': ({ path }) =>
      readConversationSettings(path.userId, path.conversationId),
    'PUT /v1/server/users/{userId}/conversations/{conversationId}/settings': ({ path, body }) =>
      replaceSettings(path.userId, path.conversationId, body),

    'PUT /v1/server/users/{userId}/blocks/{otherUserId}': ({ path }) => block(path.userId, path.otherUserId),
    'DELETE /v1/server/users/{userId}/blocks/{otherUserId}': ({ path }) => unblock(path.userId, path.otherUserId),
  };
}
