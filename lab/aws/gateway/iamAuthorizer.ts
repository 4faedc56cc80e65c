/**
 * Checks requests by AWS Signature Version 4, by signing them again.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 *
 * Signatures in the query string, and `Date` instead of `X-Amz-Date`, are not accepted.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { APIGatewayEventRequestContextIAMAuthorizer } from 'aws-lambda';
import { accountId, region } from '../localAws.ts';

/** What servers sign for: `execute-api` at an HTTP API, `lambda` at a function URL. */
export type SignedService = 'execute-api' | 'lambda';

/** AWS: a request is valid for five minutes before and after its time. */
const clockSkewMs = 5 * 60 * 1000;

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface SignedRequest {
  method: string;
  /** As on the wire: still percent-encoded, without the query string. */
  rawPath: string;
  rawQuery: string;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

export type IamOutcome =
  | { iam: APIGatewayEventRequestContextIAMAuthorizer['iam']; refusal?: undefined }
  | { refusal: { code: 'forbidden'; detail: string } };

export type IamAuthorizer = (request: SignedRequest) => Promise<IamOutcome>;

interface Authorization {
  accessKeyId: string;
  /** `YYYYMMDD` */
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
}

export function createIamAuthorizer(
  accessKey: AccessKey,
  nowMs: () => number,
  service: SignedService = 'execute-api',
): IamAuthorizer {
  const signer = new SignatureV4({ service, region, credentials: accessKey, sha256: Sha256, applyChecksum: false });

  return async (request) => {
    const authorization = parseAuthorization(request.headers.authorization);
    if (!authorization) return refuse('the request has no AWS4-HMAC-SHA256 signature in its Authorization header');
    const signingDate = parseAmzDate(request.headers['x-amz-date']);
    const wrong =
      wrongScope(authorization, accessKey.accessKeyId, service) ??
      wrongDate(authorization, signingDate, nowMs()) ??
      wrongHeaders(authorization, request);
    if (wrong !== undefined || !signingDate) return refuse(wrong ?? 'X-Amz-Date is missing');
    const expected = await sign(signer, request, authorization.signedHeaders, signingDate);
    if (!isSame(expected, authorization.signature))
      return refuse(`the signature does not match the request${hint(request)}`);
    return { iam: identity(accessKey.accessKeyId) };
  };
}

function refuse(detail: string): IamOutcome {
  return { refusal: { code: 'forbidden', detail } };
}

function parseAuthorization(header: string | undefined): Authorization | undefined {
  const parts =
    /^AWS4-HMAC-SHA256 +Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, *SignedHeaders=([^,]+), *Signature=([\da-f]{64})$/
      .exec(header ?? '')
      ?.slice(1);
  if (!parts) return undefined;
  const [accessKeyId = '', date = '', scopeRegion = '', scopeService = '', signedHeaders = '', signature = ''] = parts;
  return {
    accessKeyId,
    date,
    region: scopeRegion,
    service: scopeService,
    signedHeaders: signedHeaders.split(';'),
    signature,
  };
}

/** `YYYYMMDDTHHMMSSZ` */
function parseAmzDate(value: string | string[] | undefined): Date | undefined {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(String(value)) ?? [];
  if (!date || !time) return undefined;
  const parsed = new Date(date.replace(/(..)(..)$/, '-$1-$2') + time.replace(/^(..)(..)(..)$/, 'T$1:$2:$3Z'));
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}

function wrongScope(authorization: Authorization, accessKeyId: string, service: SignedService): string | undefined {
  if (authorization.accessKeyId !== accessKeyId) return 'the access key is unknown';
  if (authorization.region !== region) return `the signature is for the region ${authorization.region}, not ${region}`;
  if (authorization.service !== service) return `the signature is for ${authorization.service}, not ${service}`;
  return undefined;
}

function wrongDate({ date }: Authorization, signingDate: Date | undefined, nowMs: number): string | undefined {
  if (!signingDate) return 'X-Amz-Date is missing or not of the form YYYYMMDDTHHMMSSZ';
  if (signingDate.toISOString().slice(0, 10).replaceAll('-', '') !== date) {
    return "the credential's date is not the day of X-Amz-Date";
  }
  if (Math.abs(nowMs - signingDate.getTime()) > clockSkewMs) return 'X-Amz-Date is more than five minutes off';
  return undefined;
}

function wrongHeaders({ signedHeaders }: Authorization, { headers, body }: SignedRequest): string | undefined {
  if (!signedHeaders.includes('host')) return 'the header host is not signed';
  if (!signedHeaders.includes('x-amz-date')) return 'the header x-amz-date is not signed';
  const missing = signedHeaders.find((name) => headers[name] === undefined);
  if (missing !== undefined) return `the signed header ${missing} is missing`;
  const statedHash = headers['x-amz-content-sha256'];
  if (statedHash === undefined || statedHash === createHash('sha256').update(body).digest('hex')) return undefined;
  return "x-amz-content-sha256 is not the body's hash";
}

async function sign(
  signer: SignatureV4,
  request: SignedRequest,
  signedHeaders: string[],
  signingDate: Date,
): Promise<string> {
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, String(request.headers[name])]));
  const { method, rawPath: path, body } = request;
  const signed = await signer.sign(
    { method, protocol: 'http:', hostname: '', path, query: queryOf(request.rawQuery), headers, body },
    { signingDate, signableHeaders: new Set(signedHeaders) },
  );
  return parseAuthorization(signed.headers['authorization'])?.signature ?? '';
}

/** Common mistakes of clients that sign by themselves, such as curl 7.88. */
function hint({ rawPath, rawQuery }: SignedRequest): string {
  const names = rawQuery.split('&').map((pair) => pair.split('=')[0] ?? '');
  if (names.some((name, index) => name < (names[index - 1] ?? ''))) {
    return ': AWS sorts the query parameters by name, so sign them in that order; older versions of curl sign them as written';
  }
  return /^[\w./~-]*$/.test(rawPath)
    ? ''
    : ': AWS signs the path encoded once more, `%20` as `%2520`; older versions of curl sign it as written';
}

/** Decoded, as the signer encodes it again in canonical form. */
function queryOf(rawQuery: string): Record<string, string[]> {
  const query: Record<string, string[]> = Object.create(null);
  for (const pair of rawQuery.split('&').filter(Boolean)) {
    const [name = '', ...value] = pair.split('=').map(decode);
    query[name] = [...(query[name] ?? []), value.join('=')];
  }
  return query;
}

/** Text that cannot be decoded stays unchanged. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function identity(accessKey: string): APIGatewayEventRequestContextIAMAuthorizer['iam'] {
  return {
    accessKey,
    accountId,
    callerId: accessKey,
    cognitoIdentity: null,
    principalOrgId: 'o-lab',
    userArn: `arn:aws:iam::${accountId}:user/lab-server`,
    userId: accessKey,
  };
}
