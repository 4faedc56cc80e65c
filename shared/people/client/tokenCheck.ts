/** Checks the JWTs of app users on a stage with several issuers, or with one that does not sign with RSA. */
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { scopesOf, type TrustedIssuer, userIdOf } from '../rules/issuers.ts';
import { type FetchJson, issuerKeys } from './issuerKeys.ts';

export type TokenRefusal = 'unauthenticated' | 'token_expired' | 'insufficient_scope';

/** `detail` says what is wrong, and nothing of what is in the token. */
export type CheckedToken =
  | { userId: string; refusal?: undefined; detail?: undefined }
  | { userId?: undefined; refusal: TokenRefusal; detail: string };

/**
 * @param authorization the header's value; `Bearer` before the token is optional, as at API Gateway.
 * @throws Error if the keys of the token's issuer cannot be had.
 */
export type CheckToken = (authorization: string) => Promise<CheckedToken>;

export function tokenCheck(issuers: readonly TrustedIssuer[], fetchJson: FetchJson, nowMs: () => number): CheckToken {
  const keysOf = new Map<string, JWTVerifyGetKey>(
    issuers.map(({ issuerUrl }) => [issuerUrl, issuerKeys(issuerUrl, fetchJson, nowMs)]),
  );
  return async (authorization) => {
    const token = authorization.replace(/^bearer +/i, '').trim();
    const issuer = issuers.find(({ issuerUrl }) => issuerUrl === issuerClaim(token));
    const keys = issuer && keysOf.get(issuer.issuerUrl);
    if (!issuer || !keys) return refuse('the token is not a signed JWT of an issuer of this stage (iss)');
    const { issuerUrl, algorithms } = issuer;
    const currentDate = new Date(nowMs());
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: issuerUrl,
        algorithms,
        currentDate,
        requiredClaims: ['exp'],
      });
      if (!protectedHeader.kid) return refuse('the token names no key (kid)');
      return checkClaims(payload, issuer, issuers, currentDate);
    } catch (error) {
      return refuseBecause(error, algorithms);
    }
  };
}

/** Not verified yet: it only says whose keys to take. */
function issuerClaim(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

function checkClaims(
  payload: JWTPayload,
  issuer: TrustedIssuer,
  issuers: readonly TrustedIssuer[],
  now: Date,
): CheckedToken {
  const { aud, client_id: clientId, iat = 0, sub } = payload;
  const isForUs = [aud ?? clientId]
    .flat()
    .some((value) => typeof value === 'string' && issuer.audiences.includes(value));
  if (!isForUs) return refuse('the token is for another audience (aud)');
  if (iat * 1000 > now.getTime()) return refuse('the token is from the future (iat)');
  if (issuer.requiredScope !== undefined && !scopesOf(payload).includes(issuer.requiredScope)) {
    return { refusal: 'insufficient_scope', detail: `the token does not have the scope ${issuer.requiredScope}` };
  }
  if (typeof sub !== 'string' || sub === '') return refuse('the token does not have a sub');
  const userId = userIdOf(issuer, sub, issuers);
  return userId === undefined ? refuse('the token names a user of another issuer (sub)') : { userId };
}

function refuse(detail: string): CheckedToken {
  return { refusal: 'unauthenticated', detail };
}

/** @throws errors that are not about the token. */
function refuseBecause(error: unknown, algorithms: readonly string[]): CheckedToken {
  if (error instanceof errors.JWTExpired) return { refusal: 'token_expired', detail: 'the token has expired (exp)' };
  if (error instanceof errors.JWTClaimValidationFailed) return refuse(`the claim ${error.claim} is missing or wrong`);
  if (error instanceof errors.JWSSignatureVerificationFailed) return refuse("the token's signature is invalid");
  if (error instanceof errors.JWKSNoMatchingKey) return refuse("the token's key (kid) is not one of the issuer's");
  if (error instanceof errors.JOSEAlgNotAllowed) return refuse(`the token's alg is not ${algorithms.join(' or ')}`);
  if (error instanceof errors.JOSEError) return refuse('the Authorization header does not contain a signed JWT');
  throw error;
}
