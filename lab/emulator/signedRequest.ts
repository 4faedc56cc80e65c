/** A request to an AWS service that Ringpost itself never calls, so the dependencies have no client for it. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

export interface AwsAccess {
  region: string;
  /** Endpoint of all services, as in `AWS_ENDPOINT_URL`; AWS's own if absent. */
  endpointUrl?: string;
  credentials(): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;
}

export interface AwsRequest {
  /** Name in the service's host name and in signatures: `cognito-idp`, `lambda`. */
  service: string;
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  /** `x-amz-target` for services with JSON RPC. */
  target?: string;
  body?: unknown;
}

/** An answer of AWS that is not a success. */
export class AwsError extends Error {
  /** Such as `UserNotFoundException`; empty if AWS gave none. */
  readonly code: string;

  constructor(operation: string, status: number, answer: string) {
    const { code, message } = readFailure(answer);
    super(`${operation} failed: ${[code, message].filter(Boolean).join(': ') || `status ${status}`}`);
    this.name = 'AwsError';
    this.code = code;
  }
}

function readFailure(answer: string): { code: string; message: string } {
  try {
    const { __type: type = '', message = '', Message = message } = JSON.parse(answer);
    // `namespace#UserNotFoundException`
    return { code: String(type).split('#').at(-1) ?? '', message: String(Message) };
  } catch {
    return { code: '', message: answer.slice(0, 200) };
  }
}

/** @returns the JSON of the answer. @throws AwsError with AWS's message if that is not a success. */
export async function askAws<T>({ region, endpointUrl, credentials }: AwsAccess, request: AwsRequest): Promise<T> {
  const { service, method, path, target, body } = request;
  const url = new URL(path, endpointUrl ?? `https://${service}.${region}.amazonaws.com`);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const { headers } = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: {
      host: url.host,
      ...(text !== undefined && { 'content-type': 'application/x-amz-json-1.1' }),
      ...(target !== undefined && { 'x-amz-target': target }),
    },
    ...(text !== undefined && { body: text }),
  });
  const { host: _setByFetch, ...sent } = headers;
  const response = await fetch(url, { method, headers: sent, ...(text !== undefined && { body: text }) });
  const answer = await response.text();
  if (!response.ok) {
    throw new AwsError(target?.split('.')[1] ?? `${service} ${method} ${path}`, response.status, answer);
  }
  return (answer === '' ? undefined : JSON.parse(answer)) as T;
}
