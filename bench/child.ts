/** Child processes of a benchmark: one job at a time, requested and answered by messages. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Jobs = Readonly<Record<string, (parameters: never) => unknown>>;

interface Request {
  job: string;
  parameters: unknown;
}
type Reply = { result: unknown } | { error: string };

/** Answers the parent as long as it lives. */
export function answerParent(jobs: Jobs): void {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ job, parameters }: Request) => {
    process.send?.(await replyTo(jobs, job, parameters));
  });
}

async function replyTo(jobs: Jobs, job: string, parameters: unknown): Promise<Reply> {
  try {
    const answer = jobs[job];
    if (answer === undefined) throw new Error(`there is no job "${job}"`);
    return { result: await answer(parameters as never) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

type Answer<J extends Jobs, K extends keyof J> = Awaited<ReturnType<J[K]>>;

/** A child that knows the jobs `J`. */
export interface Child<J extends Jobs> {
  /** @throws Error if the job fails, the process ends or no answer arrives in time. */
  ask<K extends keyof J & string>(job: K, parameters: Parameters<J[K]>[0]): Promise<Answer<J, K>>;
  stop(): Promise<void>;
}

const jobTimeoutMs = 180_000;
const isPinned = process.platform === 'linux' && spawnSync('taskset', ['--cpu-list', '0,1', 'true']).status === 0;

/** The processors that the processes run on, for people. */
export const pinning = isPinned ? 'client on core 0, sink on core 1' : 'not pinned to cores';

/**
 * @param file from this folder.
 * @param core the only one it runs on, if the system supports that.
 */
export function startChild<J extends Jobs>(file: string, core: 0 | 1): Child<J> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const [command, ...parameters] = [
    ...(isPinned ? ['taskset', '--cpu-list', String(core)] : []),
    process.execPath,
    path,
  ];
  // Its stdout is a pipe, as in Lambda: logging has its cost, and does not mix with the figures.
  const child = spawn(command ?? '', parameters, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  child.stdout?.resume();
  return {
    async ask(job, parameters) {
      child.send({ job, parameters } satisfies Request);
      const reply = await nextReply(child, job);
      if ('error' in reply) throw new Error(`${job}: ${reply.error}`);
      return reply.result as never;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function nextReply(child: ChildProcess, job: string): Promise<Reply> {
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(jobTimeoutMs)]);
  try {
    const exit = once(child, 'exit', { signal }).then(() => ({ error: 'the process ended' }));
    const message = once(child, 'message', { signal }).then(([reply]) => reply as Reply);
    return await Promise.race([message, exit]);
  } catch (cause) {
    throw new Error(`${job} took longer than ${jobTimeoutMs / 1000} seconds`, { cause });
  } finally {
    settled.abort();
  }
}
