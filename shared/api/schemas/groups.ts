import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';
import { groupId, pageLimit, userId } from './common.ts';

const groupPath = z.strictObject({ groupId });
const memberPath = z.strictObject({ groupId, userId });

const groupInput = z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(100)) });
export const group = z.object({ groupId: z.string(), name: z.string(), ownerId: z.string(), memberCount: z.int() });

/** The member's name in this group. */
const card = z.string().check(z.minLength(1), z.maxLength(100));
export const member = z.object({ userId: z.string(), card: z.optional(z.string()) });

export const groupOperations = {
  'GET /v1/groups/{groupId}': { path: groupPath, answers: { 200: group } },
  'PUT /v1/groups/{groupId}': { path: groupPath, body: groupInput, answers: { 200: group } },
  'DELETE /v1/groups/{groupId}': { path: groupPath, answers: { 204: undefined } },
  'GET /v1/groups/{groupId}/members': {
    path: groupPath,
    query: z.strictObject({ limit: pageLimit(100, 500), cursor: z.optional(z.string().check(z.maxLength(1400))) }),
    answers: { 200: z.object({ members: z.array(member), cursor: z.optional(z.string()) }) },
  },
  'PUT /v1/groups/{groupId}/members/{userId}': {
    path: memberPath,
    body: z.strictObject({ card: z.optional(card) }),
    answers: { 200: member },
  },
  'DELETE /v1/groups/{groupId}/members/{userId}': { path: memberPath, answers: { 204: undefined } },
} as const satisfies Operations<'groups'>;
