/** The issuers of a stage that has several, and which users are theirs. */
import * as z from 'zod/mini';

/** RFC 7518, section 3.1: those with a public key. */
export const signingAlgorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

const trustedIssuer = z.object({
  /** Exactly as in the `iss` claim. */
  issuerUrl: z.string(),
  /** Accepted `aud` claims, or `client_id` claims of tokens that have no `aud`. */
  audiences: z.array(z.string()),
  /** Scope that a token must have. */
  requiredScope: z.optional(z.string()),
  algorithms: z.array(z.enum(signingAlgorithms)),
  /** What the IDs of its users begin with; empty for the one issuer whose users have the plain `sub`. */
  userIdPrefix: z.string(),
});
export type TrustedIssuer = z.infer<typeof trustedIssuer>;

/** @param json of the environment, or of a file. @throws Error if it is not a list of issuers. */
export function readIssuers(json: string): TrustedIssuer[] {
  return z.array(trustedIssuer).parse(JSON.parse(json));
}

/**
 * The user ID of a `sub`: with the issuer's prefix.
 *
 * @returns undefined if another issuer's prefix is at its beginning: it would be that issuer's user.
 */
export function userIdOf(issuer: TrustedIssuer, sub: string, issuers: readonly TrustedIssuer[]): string | undefined {
  const userId = issuer.userIdPrefix + sub;
  const isOfAnother = issuers.some(
    ({ userIdPrefix }) =>
      userIdPrefix !== '' && userIdPrefix !== issuer.userIdPrefix && userId.startsWith(userIdPrefix),
  );
  return isOfAnother ? undefined : userId;
}

/** Scopes in the claim `scope`, or in `scp` if it is missing: text with spaces in between, or a list. */
export function scopesOf({ scope, scp }: Readonly<Record<string, unknown>>): string[] {
  return [scope ?? scp].flat().flatMap((value) => (typeof value === 'string' ? value.split(' ') : []));
}
