/**
 * The thread of one function: loads its bundle and passes it events, each with its own Lambda context. See
 * functionHost.ts.
 */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Context } from 'aws-lambda';
import { accountId, region } from '../localAws.ts';
import type { FunctionError, InvocationRequest, WorkerData, WorkerMessage } from './functionProtocol.ts';
import { errorLine } from './logLine.ts';

type Handler = (event: unknown, context: Context) => unknown;

const { modulePath, name, memoryMb } = workerData as WorkerData;
const port = parentPort;
if (!port) throw new Error('functionWorker.ts runs in a thread that functionHost.ts starts');

/** The machine's clock. The function's own is ahead of it where a test has moved it. */
const machineNowMs = Date.now;
let aheadMs = 0;
Date.now = () => machineNowMs() + aheadMs;

const loading = load();

port.on('message', async (request: InvocationRequest) => {
  aheadMs = request.aheadMs;
  const message: WorkerMessage = { requestId: request.requestId, result: await run(request) };
  port.postMessage(message);
});

/** A module that cannot be loaded fails every invocation, as on Lambda, but not the thread. */
async function load(): Promise<Handler | FunctionError> {
  try {
    const { handler }: { handler?: unknown } = await import(pathToFileURL(modulePath).href);
    if (typeof handler === 'function') return handler as Handler;
    return {
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: `${modulePath} does not export a function named handler`,
    };
  } catch (error) {
    return functionError(error);
  }
}

async function run({ requestId, event, deadlineMs }: InvocationRequest): Promise<WorkerMessage['result']> {
  const handler = await loading;
  if (typeof handler !== 'function') return { error: handler };
  try {
    const value = await handler(JSON.parse(event), lambdaContext(requestId, deadlineMs));
    return { value: inJson(value) };
  } catch (error) {
    return { error: functionError(error) };
  }
}

function inJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (cause) {
    // In the words of Lambda's runtime.
    const error = new Error('Unable to stringify response body', { cause });
    error.name = 'Runtime.JSONStringifyError';
    throw error;
  }
}

/** Also logs it with its stack, as Lambda's runtime does. */
function functionError(error: unknown): FunctionError {
  const { errorType, errorMessage, stack } =
    error instanceof Error
      ? { errorType: error.name, errorMessage: error.message, stack: error.stack?.split('\n') }
      : { errorType: typeof error, errorMessage: String(error), stack: [] };
  process.stderr.write(`${errorLine(name, 'Invoke Error', { errorType, errorMessage, stack })}\n`);
  return { errorType, errorMessage };
}

function lambdaContext(requestId: string, deadlineMs: number): Context {
  const noCallback = () => {
    throw new Error('Lambda for Node 24 has no callbacks: return a promise');
  };
  return {
    awsRequestId: requestId,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'lab',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(deadlineMs - machineNowMs(), 0),
    done: noCallback,
    fail: noCallback,
    succeed: noCallback,
  };
}
