/** Pieces that several routes share. `zod/mini`, because the full namespace costs 50 ms of every cold start. */
import * as z from 'zod/mini';
import { pushNotes } from '../../content/payloads/pushNote.ts';
import { tokenKinds } from '../../devices/rules/device.ts';
import { longestUserId, userIdPattern } from '../../people/rules/userId.ts';
import { isTooLarge, maxFreeJsonBytes, maxFreeJsonLevels, tooDeep } from '../../platform/freeJson.ts';
import { httpsUrlPattern, isHttpsUrl } from '../../platform/httpsUrl.ts';
import { readLanguageTag } from '../../platform/languageTag.ts';
import { longestFact, longestLocale } from '../../platform/limits.ts';
import { readTimeZone } from '../../platform/timeZone.ts';

/** A JWT's `sub`, in UTF-16 units. */
export const userId = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(longestUserId),
    z.regex(userIdPattern, 'must have no control characters, such as a line break'),
  );

/** Chosen by the creator of the group. */
export const groupId = z
  .string()
  .check(z.maxLength(128), z.regex(/^[A-Za-z0-9._:@-]{1,128}$/, 'must be 1 to 128 letters, digits or . _ : @ -'));

/** A bundle ID (CFBundleIdentifier): letters, digits, hyphens and dots. */
export const appId = z
  .string()
  .check(z.maxLength(155), z.regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, 'must be a bundle ID such as com.example.app'));

export const deviceId = z
  .string()
  .check(z.maxLength(128), z.regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 letters, digits or . _ : -'));

/** Name of a Live Activity: the app and its server choose it. */
export const activityId = z
  .string()
  .check(z.maxLength(128), z.regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 letters, digits or . _ : -'));

/** CallKit's UUIDs are in upper case; Ringpost stores them in lower case. */
export const uuid = z.pipe(
  z.string().check(z.maxLength(36), z.regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'must be a UUID')),
  z.transform((text: string) => text.toLowerCase()),
);

export const apnsEnvironment = z.enum(['production', 'development']);
export const tokenKind = z.enum(tokenKinds);

/** A time in an answer. */
export const isoTime = z.iso.datetime();

/** Clocks that show years outside of these are wrong. */
const firstYear = 2000;
const lastYear = 2099;

/** How long before its request something happened, in milliseconds, by a clock that nobody sets. At most a week. */
export const ageMs = z.int().check(z.minimum(0), z.maximum(7 * 24 * 60 * 60 * 1000));

/** A time in a request. It is passed on with a fixed length, however many digits were sent. */
export const isoTimeInput = z.pipe(
  z.iso.datetime('must be a time in UTC such as 2026-11-30T12:00:00Z').check(
    z.maxLength(30),
    z.refine((text) => {
      const year = new Date(text).getUTCFullYear();
      return firstYear <= year && year <= lastYear;
    }, `must be between the years ${firstYear} and ${lastYear}`),
  ),
  z.transform((text: string) => new Date(text).toISOString()),
);

export const territory = z
  .string()
  .check(z.maxLength(2), z.regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code of two capital letters such as CN'));

function limitFreeJson(context: z.core.ParsePayload): void {
  const path = tooDeep(context.value);
  const message =
    path === undefined
      ? isTooLarge(context.value) && `must have at most ${maxFreeJsonBytes} bytes as JSON`
      : `is nested too deeply: at most ${maxFreeJsonLevels} levels`;
  if (message) context.issues.push({ code: 'custom', path: path ?? [], message, input: undefined });
}

const freeJsonLimits = { 'x-maxBytes': maxFreeJsonBytes, 'x-maxLevels': maxFreeJsonLevels };

/** Any JSON (the body it came in was JSON), passed to the app unchanged. The same in every request. */
export const freeJson = z.unknown().check(limitFreeJson, z.meta(freeJsonLimits));

/** The same, and an object. */
export const jsonObject = z
  .custom<object>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be a JSON object',
  )
  .check(limitFreeJson, z.meta({ type: 'object', ...freeJsonLimits }));

export const callHandle = z.strictObject({
  type: z.enum(['generic', 'phoneNumber', 'emailAddress']),
  value: z.string().check(z.minLength(1), z.maxLength(255)),
});

/** A whole number in a query, where everything is text. */
export const pageLimit = (usual: number, most: number) =>
  z._default(
    z.pipe(
      z.string().check(
        z.maxLength(String(most).length),
        z.refine((text) => /^[1-9]\d*$/.test(text) && Number(text) <= most, `must be a whole number from 1 to ${most}`),
      ),
      z.transform(Number),
    ),
    usual,
  );

/** A text that is normalised, or refused if it cannot be parsed. */
const readable = (read: (text: string) => string | undefined, message: string, longest: number) =>
  z.pipe(
    z.pipe(
      z.string().check(
        z.maxLength(longestFact),
        z.refine((text) => read(text) !== undefined, message),
      ),
      z.transform((text: string) => read(text) ?? text),
    ),
    z.string().check(z.maxLength(longest)),
  );

/** BCP 47, also as iOS and POSIX write it: `zh_CN`, `en_US@rg=gbzzzz`. */
export const locale = readable(readLanguageTag, 'must be a language tag such as zh-Hans-CN', longestLocale);

/** An IANA name, or an offset as iOS writes it: `GMT+0800` becomes `+08:00`. */
export const timeZone = readable(readTimeZone, 'must be a time zone such as Asia/Shanghai or +08:00', 64);

export const httpsUrl = z
  .string()
  .check(
    z.maxLength(2048),
    z.regex(httpsUrlPattern, 'must be an https URL such as https://example.com/cat.jpg'),
    z.refine(isHttpsUrl, 'must be an https URL with a host'),
  );

/** Outcome of one target. `not_pushed`: all that a user may know if `outcomesForUsers` is `coarse`. */
export const targetOutcome = z.object({
  userId: z.string(),
  deviceId: z.optional(z.string()),
  kind: z.optional(tokenKind),
  outcome: z.enum(['accepted', 'skipped', 'rejected', 'failed', 'retrying', 'handedOver', 'not_pushed']),
  reason: z.optional(z.string()),
  apnsId: z.optional(z.string()),
  environment: z.optional(apnsEnvironment),
  status: z.optional(z.int()),
  gap: z.optional(z.enum(['none_stored', 'environment', 'topic', 'token_key', 'expired'])),
  repair: z.optional(z.enum(['environment_changed', 'quarantined', 'dropped', 'refusal_outdated', 'refusal_doubted'])),
  notes: z.optional(z.readonly(z.array(z.enum(pushNotes)))),
});

/** Any text that the caller has not used before, such as a UUID. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z.optional(
    z
      .string()
      .check(
        z.maxLength(255),
        z.regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 letters, digits or symbols, without spaces'),
      ),
  ),
});
