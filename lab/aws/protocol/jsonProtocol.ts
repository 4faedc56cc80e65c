/**
 * Hosts services that speak AWS JSON 1.0 or 1.1: `POST /` with the operation in `X-Amz-Target`.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 *
 * Signatures are not checked: the services listen on the loopback interface, for programs of this machine (listen.ts).
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Authorization } from '../iam/policy.ts';
import { isRecord } from './isRecord.ts';
import { type ListeningServer, listen } from './listen.ts';
import { readBody } from './readBody.ts';

/** Input of an operation: members as on the wire. */
export type Input = Record<string, unknown>;

/** An error that the SDK throws under this name. */
export interface AwsFailure {
  failure: string;
  message: string;
  /** Name of the error in the service's old query protocol, if it had one: SDKs show it as `Error.Code`. */
  queryCode?: string | undefined;
}

export type Outcome = Record<string, unknown> | AwsFailure;

/** @param signal aborts when the client closes the connection: a long poll must not hand a message to nobody. */
export type Operation = (input: Input, signal: AbortSignal) => Outcome | Promise<Outcome>;

export interface JsonService {
  /** Part of `X-Amz-Target` before the dot. */
  targetPrefix: string;
  version: '1.0' | '1.1';
  operations: Readonly<Record<string, Operation>>;
  /** Permissions that a request needs. */
  authorizations?(operation: string, input: Input): Authorization[];
}

/**
 * @param authorization the header. @param needed the permissions of the request. @returns why the caller is refused.
 */
export type CheckCaller = (
  authorization: string | undefined,
  needed: () => readonly Authorization[],
) => AwsFailure | undefined;

export function failure(name: string, message: string, queryCode?: string): AwsFailure {
  return { failure: name, message, ...(queryCode && { queryCode }) };
}

export function isFailure(outcome: object): outcome is AwsFailure {
  return 'failure' in outcome;
}

/** More than any request to a service of the lab: ten messages of 1 MiB in all, each byte escaped as `\u0000`. */
const requestLimitBytes = 8 * 1024 * 1024;

/**
 * All services at one address, distinguished by their targets. @param check without it, everybody may do everything.
 */
export function serveJsonProtocol(services: readonly JsonService[], check?: CheckCaller): Promise<ListeningServer> {
  const byPrefix = new Map(services.map((service) => [service.targetPrefix, service]));
  const listener: RequestListener = (request, response) => {
    answer(byPrefix, check, request, response).catch(() => response.destroy());
  };
  return listen(createServer(listener), 0);
}

async function answer(
  services: ReadonlyMap<string, JsonService>,
  check: CheckCaller | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [prefix = '', name = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  const service = services.get(prefix);
  const operation = service && Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  const body = await readBody(request, requestLimitBytes);
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  const mayCall = (input: Input) =>
    check?.(request.headers.authorization, () => service?.authorizations?.(name, input) ?? []);
  const outcome = operation
    ? await run(operation, mayCall, body, abort.signal)
    : failure('UnknownOperationException', `the lab does not host ${prefix || 'a service'}.${name}`);
  write(response, service?.version ?? '1.1', outcome);
}

async function run(
  operation: Operation,
  mayCall: (input: Input) => AwsFailure | undefined,
  body: Buffer | undefined,
  signal: AbortSignal,
): Promise<Outcome> {
  if (!body) return failure('RequestEntityTooLargeException', `the request is larger than ${requestLimitBytes} bytes`);
  let input: unknown;
  try {
    input = JSON.parse(body.toString() || '{}');
  } catch {
    return failure('SerializationException', 'the request is not JSON');
  }
  if (!isRecord(input)) return failure('SerializationException', 'the request is not a JSON object');
  try {
    return mayCall(input) ?? (await operation(input, signal));
  } catch (error) {
    return failure('InternalFailure', String(error));
  }
}

function write(response: ServerResponse, version: JsonService['version'], outcome: Outcome): void {
  const failed = isFailure(outcome);
  const status = !failed ? 200 : outcome.failure === 'InternalFailure' ? 500 : 400;
  const body = JSON.stringify(failed ? { __type: outcome.failure, message: outcome.message } : outcome);
  response.writeHead(status, {
    'content-type': `application/x-amz-json-${version}`,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
    ...(failed && outcome.queryCode && { 'x-amzn-query-error': `${outcome.queryCode};Sender` }),
  });
  response.end(body);
}
