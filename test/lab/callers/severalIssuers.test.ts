/** A stage with a second issuer, which signs with ES256: who is let in, and as whom. */
import { createServer } from 'node:http';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ListeningServer, listen } from '../../../lab/aws/protocol/listen.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { send } from '../../support/lab/labClient.ts';
import { confusedToken, documentsOf, makeKey, signToken, unsignedToken } from '../../support/testIssuer.ts';
import { headersFor } from './callerProofs.ts';
import { proofs, proofTable } from './callerTable.ts';
import { seen } from './seenAnswer.ts';

const [key, otherKey, rsaKey] = await Promise.all([makeKey('ES256'), makeKey('ES256'), makeKey('RS256')]);

let issuer: ListeningServer;
let lab: Lab;
beforeAll(async () => {
  const host = createServer(({ url = '' }, response) => {
    response.end(JSON.stringify(documentsOf(issuer.url, [key])[url] ?? {}));
  });
  issuer = await listen(host, 0);
  const staff = { issuerUrl: issuer.url, audiences: ['staff'], algorithms: ['ES256' as const], userIdPrefix: 'staff:' };
  lab = await startLab({ port: 0, issuers: [staff] });
});
afterAll(async () => {
  await lab.stop();
  await issuer.stop();
});

const claims = (changed: Readonly<Record<string, unknown>> = {}): JWTPayload => {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return { iss: issuer.url, aud: 'staff', sub: 'alice', iat: nowSeconds - 10, exp: nowSeconds + 600, ...changed };
};
const ask = (token: string, method = 'GET', path = '/v1/profile', body?: object) =>
  send(lab, { method, path, headers: { authorization: `Bearer ${token}` }, ...(body && { body }) });

describe('a stage with several issuers', () => {
  it('takes the same subject of two issuers for two users', async () => {
    // Prepare
    const staffToken = await signToken(claims({ sub: 'heidi' }), key);
    const ownToken = await lab.issueUserToken('heidi');
    await ask(staffToken, 'PUT', '/v1/profile', { nickname: 'Heidi of the staff' });

    // Act
    const profiles = [await ask(staffToken), await ask(ownToken)];

    // Assess
    expect(profiles.map(({ status, body }) => [status, body.nickname])).toEqual([
      [200, 'Heidi of the staff'],
      [200, undefined],
    ]);
  });

  it('lets no issuer name the users of another', async () => {
    // Prepare
    const token = await lab.issueUserToken('staff:alice');

    // Act
    const answer = await ask(token);

    // Assess
    expect(seen(answer)).toBe('401 unauthenticated');
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ['another issuer', () => signToken(claims({ iss: 'https://other.example.com' }), key), '401 unauthenticated'],
    ['the audience of the other issuer', () => signToken(claims({ aud: 'ringpost' }), key), '401 unauthenticated'],
    ['an end in the past', () => signToken(claims({ exp: 1 }), key), '401 token_expired'],
    ['no signature', () => unsignedToken(claims(), key), '401 unauthenticated'],
    ['HS256 with the public key', () => confusedToken(claims(), key), '401 unauthenticated'],
    ['an algorithm that this issuer does not use', () => signToken(claims(), rsaKey), '401 unauthenticated'],
    ['an unknown key', () => signToken(claims(), otherKey), '401 unauthenticated'],
    ['another key under its name', () => signToken(claims(), otherKey, { kid: key.kid }), '401 unauthenticated'],
  ])('refuses a token of the second issuer with %s', async (_what, make, expected) => {
    // Prepare
    const token = await make();

    // Act
    const answer = await ask(token);

    // Assess
    expect(seen(answer)).toBe(expected);
  });

  it('answers each proof of the table of callers as a stage with one issuer, before it reads the request', async () => {
    // Prepare
    const people = { alice: 'alice', bob: 'bob' };
    const refused = proofs.filter((proof) => proofTable[proof].user !== 'let in');
    const request = { method: 'POST', path: '/v1/messages', body: { to: 'nobody' } };

    // Act
    const answers = await Promise.all(
      refused.map(async (proof) => {
        const headers = await headersFor(lab, people, rsaKey.privateKey, proof, request);
        return [proof, seen(await send(lab, { ...request, headers }))];
      }),
    );

    // Assess
    expect(answers).toEqual(refused.map((proof) => [proof, proofTable[proof].user]));
  });
});
