/** Every way to prove, or to fail to prove, who calls. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { type CryptoKey, exportSPKI, importJWK, type JSONWebKeySet, SignJWT } from 'jose';
import type { SignedService } from '../../../lab/aws/gateway/iamAuthorizer.ts';
import type { Lab } from '../../../lab/lab.ts';
import type { IssueOptions } from '../../../lab/oidc/issuer.ts';
import type { Sending } from '../../support/lab/labClient.ts';
import type { Proof } from './callerTable.ts';

type PrivateKey = Parameters<SignJWT['sign']>[0];

/**
 * @param otherKey no key of the lab's issuer. @param service that servers sign for: at the URL of a function, `lambda`.
 * @returns what a request is sent with.
 */
export async function headersFor(
  lab: Lab,
  { alice, bob }: { alice: string; bob: string },
  otherKey: PrivateKey,
  proof: Proof,
  sending: Pick<Sending, 'method' | 'path' | 'body'>,
  service: SignedService = 'execute-api',
): Promise<Record<string, string>> {
  const jwt = async (options?: IssueOptions, userId = alice) => ({
    authorization: `Bearer ${await lab.issueUserToken(userId, options)}`,
  });
  const changed = async (change: (parts: [string, string, string]) => string) => {
    const [header = '', claims = '', signature = ''] = (await lab.issueUserToken(alice)).split('.');
    return { authorization: `Bearer ${change([header, claims, signature])}` };
  };
  const nowSeconds = Math.floor(Date.now() / 1000);
  const { accessKeyId, secretAccessKey, region } = lab;
  const key = { accessKeyId, secretAccessKey };
  const signed = (changes: Partial<Signing>) => sign(lab, sending, { key, region, service, ...changes });
  const ways: Readonly<Record<Proof, () => Promise<Record<string, string>>>> = {
    nothing: async () => ({}),
    'a JWT': () => jwt(),
    'text that is not a JWT': async () => ({ authorization: 'Bearer abc' }),
    'a JWT of another issuer': () => jwt({ claims: { iss: 'https://other.example.com' } }),
    'a JWT for another audience': () => jwt({ claims: { aud: 'other' } }),
    'a JWT that has expired': () => jwt({ expiresInSeconds: -60 }),
    'a JWT that is not valid yet': () => jwt({ claims: { nbf: nowSeconds + 600 } }),
    'a JWT issued in the future': () => jwt({ claims: { iat: nowSeconds + 600 } }),
    'a JWT with changed claims': () =>
      changed(([header, claims, signature]) => [header, encode({ ...decode(claims), sub: bob }), signature].join('.')),
    'a JWT signed with another key': async () => {
      const [header = '', claims = ''] = (await lab.issueUserToken(alice)).split('.');
      const { kid = '' } = decode(header) as { kid?: string };
      const forged = new SignJWT(decode(claims)).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' });
      return { authorization: `Bearer ${await forged.sign(otherKey)}` };
    },
    'a JWT without a signature': () =>
      changed(([header, claims]) => [encode({ ...decode(header), alg: 'none' }), claims, ''].join('.')),
    'a JWT signed with HS256 and the public key': async () => {
      const [header = '', claims = ''] = (await lab.issueUserToken(alice)).split('.');
      const { kid = '' } = decode(header) as { kid?: string };
      const secret = new TextEncoder().encode(await publicPem(lab));
      const confused = new SignJWT(decode(claims)).setProtectedHeader({ alg: 'HS256', kid, typ: 'JWT' });
      return { authorization: `Bearer ${await confused.sign(secret)}` };
    },
    'a JWT of an unknown key': async () => {
      const [, claims = ''] = (await lab.issueUserToken(alice)).split('.');
      const unknown = new SignJWT(decode(claims)).setProtectedHeader({ alg: 'RS256', kid: 'unknown', typ: 'JWT' });
      return { authorization: `Bearer ${await unknown.sign(otherKey)}` };
    },
    'a JWT without `sub`': () => jwt({ claims: { sub: undefined } }),
    'a JWT with an empty `sub`': () => jwt({}, ''),
    'a JWT whose `sub` has 256 characters': () => jwt({}, 'x'.repeat(256)),
    'a signature': () => signed({}),
    'a signature with another secret': () => signed({ key: { ...key, secretAccessKey: 'another secret' } }),
    'a signature of another access key': () => signed({ key: { ...key, accessKeyId: 'LABKOTHER' } }),
    'a signature from ten minutes ago': () => signed({ signingDate: new Date(Date.now() - 600_000) }),
    'a signature for another region': () => signed({ region: 'eu-central-1' }),
    'a signature for another service': () => signed({ service: service === 'lambda' ? 'execute-api' : 'lambda' }),
    'a signature of another path': () => signed({ path: '/v1/server/users/somebody-else' }),
  };
  return ways[proof]();
}

interface Signing {
  key: { accessKeyId: string; secretAccessKey: string };
  region: string;
  service: string;
  path: string;
  signingDate: Date;
}

async function sign(
  lab: Lab,
  { method, path, body }: Pick<Sending, 'method' | 'path' | 'body'>,
  { key, region, service, path: signedPath = path, signingDate }: Partial<Signing> & Pick<Signing, 'key'>,
): Promise<Record<string, string>> {
  const { hostname, port, protocol, host } = new URL(lab.url);
  const signer = new SignatureV4({
    service: service ?? '',
    region: region ?? '',
    credentials: key,
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    {
      method,
      protocol,
      hostname,
      port: Number(port),
      path: signedPath,
      headers: { host },
      body: body === undefined ? undefined : JSON.stringify(body),
    },
    signingDate && { signingDate },
  );
  const { host: _setByFetch, ...signed } = headers;
  return signed;
}

/** The issuer's public key, as anybody can download it. */
async function publicPem(lab: Lab): Promise<string> {
  const [, claims = ''] = (await lab.issueUserToken('anybody')).split('.');
  const response = await fetch(`${decode(claims)['iss']}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as JSONWebKeySet;
  return exportSPKI((await importJWK(keys[0] ?? {}, 'RS256', { extractable: true })) as CryptoKey);
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
