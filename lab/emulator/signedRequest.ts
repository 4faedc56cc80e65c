/** A request to an AWS service that Ringpost itself never calls, so that there is no client of it among the dependencies. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

export interface AwsAccess {
  region: string;
  /** Of all services, as in `AWS_ENDPOINT_URL`; AWS's own when absent. */
  endpointUrl?: string;
  credentials(): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;
}

export interface AwsRequest {
  /** As in the service's host name and in signatures: `cognito-idp`, `lambda`. */
  service: string;
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  /** `x-amz-target` of the services that speak JSON RPC. */
  target?: string;
  body?: unknown;
}

/** @returns the JSON of the answer. @throws Error with what AWS says when that is no success. */
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
  if (!response.ok) throw new Error(`${target ?? `${service} ${method} ${path}`}: ${response.status} ${answer}`);
  return (answer === '' ? undefined : JSON.parse(answer)) as T;
}
