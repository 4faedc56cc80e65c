/** Pushes that a team has made itself. */
import * as z from 'zod/mini';
import { pushTypes } from '../../apns/rules/pushTypes.ts';
import { faultsOfRawPush } from '../../push/rules/rawPush.ts';
import { reportedOutcomes } from '../../push/rules/reportedOutcome.ts';
import type { Operations } from '../operation.ts';
import {
  apnsEnvironment,
  appId,
  deviceId,
  idempotencyHeaders,
  jsonObject,
  targetOutcome,
  userId,
  uuid,
} from './common.ts';
import { deviceToken, externalToken } from './devices.ts';
import { summary } from './messages.ts';

/** Seconds until the year 2100. */
const latestExpiration = 4_102_444_800;

/** By APNs' own names. Ringpost makes `apns-topic` and `apns-push-type`. */
const rawHeaders = z.strictObject({
  'apns-priority': z.optional(z.literal([10, 5, 1])),
  /** Epoch seconds. */
  'apns-expiration': z.optional(z.int().check(z.minimum(0), z.maximum(latestExpiration))),
  'apns-collapse-id': z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(64),
        z.regex(/^[\x21-\x7e]*$/, 'must be letters, digits or symbols, without spaces'),
      ),
  ),
  'apns-id': z.optional(uuid),
});

const rawTarget = z.union([
  z.strictObject({ userId, deviceId: z.optional(deviceId) }),
  z.strictObject({ token: deviceToken, environment: z.optional(apnsEnvironment) }),
]);

export const rawPush = z
  .strictObject({
    appId,
    to: rawTarget,
    pushType: z.enum(pushTypes),
    headers: z._default(rawHeaders, {}),
    payload: jsonObject,
  })
  .check((context) => {
    const { to, ...push } = context.value;
    for (const { path, message } of faultsOfRawPush(push, to)) {
      context.issues.push({ code: 'custom', path: [...path], message, input: undefined });
    }
  });

const rawOutcome = z.extend(targetOutcome, { userId: z.optional(z.string()) });

export const pushed = z.object({ targets: z.array(rawOutcome), summary });

/** A service's word for an outcome, such as FCM's `UNREGISTERED`. */
const outcomeReason = z.string().check(
  z.maxLength(128),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it must not have.
  z.regex(/^[^\u0000-\u001f\u007f-\u009f]{1,128}$/, 'must be 1 to 128 characters without line breaks'),
);

export const outcomeReport = z
  .strictObject({
    token: externalToken,
    outcome: z.enum(reportedOutcomes),
    reason: z.optional(outcomeReason),
    /** Whether another attempt may succeed. */
    retry: z.optional(z.boolean()),
    /** The attempt that it is about; the last one, if absent. */
    attempt: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
  })
  .check(
    z.refine(({ outcome, retry }) => outcome === 'failed' || retry === undefined, {
      path: ['retry'],
      message: 'is only allowed with outcome failed',
    }),
  );

export const recordedOutcome = z.object({
  wantedId: z.string(),
  attempt: z.int(),
  /** `retrying`: the event comes again, with the next attempt. */
  outcome: z.enum(['accepted', 'rejected', 'failed', 'retrying']),
  reason: z.optional(z.string()),
  repair: z.optional(z.enum(['dropped', 'refusal_outdated'])),
});

export const pushOperations = {
  'POST /v1/server/users/{userId}/pushes/{wantedId}/outcome': {
    path: z.strictObject({ userId, wantedId: uuid }),
    body: outcomeReport,
    answers: { 200: recordedOutcome },
  },
  'POST /v1/server/pushes': { headers: idempotencyHeaders, body: rawPush, answers: { 200: pushed } },
} as const satisfies Operations<'pushes'>;
