import * as z from 'zod/mini';
import type { Operations } from '../operation.ts';

export const healthOperations = {
  'GET /v1/health': { answers: { 200: z.object({ status: z.literal('ok'), stage: z.string(), version: z.string() }) } },
} as const satisfies Operations<'health'>;
