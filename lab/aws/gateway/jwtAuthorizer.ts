/**
 * Checks tokens by the rules of an HTTP API's JWT authorizer: RSA signatures, keys from the issuer's discovery document.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { isRecord } from '../protocol/isRecord.ts';

export interface JwtAuthorizerOptions {
  /** Required `iss` of tokens; `<issuer>/.well-known/openid-configuration` locates its keys. */
  issuer: string;
  audiences: readonly string[];
  /** Without it, tokens without scopes are accepted too, including ID tokens. */
  requiredScope?: string | undefined;
  nowMs(): number;
}

/** Claims as text, as API Gateway passes them to the function. */
export type Claims = Record<string, string>;

export type JwtOutcome =
  | { claims: Claims; refusal?: undefined }
  | { refusal: { code: 'unauthenticated' | 'token_expired' | 'insufficient_scope'; detail: string } };

/** @param authorization the header's value; `Bearer` before the token is optional, as with AWS. */
export type JwtAuthorizer = (authorization: string | undefined) => Promise<JwtOutcome>;

/** AWS: the keys are cached for two hours. */
const keyCacheMs = 2 * 60 * 60 * 1000;
const algorithms = ['RS256', 'RS384', 'RS512'];

export function createJwtAuthorizer(options: JwtAuthorizerOptions): JwtAuthorizer {
  const { issuer, audiences, requiredScope, nowMs } = options;
  let loadingKeys: Promise<JWTVerifyGetKey> | undefined;
  const keys = () => {
    loadingKeys ??= loadKeys(issuer).catch((error) => {
      loadingKeys = undefined;
      throw error;
    });
    return loadingKeys;
  };

  return async (authorization) => {
    if (!authorization) return refuse('the request has no Authorization header');
    const token = authorization.replace(/^bearer +/i, '').trim();
    const currentDate = new Date(nowMs());
    try {
      const { payload, protectedHeader } = await jwtVerify(token, await keys(), {
        issuer,
        algorithms,
        currentDate,
        requiredClaims: ['exp'],
      });
      if (!protectedHeader.kid) return refuse('the token names no key (kid)');
      if (!isForAudience(payload, audiences))
        return refuse(`the token is not for the audience ${audiences.join(' or ')}`);
      if ((payload.iat ?? 0) * 1000 > currentDate.getTime()) return refuse('the token is from the future (iat)');
      if (requiredScope !== undefined && !scopesOf(payload).includes(requiredScope)) {
        return {
          refusal: { code: 'insufficient_scope', detail: `the token does not have the scope ${requiredScope}` },
        };
      }
      return { claims: asTexts(payload) };
    } catch (error) {
      return refuseBecause(error);
    }
  };
}

async function loadKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const document: unknown = await response.json();
  const { jwks_uri: keySetUrl } = isRecord(document) ? document : {};
  return createRemoteJWKSet(new URL(String(keySetUrl)), { cacheMaxAge: keyCacheMs });
}

/** `client_id` counts only if there is no `aud`. */
function isForAudience({ aud, client_id: clientId }: JWTPayload, audiences: readonly string[]): boolean {
  return [aud ?? clientId].flat().some((value) => typeof value === 'string' && audiences.includes(value));
}

/** Scopes in the claim `scope`, or in `scp` if it is missing: text with spaces in between, or a list. */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  return [scope ?? scp].flat().flatMap((value) => (typeof value === 'string' ? value.split(' ') : []));
}

/** AWS: numbers as digits, lists as `[a b]`. */
function asTexts(payload: JWTPayload): Claims {
  const texts = Object.entries(payload).map(([name, value]) => {
    if (Array.isArray(value)) return [name, `[${value.join(' ')}]`];
    return [name, isRecord(value) ? JSON.stringify(value) : String(value)];
  });
  return Object.fromEntries(texts);
}

function refuse(detail: string): JwtOutcome {
  return { refusal: { code: 'unauthenticated', detail } };
}

/** Describes what is wrong with the token, never its contents. @throws errors that are not about the token. */
function refuseBecause(error: unknown): JwtOutcome {
  if (error instanceof errors.JWTExpired) {
    return { refusal: { code: 'token_expired', detail: 'the token has expired (exp)' } };
  }
  if (error instanceof errors.JWTClaimValidationFailed) return refuse(`the claim ${error.claim} is missing or wrong`);
  if (error instanceof errors.JWSSignatureVerificationFailed) return refuse("the token's signature is invalid");
  if (error instanceof errors.JWKSNoMatchingKey) return refuse("the token's key (kid) is not one of the issuer's");
  if (error instanceof errors.JOSEAlgNotAllowed) return refuse("the token's algorithm is not RS256, RS384 or RS512");
  if (error instanceof errors.JOSEError) return refuse('the Authorization header does not contain a signed JWT');
  throw error;
}
