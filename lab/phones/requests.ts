/** What the lab's routes accept: contract.md, "The phone lab". Unknown fields are refused by name. */
import * as z from 'zod/mini';
import { apnsEnvironment, appId, userId } from '../../shared/api/schemas/common.ts';
import type { FaultKind } from '../apple/apple.ts';
import { appStates, builds, permissions, phoneActions } from './view.ts';

export const tokenRequest = z.strictObject({ userId });

export const phoneRequest = z.strictObject({
  appId: z.optional(appId),
  userId: z.optional(userId),
  build: z.optional(z.enum(builds)),
});

export const phoneChange = z.strictObject({
  state: z.optional(z.enum(appStates)),
  network: z.optional(z.enum(['on', 'off'])),
  permission: z.optional(z.enum(permissions)),
  reportsCalls: z.optional(z.boolean()),
  uninstalled: z.optional(z.literal(true)),
});

export const actionRequest = z.strictObject({ action: z.enum(phoneActions) });

/** `since`: a push's `n`; the answer has those after it. */
export const pushesQuery = z.strictObject({
  since: z.optional(z.string().check(z.regex(/^\d{1,15}$/, 'must be a number: the `next` of an earlier answer'))),
});

const faultKinds = ['status', 'delay', 'goaway', 'reset', 'blackhole', 'expiredToken'] as const satisfies FaultKind[];

export const faultRequest = z
  .strictObject({
    host: z.optional(apnsEnvironment),
    match: z.optional(z.string().check(z.minLength(1))),
    kind: z.enum(faultKinds),
    status: z.optional(z.int().check(z.gte(400), z.lte(599))),
    reason: z.optional(z.string()),
    delayMs: z.optional(z.int().check(z.gte(0), z.lte(600_000))),
    count: z.optional(z.int().check(z.gte(1))),
  })
  .check(
    z.refine(({ kind, status }) => kind !== 'status' || status !== undefined, {
      path: ['status'],
      error: 'is needed with kind "status": 400 to 599',
    }),
    z.refine(({ kind, delayMs }) => kind !== 'delay' || delayMs !== undefined, {
      path: ['delayMs'],
      error: 'is needed with kind "delay": 0 to 600000',
    }),
  );
