import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { InvokeResult } from '../../../lab/aws/lambda/functionHost.ts';

export interface WorkerRequest {
  id: number;
  event: unknown;
  livesMs: number;
}

export type WorkerAnswer = { id: number; value: unknown; error?: undefined } | { id: number; error: string };

/** Message to the thread that kills. */
export interface Sentence {
  pid: number;
  /** undefined: it has ended before. */
  afterMs: number | undefined;
}

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
   * From now on each process is killed (SIGKILL: nothing that it had begun ends) some time after it is ready.
   * @param livesForMs how long; undefined: it lives on.
   */
  letDie(livesForMs: () => number | undefined): void;
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

let killerThread: Worker | undefined;

/**
 * From a thread of its own: a timer of this one would fire when it has nothing else to do, which is right after the fake
 * APNs that runs in it has taken pushes, and long before their answers are with the worker.
 */
function killLater(sentence: Sentence): void {
  killerThread ??= new Worker(new URL('./killerThread.ts', import.meta.url), { execArgv: [] });
  killerThread.unref();
  killerThread.postMessage(sentence);
}

export function killableWorker({ modulePath, environment, livesMs }: KillableWorkerOptions): KillableWorker {
  let life: Life | undefined;
  let ids = 0;
  let deaths = 0;
  let livesForMs: () => number | undefined = () => undefined;

  /** Its time runs from here on, however long the machine has taken to start it. */
  function becomeMortal({ child: { pid } }: Life): void {
    const afterMs = livesForMs();
    if (afterMs !== undefined && pid !== undefined) killLater({ pid, afterMs });
  }

  function hand(event: unknown, id: number, own: Life): void {
    if (!own.child.connected) return;
    own.child.send({ id, event, livesMs } satisfies WorkerRequest);
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
      if (answer === 'ready') return becomeMortal(own);
      const result: InvokeResult =
        answer.error === undefined
          ? { value: answer.value }
          : { error: { errorType: 'Error', errorMessage: answer.error } };
      pending.get(answer.id)?.(result);
    });
    child.on('exit', () => {
      if (child.pid !== undefined) killerThread?.postMessage({ pid: child.pid, afterMs: undefined } satisfies Sentence);
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
    letDie(given) {
      livesForMs = given;
    },
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
