/**
 * The public keys of an issuer, found by its discovery document.
 * https://openid.net/specs/openid-connect-discovery-1_0.html, https://datatracker.ietf.org/doc/html/rfc7517
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';

/** Gets a JSON document. @throws what is wrong: no answer in time, a status other than 200, no JSON. */
export type FetchJson = (url: string) => Promise<unknown>;

/** A key that the issuer withdraws is accepted that long. */
const freshMs = 10 * 60_000;
/** While the issuer does not answer, its last keys serve that long. API Gateway keeps keys as long, answer or not. */
const usableMs = 2 * 60 * 60_000;
/** The issuer is asked once in that time, whatever comes: tokens with an unknown key, or no answer. */
const pauseMs = 30_000;

const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.string() });
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** Keys of one issuer, for `jwtVerify`. @param issuerUrl exactly as in its tokens. */
export function issuerKeys(issuerUrl: string, fetchJson: FetchJson, nowMs: () => number): JWTVerifyGetKey {
  let keys: { find: JWTVerifyGetKey; fetchedAtMs: number } | undefined;
  let lastTry: { startedAtMs: number; done: Promise<unknown>; failure?: unknown } | undefined;

  /** Shared by all that wait for it. */
  async function refresh(): Promise<void> {
    if (lastTry === undefined || nowMs() - lastTry.startedAtMs >= pauseMs) {
      const startedAtMs = nowMs();
      const thisTry: NonNullable<typeof lastTry> = { startedAtMs, done: Promise.resolve() };
      thisTry.done = fetchKeys(issuerUrl, fetchJson).then(
        (find) => {
          keys = { find, fetchedAtMs: startedAtMs };
        },
        (failure: unknown) => {
          thisTry.failure = failure;
        },
      );
      lastTry = thisTry;
    }
    await lastTry.done;
  }

  return async (header, token) => {
    if (keys === undefined || nowMs() - keys.fetchedAtMs >= freshMs) await refresh();
    if (keys === undefined || nowMs() - keys.fetchedAtMs >= usableMs) {
      throw new Error(`the keys of the issuer ${issuerUrl} cannot be fetched`, { cause: lastTry?.failure });
    }
    const known = keys;
    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      if (keys === known) throw error;
      return await keys.find(header, token);
    }
  };
}

async function fetchKeys(issuerUrl: string, fetchJson: FetchJson): Promise<JWTVerifyGetKey> {
  const address = `${issuerUrl.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { issuer, jwks_uri: keysUrl } = discoveryDocument.parse(await fetchJson(address));
  if (issuer !== issuerUrl) throw new Error(`${address} is the document of another issuer: ${issuer}`);
  // Only an issuer that is itself without TLS, as on a developer's machine, may have such keys.
  if (!keysUrl.startsWith('https://') && issuerUrl.startsWith('https://')) {
    throw new Error(`${address} names keys without TLS: ${keysUrl}`);
  }
  return createLocalJWKSet(keySet.parse(await fetchJson(keysUrl)) as JSONWebKeySet);
}
