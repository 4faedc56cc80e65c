/**
 * A metrics token: what Apple calls a data export token, for the dataset "Delivery Metrics" of one app. It is in the
 * app's secret, beside the credentials, and pushes nothing. Apple: "Exporting delivery metrics logs".
 */
import * as z from 'zod/mini';
import { type CheckContext, daysUntil, expiryWarningDays } from './credentialChecks.ts';
import type { Finding } from './finding.ts';

/** Takes the place of a credential's ID in commands, findings and metrics: an app has at most one. */
export const metricsTokenId = 'metrics-token';

const metricsToken = z.object({
  /** As the CloudKit Console showed it once. */
  token: z.string().check(z.regex(/^[\x21-\x7e]{8,4096}$/)),
  /** 10 characters. */
  teamId: z.string().check(z.regex(/^[A-Z0-9]{10}$/)),
  /** ISO 8601, UTC: when it was stored. */
  addedAt: z.iso.datetime(),
  /** `YYYY-MM-DD`: the end that was chosen in the console, if somebody said it. Apple offers no way to ask. */
  expiresOn: z.optional(z.iso.date()),
});

export type MetricsToken = z.infer<typeof metricsToken>;

export function isMetricsToken(value: unknown): value is MetricsToken {
  return metricsToken.safeParse(value).success;
}

/** @param secret of an app, as it is stored. @returns undefined if it has none. @throws Error without any value of the secret. */
export function parseMetricsToken(secret: string): MetricsToken | undefined {
  let stored: unknown;
  try {
    stored = (JSON.parse(secret) as { metricsToken?: unknown }).metricsToken;
  } catch {
    throw new Error('the stored credentials are not JSON: store them again');
  }
  if (stored === undefined || isMetricsToken(stored)) return stored;
  throw new Error('the stored metrics token is not valid: store it again');
}

/** How long a token is valid at most, in months. */
const maxMonths = 6;

export interface MetricsTokenEnd {
  /** ISO 8601, UTC: the beginning of the day, as Apple does not say when within the day it expires. */
  at: string;
  /** False: nobody said when it expires, so this is the latest possible time. */
  isKnown: boolean;
}

export function endOf({ addedAt, expiresOn }: Pick<MetricsToken, 'addedAt' | 'expiresOn'>): MetricsTokenEnd {
  if (expiresOn !== undefined) return { at: `${expiresOn}T00:00:00.000Z`, isKnown: true };
  return { at: latestEnd(addedAt), isKnown: false };
}

/** @param addedAt ISO 8601. @returns the latest end of a token that was made then or earlier. */
export function latestEnd(addedAt: string): string {
  const end = new Date(addedAt);
  const day = end.getUTCDate();
  end.setUTCMonth(end.getUTCMonth() + maxMonths);
  // The month is shorter: its last day.
  if (end.getUTCDate() !== day) end.setUTCDate(0);
  return end.toISOString();
}

/** What there is to know about it without the token itself. */
export interface MetricsTokenFacts {
  teamId: string;
  /** ISO 8601, UTC. */
  addedAt: string;
  /** ISO 8601, UTC. */
  expiresAt: string;
  /** `latest`: it expires then or earlier. */
  expiry: 'known' | 'latest';
  daysToExpiry: number;
}

export function metricsTokenFacts(token: MetricsToken, nowMs: number): MetricsTokenFacts {
  const { at, isKnown } = endOf(token);
  const { teamId, addedAt } = token;
  return { teamId, addedAt, expiresAt: at, expiry: isKnown ? 'known' : 'latest', daysToExpiry: daysUntil(at, nowMs) };
}

/** For a fix: the command that stores a metrics token. */
export function addTokenCommand({ appId, stageOption }: Pick<CheckContext, 'appId' | 'stageOption'>): string {
  return `\`npx ringpost credentials add --metrics-token <file> --app ${appId} ${stageOption}\``;
}

/** Never errors: without it pushes go on as before, and only Apple's counts are missing. */
export function checkMetricsToken(token: MetricsToken, context: CheckContext): Finding[] {
  const { expiresAt, expiry, daysToExpiry } = metricsTokenFacts(token, context.nowMs);
  const day = expiresAt.slice(0, 10);
  const at = expiry === 'known' ? `on ${day}` : `on ${day} at the latest (nobody said when)`;
  const fix = `Create a new data export token in the CloudKit Console, and store it with ${addTokenCommand(context)}.`;
  if (daysToExpiry <= 0) return [warning(context, 'metrics_token_expired', `expired ${at}.`, fix)];
  if (daysToExpiry > expiryWarningDays) return [];
  const days = Math.floor(daysToExpiry);
  const left = days < 1 ? 'in less than a day' : `in ${days} day${days === 1 ? '' : 's'}`;
  return [warning(context, 'metrics_token_expires_soon', `expires ${left}, ${at}.`, fix)];
}

export function unreadableMetricsToken(context: CheckContext): Finding {
  const fix = `Store it again with ${addTokenCommand(context)}.`;
  return warning(context, 'metrics_token_unreadable', 'is not in the form that Ringpost stores.', fix);
}

function warning({ appId }: CheckContext, code: string, what: string, fix: string): Finding {
  const about = { appId, credentialId: metricsTokenId };
  return { code, severity: 'warning', ...about, what: `The metrics token of ${appId} ${what}`, fix };
}
