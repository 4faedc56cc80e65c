/**
 * Lambda's Runtime API, as one execution environment sees it: the runtime asks for an invocation, which hangs until
 * there is one, and posts what became of it.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { FunctionError } from '../../../lab/aws/lambda/functionProtocol.ts';
import { listen } from '../../../lab/aws/protocol/listen.ts';
import { readBody } from '../../../lab/aws/protocol/readBody.ts';

/** An error as the runtime posts it, and as Lambda gives it to who has invoked. */
export interface RuntimeError extends FunctionError {
  trace?: string[];
}

export type RuntimeResult = { value: unknown; error?: undefined } | { error: RuntimeError; value?: undefined };

export interface RuntimeInvocation {
  requestId: string;
  event: unknown;
  /** Epoch milliseconds. */
  deadlineMs: number;
  functionArn: string;
  /** An X-Ray header: `Root=…;Parent=…;Sampled=…`. */
  traceId: string;
  /** Not Lambda's: how far the process's clock is behind. `deadlineMs` is by the right time. */
  clockBehindMs: number;
}

export interface RuntimeListener {
  /** The runtime has nothing to do and asks for an invocation. */
  onIdle(): void;
  onResult(requestId: string, result: RuntimeResult): void;
  /** The function cannot be loaded. */
  onInitError(error: RuntimeError): void;
}

export interface RuntimeApi {
  /** `host:port`: what AWS_LAMBDA_RUNTIME_API says. */
  readonly address: string;
  /** Only to a runtime that is idle. */
  hand(invocation: RuntimeInvocation): void;
  stop(): Promise<void>;
}

/** Lambda takes and gives 6 MB. */
const largestBytes = 6 * 1024 * 1024;
const resultPath = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

export async function startRuntimeApi(listener: RuntimeListener): Promise<RuntimeApi> {
  let idle: ServerResponse | undefined;
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/2018-06-01/runtime/invocation/next') {
      idle = response;
      listener.onIdle();
      return;
    }
    takeResult(listener, request, response).catch(() => response.destroy());
  });
  const { url, stop } = await listen(server, 0);
  return {
    address: new URL(url).host,
    hand({ requestId, event, deadlineMs, functionArn, traceId, clockBehindMs }) {
      idle?.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': requestId,
        'lambda-runtime-deadline-ms': String(deadlineMs - clockBehindMs),
        'lambda-runtime-invoked-function-arn': functionArn,
        'lambda-runtime-trace-id': traceId,
        'ringpost-clock-behind-ms': String(clockBehindMs),
      });
      idle?.end(JSON.stringify(event));
      idle = undefined;
    },
    stop,
  };
}

async function takeResult(listener: RuntimeListener, request: IncomingMessage, response: ServerResponse) {
  const body = await readBody(request, largestBytes);
  const value: unknown = JSON.parse(body?.toString() ?? '');
  const [, requestId = '', kind] = resultPath.exec(request.url ?? '') ?? [];
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  if (kind === 'response') listener.onResult(requestId, { value });
  else if (kind === 'error') listener.onResult(requestId, { error: value as RuntimeError });
  else if (request.url === '/2018-06-01/runtime/init/error') listener.onInitError(value as RuntimeError);
  else throw new Error(`the Runtime API has no ${request.method} ${request.url}`);
}
