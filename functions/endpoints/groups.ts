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
import { rulesOfUser } from '../../shared/people/flows/userRules.ts';
import type { Group } from '../../shared/people/rules/group.ts';
import { userIdPattern } from '../../shared/people/rules/userId.ts';
import { pageCursor, readPageCursor } from '../../shared/platform/pageCursor.ts';
import { isRefusal, type Refusal, refuse } from '../../shared/platform/refusal.ts';

const membersOf = (userId: string, groupId: string) => ['members', userId, groupId] as const;

/** What the groups function answers, whatever stands behind its ports. */
export function groupEndpoints(ports: MemberPorts): Endpoints<typeof groupOperations> {
  return {
    'GET /v1/groups/{groupId}': async ({ userId, path: { groupId } }) => shown(await readGroup(ports, userId, groupId)),

    'PUT /v1/groups/{groupId}': async ({ userId, path: { groupId }, body: { name } }) =>
      shown(await putGroup(ports, userId, { groupId, name })),

    'DELETE /v1/groups/{groupId}': async ({ userId, path: { groupId } }) =>
      (await deleteGroup(ports, userId, groupId)) ?? done,

    'GET /v1/groups/{groupId}/members': async ({ userId, path: { groupId }, query: { limit, cursor } }) => {
      const after =
        cursor === undefined ? undefined : readPageCursor(membersOf(userId, groupId), cursor, userIdPattern);
      if (cursor !== undefined && after === undefined) {
        return refuse('unknown_cursor', '`cursor` does not belong to this list.');
      }
      const page = await listMembers(ports, userId, groupId, { limit, cursor: after });
      if (isRefusal(page)) return page;
      const { members, cursor: next } = page;
      const further = next !== undefined && { cursor: pageCursor(membersOf(userId, groupId), next) };
      return { status: 200, body: { members, ...further } };
    },

    'PUT /v1/groups/{groupId}/members/{userId}': async ({ userId, path, body: { card } }) =>
      ok(await putMember(ports, userId, path.groupId, { userId: path.userId, card }, await rulesOfUser(ports, userId))),

    'DELETE /v1/groups/{groupId}/members/{userId}': async ({ userId, path }) =>
      (await removeMember(ports, userId, path.groupId, path.userId)) ?? done,
  };
}

const done = { status: 204, body: undefined } as const;

/** Which of several groups with one ID it is, is nobody's business. */
function shown(result: Group | Refusal) {
  if (isRefusal(result)) return result;
  const { generation: _generation, ...group } = result;
  return ok(group);
}

function ok<T>(result: T | Refusal) {
  return isRefusal(result) ? result : ({ status: 200, body: result } as const);
}
