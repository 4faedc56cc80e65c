/**
 * A bundled function as Lambda runs it: under AWS's own runtime client, in a process that the first invocation starts,
 * that is frozen whenever it has answered, and killed when it takes too long. One execution environment: invocations at
 * the same time wait for each other.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeoutErrorType } from '../../../lab/aws/lambda/functionHost.ts';
import { accountId, region } from '../../../lab/aws/localAws.ts';
import { type FunctionName, functionSettings } from '../../../shared/api/functionSettings.ts';
import { type LambdaProcess, startLambdaProcess } from './lambdaProcess.ts';
import type { RuntimeResult } from './runtimeApi.ts';

export interface LambdaRuntimeOptions {
  name: FunctionName;
  /** Holds `<name>/index.mjs`. */
  bundleDirectory: string;
  environment: Readonly<Record<string, string>>;
  /** That of the stack when absent. */
  timeoutSeconds?: number;
  /** Its clock is so far behind, until `catchUp`. */
  clockBehindMs?: number;
  /** X-Ray keeps the traces of its invocations. */
  isTraced?: boolean;
}

export interface LambdaRuntime {
  /** @returns what the function answered, or the error that Lambda reports; never rejects. */
  invoke(event: unknown): Promise<RuntimeResult>;
  /** When what was invoked has been answered and the process is frozen. */
  frozen(): Promise<void>;
  /** Sets the clock right at the next invocation: for the process so much time passes at once. */
  catchUp(): void;
  /** How many processes there have been. */
  coldStarts(): number;
  /** What was written to stdout and stderr. */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

const newTraceRoot = () => `Root=1-${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')}`;

export function lambdaRuntime(options: LambdaRuntimeOptions): LambdaRuntime {
  const { name, bundleDirectory, environment } = options;
  const { memoryMb, timeoutSeconds: deployedSeconds } = functionSettings[name];
  const { timeoutSeconds = deployedSeconds, isTraced = false } = options;
  // As in a sandbox of Lambda, it is there for the next process, too.
  const temporary = mkdtempSync(join(tmpdir(), 'ringpost-sandbox-'));
  const log: string[] = [];
  let current: LambdaProcess | undefined;
  let coldStarts = 0;
  let { clockBehindMs = 0 } = options;
  let last: Promise<unknown> = Promise.resolve();

  async function begin(): Promise<LambdaProcess> {
    coldStarts += 1;
    const taskRoot = `${bundleDirectory}/${name}`;
    const begun = await startLambdaProcess({
      name,
      taskRoot,
      environment: { ...environment, TMPDIR: temporary },
      memoryMb,
      onLog: (line) => log.push(line),
    });
    current = begun;
    begun.ended.then(() => {
      if (current === begun) current = undefined;
    });
    return begun;
  }

  async function run(event: unknown): Promise<RuntimeResult> {
    const own = current ?? (await begin());
    const initError = await own.idle();
    if (initError !== undefined) {
      await own.ended;
      return { error: initError };
    }
    const requestId = randomUUID();
    const { promise: timedOut, resolve } = Promise.withResolvers<RuntimeResult>();
    const timer = setTimeout(() => {
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      resolve({ error: { errorType: timeoutErrorType, errorMessage } });
    }, timeoutSeconds * 1000);
    const answered = own.invoke({
      requestId,
      event,
      deadlineMs: Date.now() + timeoutSeconds * 1000,
      functionArn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
      clockBehindMs,
      traceId: `${newTraceRoot()};Sampled=${isTraced ? 1 : 0}`,
    });
    const result = await Promise.race([answered, timedOut]);
    clearTimeout(timer);
    if (result.error?.errorType === timeoutErrorType) await own.kill();
    return result;
  }

  return {
    invoke(event) {
      const result = last.then(() => run(event));
      last = result;
      return result;
    },
    async frozen() {
      await last;
      const problem = await current?.idle();
      if (problem !== undefined) throw new Error(problem.errorMessage);
    },
    catchUp() {
      clockBehindMs = 0;
    },
    coldStarts: () => coldStarts,
    log,
    async stop() {
      await last;
      await current?.kill();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}
