/** Calls server routes of a stage's API as a server of the team would: signed with AWS Signature Version 4. */
import { type ServerFunction, serverFunctionOf } from '../../shared/api/serverFunctions.ts';
import { CommandFailure } from '../frame/failure.ts';
import { type CredentialSource, createRequestSigner } from './requestSigner.ts';

export interface ServerAnswer {
  status: number;
  /** JSON of the answer, a problem (RFC 9457) from 400 on; undefined if it has none. */
  body: unknown;
}

/**
 * @param path with its query string, if any: `/v1/server/messages`.
 * @param body sent as JSON; nothing if undefined.
 * @throws CommandFailure if no answer comes. Any status is an answer.
 */
export type CallServer = (method: string, path: string, body?: unknown) => Promise<ServerAnswer>;

/** Longer than a send may take. */
const timeoutMs = 30_000;
const jsonHeaders = { 'content-type': 'application/json' };

/** Origins of functions, without a trailing slash. */
export type FunctionUrls = Readonly<Partial<Record<ServerFunction, string>>>;

/** @param functionUrls call these instead of the API, each for the routes of its function. */
export function createServerCaller(
  apiUrl: string,
  region: string,
  credentials: CredentialSource,
  functionUrls?: FunctionUrls,
): CallServer {
  const sign = createRequestSigner(functionUrls ? 'lambda' : 'execute-api', region, credentials);
  return async (method, path, body) => {
    const origin = functionUrls ? originOf(functionUrls, method, path) : apiUrl;
    const url = new URL(`${origin}${path}`);
    const content = body === undefined ? {} : { headers: jsonHeaders, body: JSON.stringify(body) };
    const request = await sign(url, { method, ...content });
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) }).catch((cause) => {
      throw noAnswer(origin, cause);
    });
    return { status: response.status, body: readJson(await response.text()) };
  };
}

/** @throws CommandFailure if the function of that route has no URL. */
function originOf(functionUrls: FunctionUrls, method: string, path: string): string {
  const name = serverFunctionOf(method, path);
  const url = name && functionUrls[name];
  if (url !== undefined) return url;
  throw new CommandFailure({
    code: 'no_function_url',
    message: `the function that answers ${method} ${path} has no URL of its own`,
    fix: `Add \`${name}\` to \`functionUrls\` in cdk/stages.ts and deploy, or leave out --function-urls.`,
  });
}

/** A proxy before API Gateway may answer with a page; its status says enough. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noAnswer(apiUrl: string, cause: unknown): CommandFailure {
  const reason = cause instanceof Error ? ((cause.cause as NodeJS.ErrnoException | undefined)?.code ?? cause.name) : '';
  const fault = {
    code: 'no_connection',
    message: `${apiUrl} did not answer (${reason})`,
    fix: 'Check the network and its proxy; `GET /v1/health` shows whether the API is up.',
  };
  return new CommandFailure(fault, { cause });
}
