import { answer, done } from '../../shared/api/answer.ts';
import { nextCursor, pageStart } from '../../shared/api/page.ts';
import type { groupOperations } from '../../shared/api/schemas/groups.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import {
  deleteGroup,
  listMembers,
  type MemberPorts,
  putGroup,
  putMember,
  readGroup,
  removeMember,
} from '../../shared/people/flows/groups.ts';
import {
  changeMembers,
  deleteAnyGroup,
  listAnyMembers,
  putAnyGroup,
  readAnyGroup,
} from '../../shared/people/flows/serverGroups.ts';
import { rulesOfUser } from '../../shared/people/flows/userRules.ts';
import type { Group } from '../../shared/people/rules/group.ts';
import { userIdPattern } from '../../shared/people/rules/userId.ts';
import { isRefusal } from '../../shared/platform/refusal.ts';

/** Endpoints of the groups function, whatever is behind its ports. */
export function groupEndpoints(ports: MemberPorts): Endpoints<typeof groupOperations> {
  return {
    'GET /v1/groups/{groupId}': async ({ userId, path: { groupId } }) =>
      answer(200, await readGroup(ports, userId, groupId), groupView),

    'PUT /v1/groups/{groupId}': async ({ userId, path: { groupId }, body }) =>
      answer(200, await putGroup(ports, userId, { groupId, ...body }), groupView),

    'DELETE /v1/groups/{groupId}': async ({ userId, path: { groupId } }) =>
      (await deleteGroup(ports, userId, groupId)) ?? done,

    'GET /v1/groups/{groupId}/members': async ({ userId, path: { groupId }, query: { limit, cursor } }) => {
      const list = ['members', userId, groupId] as const;
      const start = pageStart(list, cursor, userIdPattern);
      if (isRefusal(start)) return start;
      const page = await listMembers(ports, userId, groupId, { limit, cursor: start.after });
      return answer(200, page, ({ members, cursor: next }) => ({ members, ...nextCursor(list, next) }));
    },

    'PUT /v1/groups/{groupId}/members/{userId}': async ({ userId, path, body: { card } }) => {
      const member = { userId: path.userId, card };
      return answer(200, await putMember(ports, userId, path.groupId, member, await rulesOfUser(ports, userId)));
    },

    'DELETE /v1/groups/{groupId}/members/{userId}': async ({ userId, path }) =>
      (await removeMember(ports, userId, path.groupId, path.userId)) ?? done,

    'GET /v1/server/groups/{groupId}': async ({ path: { groupId } }) =>
      answer(200, await readAnyGroup(ports, groupId), groupView),

    'PUT /v1/server/groups/{groupId}': async ({ path: { groupId }, body }) =>
      answer(200, await putAnyGroup(ports, { groupId, ...body }), groupView),

    'DELETE /v1/server/groups/{groupId}': async ({ path: { groupId } }) =>
      (await deleteAnyGroup(ports, groupId)) ?? done,

    'GET /v1/server/groups/{groupId}/members': async ({ path: { groupId }, query: { limit, cursor } }) => {
      const list = ['members of', groupId] as const;
      const start = pageStart(list, cursor, userIdPattern);
      if (isRefusal(start)) return start;
      const page = await listAnyMembers(ports, groupId, { limit, cursor: start.after });
      return answer(200, page, ({ members, cursor: next }) => ({ members, ...nextCursor(list, next) }));
    },

    'POST /v1/server/groups/{groupId}/members': async ({ path: { groupId }, body }) =>
      answer(200, await changeMembers(ports, groupId, body), groupView),
  };
}

/** Callers need not know which of several groups with one ID it is. */
function groupView({ generation: _generation, ...group }: Group) {
  return group;
}
