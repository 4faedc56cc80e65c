import type { profileOperations } from '../../shared/api/schemas/profile.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { blockUser, putConversation, readConversation } from '../../shared/people/flows/preferences.ts';
import type { PeoplePorts } from '../../shared/people/ports.ts';
import { userIdPattern } from '../../shared/people/rules/userId.ts';
import { pageCursor, readPageCursor } from '../../shared/platform/pageCursor.ts';
import { isRefusal, refuse } from '../../shared/platform/refusal.ts';

const done = { status: 204, body: undefined } as const;

/** What the profile function answers, whatever stands behind its ports. */
export function profileEndpoints(
  ports: Pick<PeoplePorts, 'profiles' | 'conversations' | 'blocks' | 'groups'>,
): Endpoints<typeof profileOperations> {
  const { profiles, blocks } = ports;
  return {
    'GET /v1/profile': async ({ userId }) => ({ status: 200, body: await profiles.find(userId) }),

    'PUT /v1/profile': async ({ userId, body }) => {
      await profiles.replace(userId, body);
      return { status: 200, body };
    },

    'GET /v1/conversations/{conversationId}/settings': async ({ userId, path: { conversationId } }) => ({
      status: 200,
      body: await readConversation(ports, userId, conversationId),
    }),

    'PUT /v1/conversations/{conversationId}/settings': async ({ userId, path: { conversationId }, body }) => {
      const result = await putConversation(ports, userId, conversationId, body);
      return isRefusal(result) ? result : { status: 200, body: result };
    },

    'GET /v1/blocks': async ({ userId, query: { limit, cursor } }) => {
      const list = ['blocks', userId] as const;
      const after = cursor === undefined ? undefined : readPageCursor(list, cursor, userIdPattern);
      if (cursor !== undefined && after === undefined) {
        return refuse('unknown_cursor', '`cursor` does not belong to this list.');
      }
      const page = await blocks.list(userId, limit, after);
      const body = {
        blocks: page.userIds.map((blockedUserId) => ({ userId: blockedUserId })),
        ...(page.cursor !== undefined && { cursor: pageCursor(list, page.cursor) }),
      };
      return { status: 200, body };
    },

    'PUT /v1/blocks/{userId}': async ({ userId, path }) => (await blockUser(ports, userId, path.userId)) ?? done,

    'DELETE /v1/blocks/{userId}': async ({ userId, path }) => {
      await blocks.remove(userId, path.userId);
      return done;
    },
  };
}
