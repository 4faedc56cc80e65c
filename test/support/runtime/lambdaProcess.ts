/**
 * One execution environment of Lambda: a process in which AWS's own runtime client runs a bundled function. Between
 * invocations it is frozen (SIGSTOP), as on Lambda.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { lambdaVariables } from '../../../lab/aws/lambda/functionHost.ts';
import { type RuntimeError, type RuntimeInvocation, type RuntimeResult, startRuntimeApi } from './runtimeApi.ts';

export interface LambdaProcessOptions {
  name: string;
  /** The folder with the function's `index.mjs`. */
  taskRoot: string;
  /** Variables of the stage; Lambda's own variables come on top. */
  environment: Readonly<Record<string, string>>;
  memoryMb: number;
  onLog(line: string): void;
}

export interface LambdaProcess {
  /** When it is loaded, idle and frozen. @returns why it never will be; otherwise undefined. */
  idle(): Promise<RuntimeError | undefined>;
  /** Thaws it. Only when it is idle. */
  invoke(invocation: RuntimeInvocation): Promise<RuntimeResult>;
  /** Until it has ended, by itself or killed. */
  readonly ended: Promise<unknown>;
  kill(): Promise<void>;
}

const hook = new URL('rapidClientHook.ts', import.meta.url).href;
const runtimeClient = fileURLToPath(new URL('../../../node_modules/aws-lambda-ric/index.mjs', import.meta.url));

export async function startLambdaProcess(options: LambdaProcessOptions): Promise<LambdaProcess> {
  const { name, taskRoot, environment, memoryMb, onLog } = options;
  let idle = Promise.withResolvers<RuntimeError | undefined>();
  let pending: { requestId: string; settle(result: RuntimeResult): void } | undefined;
  const api = await startRuntimeApi({
    onIdle() {
      child.kill('SIGSTOP');
      idle.resolve(undefined);
    },
    onResult(requestId, result) {
      if (pending?.requestId === requestId) pending.settle(result);
    },
    onInitError: (error) => idle.resolve(error),
  });
  const child = spawn(process.execPath, [...memoryFlags(memoryMb), '--import', hook, runtimeClient], {
    cwd: taskRoot,
    env: {
      ...lambdaVariables({ name, memoryMb }),
      AWS_LAMBDA_RUNTIME_API: api.address,
      // As in cdk/constructs/ringpostFunction.ts.
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: taskRoot,
      AWS_SESSION_TOKEN: 'of the role',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const killNow = () => child.kill('SIGKILL');
  // A frozen process that nobody thaws would outlive these tests.
  process.once('exit', killNow);
  for (const output of [child.stdout, child.stderr]) createInterface(output).on('line', onLog);
  child.once('exit', (code, signal) => {
    process.off('exit', killNow);
    const how = code === null ? `signal: ${signal}` : `exit status ${code}`;
    const error = { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${how}` };
    idle.resolve(error);
    pending?.settle({ error });
    api.stop();
  });
  return {
    idle: () => idle.promise,
    async invoke(invocation) {
      const { requestId } = invocation;
      idle = Promise.withResolvers();
      const result = new Promise<RuntimeResult>((settle) => {
        pending = { requestId, settle };
      });
      child.kill('SIGCONT');
      api.hand(invocation);
      return result;
    },
    ended,
    async kill() {
      killNow();
      await ended;
    },
  };
}

/** As /var/runtime/bootstrap of Lambda's Node runtimes sets them. */
function memoryFlags(memoryMb: number): string[] {
  const newSpaceMb = Math.floor(memoryMb / 10);
  return [`--max-semi-space-size=${Math.floor(newSpaceMb / 2)}`, `--max-old-space-size=${memoryMb - newSpaceMb}`];
}
