import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { InvokeResult } from '../../../lab/aws/lambda/functionHost.ts';

export interface WorkerRequest {
  id: number;
  event: unknown;
  livesMs: number;
}

export type WorkerAnswer = { id: number; value: unknown; error?: undefined } | { id: number; error: string };

export interface KillableWorkerOptions {
  /** The bundle. */
  modulePath: string;
  environment: Readonly<Record<string, string>>;
  /** Time limit that an invocation gets. */
  livesMs: number;
}

/** One bundled function in its own process, which the next invocation starts again after a kill. */
export interface KillableWorker {
  invoke(event: unknown): Promise<InvokeResult>;
  /**
   * Kills the process (SIGKILL: nothing that it has begun ends) if something is under way.
   * @returns false if nothing is.
   */
  kill(): boolean;
  /** How often it was killed while something was under way. */
  deathsAtWork(): number;
  stop(): Promise<void>;
}

interface Life {
  child: ChildProcess;
  isReady: Promise<unknown>;
  pending: Map<number, (result: InvokeResult) => void>;
}

const script = fileURLToPath(new URL('./workerProcess.ts', import.meta.url));

export function killableWorker({ modulePath, environment, livesMs }: KillableWorkerOptions): KillableWorker {
  let life: Life | undefined;
  let ids = 0;
  let deaths = 0;

  function hand(event: unknown, id: number, own: Life): void {
    if (!own.child.connected) return;
    // It may have been killed a moment ago: its exit says so.
    own.child.send({ id, event, livesMs } satisfies WorkerRequest, () => {});
    // As Lambda does with an invocation that takes too long.
    const timeOut = setTimeout(() => own.child.kill('SIGKILL'), livesMs).unref();
    const settle = own.pending.get(id);
    own.pending.set(id, (result) => {
      clearTimeout(timeOut);
      settle?.(result);
    });
  }

  function begin(): Life {
    const child = fork(script, [modulePath], { env: { ...environment }, execArgv: [], serialization: 'advanced' });
    const pending: Life['pending'] = new Map();
    const own: Life = { child, isReady: once(child, 'message'), pending };
    child.on('message', (answer: WorkerAnswer | 'ready') => {
      if (answer === 'ready') return;
      const result: InvokeResult =
        answer.error === undefined
          ? { value: answer.value }
          : { error: { errorType: 'Error', errorMessage: answer.error } };
      pending.get(answer.id)?.(result);
    });
    child.on('error', () => {});
    child.on('exit', () => {
      if (pending.size > 0) deaths += 1;
      if (life === own) life = undefined;
      const error = { errorType: 'Runtime.ExitError', errorMessage: 'the worker was killed' };
      for (const settle of pending.values()) settle({ error });
    });
    return own;
  }

  return {
    async invoke(event) {
      life ??= begin();
      const own = life;
      const { isReady, pending } = own;
      ids += 1;
      const id = ids;
      const answered = new Promise<InvokeResult>((resolve) => pending.set(id, resolve));
      isReady.then(
        () => hand(event, id, own),
        () => {},
      );
      const result = await answered;
      pending.delete(id);
      return result;
    },
    kill: () => life !== undefined && life.pending.size > 0 && life.child.kill('SIGKILL'),
    deathsAtWork: () => deaths,
    async stop() {
      if (life === undefined) return;
      const { child } = life;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
