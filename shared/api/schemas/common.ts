/** Pieces that several routes share. `zod/mini`, because the full namespace costs 50 ms of every cold start. */
import * as z from 'zod/mini';

/** A JWT's `sub`. */
export const userId = z.string().check(z.minLength(1), z.maxLength(255));

/** A bundle ID (CFBundleIdentifier): letters, digits, hyphens and dots. */
export const appId = z
  .string()
  .check(z.maxLength(155), z.regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, 'must be a bundle ID such as com.example.app'));

export const deviceId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 letters, digits or . _ : -'));

/** CallKit's UUIDs come in upper case; we keep them in lower case. */
export const uuid = z.pipe(
  z.string().check(z.regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'must be a UUID')),
  z.transform((text: string) => text.toLowerCase()),
);

export const apnsEnvironment = z.enum(['production', 'development']);
export const tokenKind = z.enum(['alert', 'voip']);
export const isoTime = z.iso.datetime();

/** Any JSON (the body it came in was JSON), handed to the app as it is. */
export const ext = z.unknown();

export const callHandle = z.strictObject({
  type: z.enum(['generic', 'phoneNumber', 'emailAddress']),
  value: z.string().check(z.minLength(1), z.maxLength(255)),
});

/** `to` of messages and calls to one user. */
export const toUser = z.strictObject({ userId });

/** What became of one target. */
export const targetOutcome = z.object({
  userId: z.string(),
  deviceId: z.optional(z.string()),
  kind: z.optional(tokenKind),
  outcome: z.enum(['accepted', 'skipped', 'rejected', 'failed', 'retrying']),
  reason: z.optional(z.string()),
  apnsId: z.optional(z.string()),
  environment: z.optional(apnsEnvironment),
  status: z.optional(z.int()),
});
