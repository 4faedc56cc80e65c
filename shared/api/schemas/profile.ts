import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';

const profile = z.strictObject({ nickname: z.optional(z.string().check(z.minLength(1), z.maxLength(100))) });

export const profileOperations = {
  'GET /v1/profile': { answers: { 200: profile } },
  'PUT /v1/profile': { body: profile, answers: { 200: profile } },
} as const satisfies Operations<'profile'>;
