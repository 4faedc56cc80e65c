/** Calls single operations of AWS services for which the command line has no client of the SDK. */
import { type CredentialSource, createRequestSigner, type UnsignedRequest } from './requestSigner.ts';

/** Part of the service's host name, and the name that requests are signed for. */
export type AwsService = 'lambda' | 'apigateway' | 'servicequotas';

export type AwsAnswer =
  | { isAnswered: true /** JSON; undefined if it is not JSON. */; body: unknown }
  | { isAnswered: false /** AWS's name of the error, or Node's. */; errorName: string; message: string };

/** @param request with its path: `/account`. */
export type CallAws = (service: AwsService, request: UnsignedRequest & { path: string }) => Promise<AwsAnswer>;

const timeoutMs = 10_000;

/** Names of the services in the variables that replace their endpoints, as the AWS SDK and command line read them. */
const endpointVariables: Readonly<Record<AwsService, string>> = {
  lambda: 'AWS_ENDPOINT_URL_LAMBDA',
  apigateway: 'AWS_ENDPOINT_URL_API_GATEWAY',
  servicequotas: 'AWS_ENDPOINT_URL_SERVICE_QUOTAS',
};

export function createAwsCaller(region: string, credentials: CredentialSource): CallAws {
  return async (service, { path, ...unsigned }) => {
    const url = new URL(path, endpointOf(service, region));
    const request = await createRequestSigner(service, region, credentials)(url, unsigned);
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) });
      const body = readJson(await response.text());
      if (response.ok) return { isAnswered: true, body };
      return { isAnswered: false, ...errorIn(response, body) };
    } catch (error) {
      return { isAnswered: false, errorName: networkErrorName(error), message: `${url.host} did not answer` };
    }
  };
}

function endpointOf(service: AwsService, region: string): string {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return process.env[endpointVariables[service]] || `https://${service}.${region}.${domain}`;
}

/** REST services name the error in a header, JSON 1.1 in `__type`; either may carry a namespace or a link. */
function errorIn({ status, headers }: Response, body: unknown): { errorName: string; message: string } {
  const { __type, message, Message } = (body ?? {}) as Record<string, unknown>;
  const named = headers.get('x-amzn-errortype') ?? (typeof __type === 'string' ? __type : `status ${status}`);
  const [errorName = named] = named.replace(/^.*#/, '').split(':');
  const said = message ?? Message;
  return { errorName, message: typeof said === 'string' ? said : errorName };
}

function networkErrorName(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.name;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
