/**
 * Runs one bundled function as Lambda does: in a thread with its own environment, started by the first invocation,
 * ended by a time-out or a crash, and restarted by the next invocation. Its temporary directory is its own and outlives
 * the thread, as in a sandbox of Lambda.
 *
 * Unlike on Lambda, one instance takes all invocations, also concurrent ones (like Lambda Managed Instances), so a
 * time-out ends the others too; and nothing freezes between invocations.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { TimerClock } from '../../clock.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../../state/temporaryFolder.ts';
import { region } from '../localAws.ts';
import type { FunctionError, InvocationRequest, WorkerMessage } from './functionProtocol.ts';
import { errorLine } from './logLine.ts';

export interface FunctionOptions {
  name: string;
  /** The bundle: an ES module that exports `handler`. */
  modulePath: string;
  environment: Readonly<Record<string, string>>;
  /**
   * Folder for its temporary directory, which is named after it and stays. Without it, a temporary directory that goes
   * with the host.
   */
  temporaryRoot?: string | undefined;
  memoryMb: number;
  timeoutSeconds: number;
  clock: TimerClock;
  /** How far the function's own clock is ahead, in milliseconds. Default: not at all. */
  aheadMs?: (() => number) | undefined;
  /** Each line that the function writes to stdout or stderr. */
  onLog(line: string): void;
}

export type InvokeResult = { value: unknown; error?: undefined } | { error: FunctionError; value?: undefined };

export interface FunctionHost {
  readonly name: string;
  /** @param event JSON value. @returns what the handler returned, or how it failed; never rejects. */
  invoke(event: unknown): Promise<InvokeResult>;
  /** Loads the function before its first invocation. A function that cannot be loaded fails when it is invoked. */
  warm(): void;
  stop(): Promise<void>;
}

export const timeoutErrorType = 'Sandbox.Timedout';

interface Instance {
  worker: Worker;
  pending: Map<string, (result: InvokeResult) => void>;
}

export function createFunctionHost(options: FunctionOptions): FunctionHost {
  const { name, timeoutSeconds, clock } = options;
  let instance: Instance | undefined;
  let own: TemporaryFolder | undefined;

  function temporaryDirectory(): string {
    if (options.temporaryRoot === undefined) {
      own ??= makeTemporaryFolder('function');
      return own.path;
    }
    const path = join(options.temporaryRoot, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }

  function current(): Instance {
    instance ??= startInstance(options, temporaryDirectory(), (ended) => {
      if (instance === ended) instance = undefined;
    });
    return instance;
  }

  function invoke(event: unknown): Promise<InvokeResult> {
    const { worker, pending } = current();
    const requestId = randomUUID();
    const request: InvocationRequest = {
      requestId,
      event: JSON.stringify(event),
      deadlineMs: clock.nowMs() + timeoutSeconds * 1000,
      aheadMs: options.aheadMs?.() ?? 0,
    };
    return new Promise((resolve) => {
      const cancelTimeout = clock.after(timeoutSeconds * 1000, () => {
        const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
        options.onLog(errorLine(name, errorMessage));
        pending.get(requestId)?.({ error: { errorType: timeoutErrorType, errorMessage } });
        if (instance?.worker === worker) instance = undefined;
        worker.terminate();
      });
      pending.set(requestId, (result) => {
        cancelTimeout();
        pending.delete(requestId);
        resolve(result);
      });
      worker.postMessage(request);
    });
  }

  return {
    name,
    invoke,
    warm() {
      current();
    },
    async stop() {
      await instance?.worker.terminate();
      own?.remove();
      own = undefined;
    },
  };
}

function startInstance(options: FunctionOptions, temporary: string, onEnd: (instance: Instance) => void): Instance {
  const worker = new Worker(new URL('./functionWorker.ts', import.meta.url), {
    workerData: {
      modulePath: options.modulePath,
      name: options.name,
      memoryMb: options.memoryMb,
    },
    env: { ...lambdaVariables(options), TMPDIR: temporary, ...options.environment },
    // Without the variables of this process, which may be a test runner's.
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const instance: Instance = { worker, pending: new Map() };
  for (const output of [worker.stdout, worker.stderr]) createInterface(output).on('line', options.onLog);
  worker.on('message', ({ requestId, result }: WorkerMessage) => {
    instance.pending.get(requestId)?.(result.error ? { error: result.error } : { value: JSON.parse(result.value) });
  });
  let crash: FunctionError | undefined;
  worker.on('error', (error: unknown) => {
    const { name, message } = error instanceof Error ? error : { name: 'Unknown', message: String(error) };
    crash = { errorType: name, errorMessage: message };
    options.onLog(errorLine(options.name, 'uncaught error', { errorType: name, errorMessage: message }));
  });
  worker.on('exit', (exitCode) => {
    onEnd(instance);
    const exited = {
      errorType: 'Runtime.ExitError',
      errorMessage: `Runtime exited with error: exit status ${exitCode}`,
    };
    for (const settle of [...instance.pending.values()]) settle({ error: crash ?? exited });
  });
  return instance;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
export function lambdaVariables({
  name,
  memoryMb,
}: Pick<FunctionOptions, 'name' | 'memoryMb'>): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'lab',
    TZ: ':UTC',
    // Not from Lambda: keeps the SDK from reading the configuration of the user who runs the lab.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}
