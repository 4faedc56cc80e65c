import { answer, done } from '../../shared/api/answer.ts';
import { nextCursor, pageStart } from '../../shared/api/page.ts';
import type { profileOperations } from '../../shared/api/schemas/profile.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { blockUser, putConversation, readConversation } from '../../shared/people/flows/preferences.ts';
import type { PeoplePorts } from '../../shared/people/ports.ts';
import { userIdPattern } from '../../shared/people/rules/userId.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';

/** Endpoints of the profile function, whatever is behind its ports. */
export function profileEndpoints(
  ports: Pick<PeoplePorts, 'profiles' | 'conversations' | 'blocks' | 'groups'>,
): Endpoints<typeof profileOperations> {
  const { profiles, blocks } = ports;
  return {
    'GET /v1/profile': async ({ userId }) => answer(200, await profiles.find(userId)),

    'PUT /v1/profile': async ({ userId, body }) => {
      await profiles.replace(userId, body);
      return answer(200, body);
    },

    'GET /v1/conversations/{conversationId}/settings': async ({ userId, path: { conversationId } }) =>
      answer(200, await readConversation(ports, userId, conversationId)),

    'PUT /v1/conversations/{conversationId}/settings': async ({ userId, path: { conversationId }, body }) =>
      answer(200, await putConversation(ports, userId, conversationId, body)),

    'GET /v1/blocks': async ({ userId, query: { limit, cursor } }) => {
      const list = ['blocks', userId] as const;
      const start = pageStart(list, cursor, userIdPattern);
      if (isRefusal(start)) return start;
      return answer(200, await blocks.list(userId, limit, start.after), (page) => ({
        blocks: page.userIds.map((blockedUserId) => ({ userId: blockedUserId })),
        ...nextCursor(list, page.cursor),
      }));
    },

    'PUT /v1/blocks/{userId}': async ({ userId, path }) => (await blockUser(ports, userId, path.userId)) ?? done,

    'DELETE /v1/blocks/{userId}': async ({ userId, path }) => {
      await blocks.remove(userId, path.userId);
      return done;
    },
  };
}
