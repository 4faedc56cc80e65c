/** Calls server routes of a stage's API as a server of the team would: signed with AWS Signature Version 4. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { CommandFailure } from '../frame/failure.ts';

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

interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Longer than a send may take. */
const timeoutMs = 30_000;

export function createServerCaller(
  apiUrl: string,
  region: string,
  credentials: AwsCredentials | (() => Promise<AwsCredentials>),
): CallServer {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  return async (method, path, body) => {
    const url = new URL(`${apiUrl}${path}`);
    const { protocol, hostname, host, port, pathname, searchParams } = url;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const signed = await signer.sign({
      method,
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: pathname,
      query: queryOf(searchParams),
      headers: { host, ...(text !== undefined && { 'content-type': 'application/json' }) },
      ...(text !== undefined && { body: text }),
    });
    const { host: _setByFetch, ...headers } = signed.headers;
    const request = { method, headers, ...(text !== undefined && { body: text }) };
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) }).catch((cause) => {
      throw noAnswer(apiUrl, cause);
    });
    return { status: response.status, body: readJson(await response.text()) };
  };
}

function queryOf(parameters: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
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
