/** What the control API of the fake APNs accepts: docs/fake-apns.md. Unknown fields are rejected by name. */
import * as z from 'zod/mini';
import { apnsEnvironment, appId } from '../../shared/api/schemas/common.ts';
import type { CertificateKind, FaultKind } from './apple.ts';

export const phoneRequest = z.strictObject({
  bundleId: appId,
  environment: z.optional(apnsEnvironment),
  phoneId: z.optional(z.string().check(z.regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots or dashes'))),
});

export const phoneChange = z.strictObject({
  network: z.optional(z.enum(['on', 'off'])),
  uninstalled: z.optional(z.literal(true)),
  tokensExpired: z.optional(z.literal(true)),
});

const certificateKinds = ['voip', 'universal', 'development', 'production'] as const satisfies CertificateKind[];

export const certificateRequest = z.strictObject({
  bundleId: appId,
  kind: z.enum(certificateKinds),
  password: z.optional(z.string()),
});

/** `since`: the `n` of a push; the answer has those after it. */
export const pushesQuery = z.strictObject({
  since: z.optional(z.string().check(z.regex(/^\d{1,15}$/, 'must be a number: the `next` of an earlier answer'))),
});

const faultKinds = [
  'status',
  'delay',
  'goaway',
  'reset',
  'blackhole',
  'expiredToken',
  'lost',
] as const satisfies FaultKind[];

export const faultRequest = z
  .strictObject({
    host: z.optional(apnsEnvironment),
    match: z.optional(z.string().check(z.minLength(1))),
    kind: z.enum(faultKinds),
    scope: z.optional(z.enum(['request', 'connection'])),
    status: z.optional(z.int().check(z.gte(400), z.lte(599))),
    reason: z.optional(z.string()),
    delayMs: z.optional(z.int().check(z.gte(0), z.lte(600_000))),
    count: z.optional(z.int().check(z.gte(1))),
  })
  .check(
    z.refine(({ kind, status, reason }) => kind !== 'status' || status !== undefined || reason !== undefined, {
      path: ['status'],
      error: 'is required with kind "status", 400 to 599, unless there is a reason',
    }),
    z.refine(({ kind, delayMs }) => kind !== 'delay' || delayMs !== undefined, {
      path: ['delayMs'],
      error: 'is required with kind "delay": 0 to 600000',
    }),
  );
