/** A message's decision about one of its recipients, made again: for servers. */
import * as z from 'zod/mini';
import { agreements, replayGaps } from '../../messages/rules/agreement.ts';
import { tokenKind, userId } from './common.ts';

export const replayQuery = z.strictObject({ userId: z.optional(userId) });

export const replayedTarget = z.object({
  userId: z.string(),
  deviceId: z.optional(z.string()),
  kind: z.optional(tokenKind),
  decision: z.enum(['push', 'skip']),
  rule: z.string(),
  outcome: z.optional(z.string()),
  reason: z.optional(z.string()),
  agreement: z.enum(agreements),
});

export const replay = z.object({
  userId: z.string(),
  gap: z.optional(z.enum(replayGaps)),
  targets: z.array(replayedTarget),
});
