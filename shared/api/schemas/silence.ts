/** Verdicts on targets without a report: for servers, on messages and calls. */
import * as z from 'zod/mini';
import { confidences, silenceCauses } from '../../push/rules/silence/verdict.ts';
import { isoTime, tokenKind } from './common.ts';

export const silentTarget = z.object({
  userId: z.string(),
  deviceId: z.optional(z.string()),
  kind: z.optional(tokenKind),
  cause: z.enum(silenceCauses),
  confidence: z.enum(confidences),
  evidence: z.array(z.object({ fact: z.string(), at: z.optional(isoTime) })),
});

export const silence = z.array(silentTarget);
