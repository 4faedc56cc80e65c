/** The command lines that a team uses, as processes of their own: what they print is part of what is tested. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cdkProgram = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');

interface RunOptions {
  /** Besides this process's own. */
  environment?: Readonly<Record<string, string>>;
  /** Exit statuses; 0 when absent. */
  accepted?: readonly number[];
}

interface Printed {
  stdout: string;
  stderr: string;
}

const running = new Set<ChildProcess>();

/** For a run that is interrupted. */
export async function endCommands(): Promise<void> {
  const ended = [...running].map((child) => once(child, 'close'));
  for (const child of running) child.kill();
  await Promise.all(ended);
}

/** @throws Error with everything that was printed if its exit status is not among `accepted`. */
async function run(
  program: string,
  parameters: readonly string[],
  { environment = {}, accepted = [0] }: RunOptions,
): Promise<Printed> {
  const child = spawn(process.execPath, [program, ...parameters], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  running.delete(child);
  if (accepted.includes(status)) return { stdout, stderr };
  const words = `${stdout}\n${stderr}`.slice(-4_000);
  throw new Error(`\`${program} ${parameters.join(' ')}\` ended with ${status}. It says:\n${words}`);
}

/** Nothing is sent to anybody but to the account. */
const cdkEnvironment = { CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' };

/** The real CDK command line. @returns all that it prints. */
export function cdk(...parameters: string[]): Promise<string> {
  return cdkWith({}, ...parameters);
}

/** @param environment besides this process's own. */
export async function cdkWith(environment: Readonly<Record<string, string>>, ...parameters: string[]): Promise<string> {
  const { stdout, stderr } = await run(cdkProgram, [...parameters, '--ci'], {
    environment: { ...cdkEnvironment, ...environment },
  });
  return `${stdout}${stderr}`;
}

/** `npx ringpost …`. @returns the document that it prints with `--json`. */
export function ringpost<T>(...parameters: string[]): Promise<T> {
  return ringpostWith([0], ...parameters);
}

export interface RunningCommand {
  /** What its output named. */
  found: string;
  stop(): Promise<void>;
}

/**
 * `npx ringpost …` that goes on until it is stopped.
 * @param named finds in what it prints what the caller waits for, in its first group.
 */
export async function startRingpost(named: RegExp, ...parameters: string[]): Promise<RunningCommand> {
  const child = spawn(process.execPath, [join(root, 'cli', 'ringpost.mjs'), ...parameters], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const ended = once(child, 'close').then(() => running.delete(child));
  let printed = '';
  const found = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const [, name] = named.exec(printed) ?? [];
      if (name !== undefined) resolve(name);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    ended.then(() => reject(new Error(`\`ringpost ${parameters.join(' ')}\` has ended. It says:\n${printed}`)));
  });
  return {
    found,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** @param accepted exit statuses: 1 where what was asked for may fail. */
export async function ringpostWith<T>(accepted: readonly number[], ...parameters: string[]): Promise<T> {
  const program = join(root, 'cli', 'ringpost.mjs');
  const { stdout } = await run(program, [...parameters, '--json'], { accepted });
  return JSON.parse(stdout) as T;
}
