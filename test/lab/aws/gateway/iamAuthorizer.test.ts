import { createHash } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIamAuthorizer, type SignedRequest } from '../../../../lab/aws/gateway/iamAuthorizer.ts';

const accessKey = { accessKeyId: 'AKIDLAB', secretAccessKey: 'a secret of the lab' };
const nowMs = Date.parse('2026-11-22T12:00:00Z');
const authorize = createIamAuthorizer(accessKey, () => nowMs);

interface SignOptions {
  key?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  region?: string;
  service?: string;
  dateMs?: number;
  method?: string;
  rawPath?: string;
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  body?: string;
  applyChecksum?: boolean;
}

/** Signs as a client does, and makes of it what arrives. */
async function signedRequest(options: SignOptions = {}): Promise<SignedRequest> {
  const { key = accessKey, region = 'us-east-1', service = 'execute-api', applyChecksum = true } = options;
  const { method = 'POST', rawPath = '/v1/server/messages', query = {}, body = '{"from":"alice"}' } = options;
  const signer = new SignatureV4({ credentials: key, region, service, sha256: Sha256, applyChecksum });
  const { headers } = await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: rawPath,
      query,
      headers: { host: '127.0.0.1:4700', 'content-type': 'application/json', ...options.headers },
      body,
    },
    { signingDate: new Date(options.dateMs ?? nowMs) },
  );
  return { method, rawPath, rawQuery: queryString(query), headers, body: Buffer.from(body) };
}

function queryString(query: Record<string, string | string[]>): string {
  const pairs = Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  return pairs.map((pair) => pair.map((part = '') => encodeURIComponent(part)).join('=')).join('&');
}

const refusal = (detail: string) => ({ refusal: { code: 'forbidden', detail } });

describe('a signed request', () => {
  it('identifies the caller, as API Gateway does', async () => {
    // Prepare
    const request = await signedRequest();

    // Act
    const outcome = await authorize(request);

    // Assess
    expect(outcome).toEqual({
      iam: {
        accessKey: 'AKIDLAB',
        accountId: '000000000000',
        callerId: 'AKIDLAB',
        cognitoIdentity: null,
        principalOrgId: 'o-lab',
        userArn: 'arn:aws:iam::000000000000:user/lab-server',
        userId: 'AKIDLAB',
      },
    });
  });

  it('needs no header with the hash of its body', async () => {
    // Prepare
    const request = await signedRequest({ applyChecksum: false });

    // Act
    const outcome = await authorize(request);

    // Assess
    expect(outcome).toHaveProperty('iam');
  });

  it.each([-5, 5])('is valid %i minutes from now', async (minutes) => {
    // Prepare
    const request = await signedRequest({ dateMs: nowMs + minutes * 60_000 });

    // Act
    const outcome = await authorize(request);

    // Assess
    expect(outcome).toHaveProperty('iam');
  });

  const segment = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => !/^\.+$/.test(text));
  const anyRequest = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    rawPath: fc.array(segment).map((segments) => `/v1/${segments.map(encodeURIComponent).join('/')}`),
    query: fc.dictionary(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }),
      { noNullPrototype: true },
    ),
    body: fc.string({ unit: 'grapheme' }),
  });

  it('is accepted with any path, query and body', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, async (options) => {
        // Prepare
        const request = await signedRequest(options);

        // Act
        const outcome = await authorize(request);

        // Assess
        expect(outcome).toHaveProperty('iam');
      }),
      { numRuns: 50 },
    );
  });

  it('is refused when any part of it changed', async () => {
    const change = fc.constantFrom<(request: SignedRequest) => SignedRequest>(
      (request) => ({ ...request, method: 'PATCH' }),
      (request) => ({ ...request, rawPath: `${request.rawPath}x` }),
      (request) => ({ ...request, rawQuery: `${request.rawQuery}&added=1` }),
      (request) => ({ ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }),
      (request) => ({ ...request, headers: { ...request.headers, host: 'other.example' } }),
      (request) => ({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } }),
    );
    await fc.assert(
      fc.asyncProperty(anyRequest, change, async (options, alter) => {
        // Prepare
        const request = alter(await signedRequest(options));

        // Act
        const outcome = await authorize(request);

        // Assess
        expect(outcome).toHaveProperty('refusal.code', 'forbidden');
      }),
      { numRuns: 50 },
    );
  });
});

