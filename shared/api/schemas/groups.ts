import * as z from 'zod/mini';
import { conversationLevels } from '../../people/rules/conversationLevel.ts';
import { mentionersOfAll } from '../../people/rules/group.ts';
import type { Operations } from '../operation.ts';
import { groupId, pageLimit, userId } from './common.ts';
import { aliasOf, withoutAliases } from './fieldAliases.ts';

const groupPath = z.strictObject({ groupId });
const memberPath = z.strictObject({ groupId, userId });

const name = z.string().check(z.minLength(1), z.maxLength(100));
const settings = {
  whoMentionsAll: z.optional(z.enum(mentionersOfAll)),
  defaultLevel: z.optional(z.enum(conversationLevels)),
};
export const group = z.object({
  groupId: z.string(),
  name: z.string(),
  /** Absent: the group belongs to the team's server. */
  ownerId: z.optional(z.string()),
  memberCount: z.int(),
  ...settings,
});

/** The member's name in this group. */
const card = z.string().check(z.minLength(1), z.maxLength(100));
const cardInput = { card: z.optional(card), nameCard: aliasOf('nameCard', card) };
export const member = z.object({ userId: z.string(), card: z.optional(z.string()) });

const memberPage = {
  query: z.strictObject({ limit: pageLimit(100, 500), cursor: z.optional(z.string().check(z.maxLength(1400))) }),
  answers: { 200: z.object({ members: z.array(member), cursor: z.optional(z.string()) }) },
} as const;

const maxMemberChanges = 500;
const memberChanges = z
  .strictObject({
    add: z._default(
      z.array(z.strictObject({ userId, ...cardInput }).check(withoutAliases)).check(z.maxLength(maxMemberChanges)),
      [],
    ),
    remove: z._default(z.array(userId).check(z.maxLength(maxMemberChanges)), []),
  })
  .check(
    z.refine(({ add, remove }) => add.length + remove.length <= maxMemberChanges, {
      message: `must name at most ${maxMemberChanges} users in all`,
    }),
    z.refine(({ add, remove }) => isEachOnce([...add.map((each) => each.userId), ...remove]), {
      message: 'must name each user once',
    }),
  );

const isEachOnce = (userIds: readonly string[]) => new Set(userIds).size === userIds.length;

export const groupOperations = {
  'GET /v1/groups/{groupId}': { path: groupPath, answers: { 200: group } },
  'PUT /v1/groups/{groupId}': { path: groupPath, body: z.strictObject({ name, ...settings }), answers: { 200: group } },
  'DELETE /v1/groups/{groupId}': { path: groupPath, answers: { 204: undefined } },
  'GET /v1/groups/{groupId}/members': { path: groupPath, ...memberPage },
  'PUT /v1/groups/{groupId}/members/{userId}': {
    path: memberPath,
    body: z.strictObject(cardInput).check(withoutAliases),
    answers: { 200: member },
  },
  'DELETE /v1/groups/{groupId}/members/{userId}': { path: memberPath, answers: { 204: undefined } },
  'GET /v1/server/groups/{groupId}': { path: groupPath, answers: { 200: group } },
  'PUT /v1/server/groups/{groupId}': {
    path: groupPath,
    body: z.strictObject({ name, ownerId: z.optional(userId), ...settings }),
    answers: { 200: group },
  },
  'DELETE /v1/server/groups/{groupId}': { path: groupPath, answers: { 204: undefined } },
  'GET /v1/server/groups/{groupId}/members': { path: groupPath, ...memberPage },
  'POST /v1/server/groups/{groupId}/members': { path: groupPath, body: memberChanges, answers: { 200: group } },
} as const satisfies Operations<'groups'>;
