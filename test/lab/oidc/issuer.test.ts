import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ListeningServer, listen } from '../../../lab/aws/protocol/listen.ts';
import { createIssuer, type Issuer } from '../../../lab/oidc/issuer.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';

const nowMs = Date.now;

let server: ListeningServer;
let issuer: Issuer;

beforeEach(async () => {
  server = await listen(
    createServer((request, response) => {
      if (!issuer.handle(request, response)) response.writeHead(404).end();
    }),
    0,
  );
  issuer = await createIssuer(server.url, openDataDirectory(undefined), nowMs);
});
afterEach(() => server.stop());

describe('the issuer', () => {
  it('issues tokens that a client can verify with only its URL', async () => {
    // Prepare
    const token = await issuer.issue('alice');

    // Act
    const discovery = await fetch(`${issuer.url}/.well-known/openid-configuration`);
    const document = (await discovery.json()) as { issuer: string; jwks_uri: string };
    const keys = createRemoteJWKSet(new URL(document.jwks_uri));
    const { payload } = await jwtVerify(token, keys, { issuer: document.issuer, audience: 'ringpost' });

    // Assess
    expect(document.issuer).toBe(`${server.url}/oidc`);
    expect(payload.sub).toBe('alice');
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
  });

  it('publishes no private part of its key', async () => {
    // Prepare
    const url = `${issuer.url}/.well-known/jwks.json`;

    // Act
    const { keys } = (await (await fetch(url)).json()) as { keys: object[] };

    // Assess
    expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
  });

  it('issues tokens for 12 hours or the requested time', async () => {
    // Prepare
    const lifetime = (token: string) => {
      const { exp = 0, iat = 0 } = decodeJwt(token);
      return exp - iat;
    };

    // Act
    const usual = await issuer.issue('alice');
    const short = await issuer.issue('alice', { expiresInSeconds: 60 });
    const expired = await issuer.issue('alice', { expiresInSeconds: -60 });

    // Assess
    expect(lifetime(usual)).toBe(12 * 60 * 60);
    expect(lifetime(short)).toBe(60);
    expect(decodeJwt(expired).exp).toBeLessThan(Date.now() / 1000 - 50);
  });

  it('serves nothing else', async () => {
    // Prepare
    const url = `${issuer.url}/.well-known/openid-configuration`;

    // Act
    const statuses = [
      (await fetch(url, { method: 'POST' })).status,
      (await fetch(`${issuer.url}/token`)).status,
      (await fetch(issuer.url)).status,
    ];

    // Assess
    expect(statuses).toEqual([404, 404, 404]);
  });

  it('keeps its key in the data directory, so that tokens survive a restart', async () => {
    // Prepare
    const directory = mkdtempSync(`${tmpdir()}/ringpost-issuer-`);
    const before = await createIssuer(server.url, openDataDirectory(directory), nowMs);
    const token = await before.issue('alice');

    // Act
    issuer = await createIssuer(server.url, openDataDirectory(directory), nowMs);

    // Assess
    const keys = createRemoteJWKSet(new URL(`${issuer.url}/.well-known/jwks.json`));
    await expect(jwtVerify(token, keys)).resolves.toMatchObject({ payload: { sub: 'alice' } });
    rmSync(directory, { recursive: true });
  });
});