describe('an invalid signature', () => {
  const wrongSignature = 'the signature does not match the request';
  const noSignature = 'the request has no AWS4-HMAC-SHA256 signature in its Authorization header';
  const lateOrEarly = 'X-Amz-Date is more than five minutes off';

  it.each<[string, SignOptions, string]>([
    ['another secret', { key: { ...accessKey, secretAccessKey: 'x' } }, wrongSignature],
    ['another access key', { key: { ...accessKey, accessKeyId: 'AKIDOTHER' } }, 'the access key is unknown'],
    ['another region', { region: 'eu-west-1' }, 'the signature is for the region eu-west-1, not us-east-1'],
    ['another service', { service: 's3' }, 'the signature is for s3, not execute-api'],
    ['a time more than 5 minutes ago', { dateMs: nowMs - 301_000 }, lateOrEarly],
    ['a time more than 5 minutes ahead', { dateMs: nowMs + 301_000 }, lateOrEarly],
    [
      'a body hash that is not of its body',
      { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      "x-amz-content-sha256 is not the body's hash",
    ],
  ])('is refused: %s', async (_what, options, detail) => {
    // Prepare
    const request = await signedRequest(options);

    // Act
    const outcome = await authorize(request);

    // Assess
    expect(outcome).toEqual(refusal(detail));
  });

  const authorizationWith = (change: (value: string) => string) => (request: SignedRequest) => ({
    authorization: change(String(request.headers.authorization)),
  });
  it.each<[string, (request: SignedRequest) => Record<string, string | undefined>, string]>([
    ['no Authorization header', () => ({ authorization: undefined }), noSignature],
    ['a JWT', () => ({ authorization: 'Bearer a.b.c' }), noSignature],
    ['half a header', authorizationWith((value) => value.slice(0, 60)), noSignature],
    ['a shorter signature', authorizationWith((value) => value.slice(0, -1)), noSignature],
    ['no date', () => ({ 'x-amz-date': undefined }), 'X-Amz-Date is missing or not of the form YYYYMMDDTHHMMSSZ'],
    [
      'an invalid date',
      () => ({ 'x-amz-date': '20261322T120000Z' }),
      'X-Amz-Date is missing or not of the form YYYYMMDDTHHMMSSZ',
    ],
    [
      "a date of another day than the credential's",
      () => ({ 'x-amz-date': '20261121T120000Z' }),
      "the credential's date is not the day of X-Amz-Date",
    ],
    [
      'a host that is not signed',
      authorizationWith((value) => value.replace(';host', '')),
      'the header host is not signed',
    ],
    [
      'a date that is not signed',
      authorizationWith((value) => value.replace(';x-amz-date', '')),
      'the header x-amz-date is not signed',
    ],
    [
      'a signed header that is missing',
      () => ({ 'content-type': undefined }),
      'the signed header content-type is missing',
    ],
    [
      'inherited properties as signed headers',
      authorizationWith((value) => value.replace('content-type;', 'content-type;constructor;')),
      wrongSignature,
    ],
  ])('is refused: %s', async (_what, changedHeaders, detail) => {
    // Prepare
    const signed = await signedRequest();
    const request = { ...signed, headers: { ...signed.headers, ...changedHeaders(signed) } };

    // Act
    const outcome = await authorize(request);

    // Assess
    expect(outcome).toEqual(refusal(detail));
  });

  it.each(['constructor=1', '__proto__=1', 'a=%zz', '%', '='])(
    'is refused: the query %s that was not signed',
    async (rawQuery) => {
      // Prepare
      const request = { ...(await signedRequest()), rawQuery };

      // Act
      const outcome = await authorize(request);

      // Assess
      expect(outcome).toHaveProperty('refusal');
    },
  );
});

describe('the body', () => {
  it('is hashed as bytes', async () => {
    // Prepare
    const body = '{"text":"⚡ü"}';
    const hash = createHash('sha256').update(body).digest('hex');
    const request = await signedRequest({ body, headers: { 'x-amz-content-sha256': hash } });

    // Act
    const outcome = await authorize(request);

    // Assess
    expect(outcome).toHaveProperty('iam');
  });
});
