/** Signs requests with AWS Signature Version 4. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Credentials, or a function that looks them up for each request. */
export type CredentialSource = AwsCredentials | (() => Promise<AwsCredentials>);

export interface UnsignedRequest {
  method: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** Request for `fetch`, with its signature. */
export interface SignedRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
}

/** @throws what the SDK throws if there are no credentials. */
export type SignRequest = (url: URL, request: UnsignedRequest) => Promise<SignedRequest>;

/** @param service name that AWS signs for, such as `execute-api`. */
export function createRequestSigner(service: string, region: string, credentials: CredentialSource): SignRequest {
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  return async ({ protocol, hostname, host, port, pathname, searchParams }, { method, headers: given = {}, body }) => {
    const content = body === undefined ? {} : { body };
    const signed = await signer.sign({
      method,
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: pathname,
      query: queryOf(searchParams),
      headers: { host, ...given },
      ...content,
    });
    const { host: _setByFetch, ...headers } = signed.headers;
    return { method, headers, ...content };
  };
}

function queryOf(parameters: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}
