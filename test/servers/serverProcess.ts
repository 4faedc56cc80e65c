/** A server in a process of its own, started for one trial and ended by its process ID. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface ServerProcess {
  signal(name: NodeJS.Signals): void;
  /** Ends it, and waits for that. Killed when it takes too long. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** How long a server may take to start, and to end. */
const startLimitMs = 60_000;
const stopLimitMs = 20_000;
const betweenLooksMs = 20;
const maxOutputCharacters = 4000;

/**
 * Starts a server and waits until it listens on the port of the loopback interface.
 * @throws Error with what the server has printed when it ends or does not listen in time.
 */
export async function startServerProcess(
  [program, ...parameters]: readonly [string, ...string[]],
  { port, cwd, env = {} }: { port: number; cwd: string; env?: Record<string, string> },
): Promise<ServerProcess> {
  const child = spawn(program, parameters, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output = (output + text.toString()).slice(-maxOutputCharacters);
    });
  }
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void exited.then(() => process.off('exit', kill));
  const hasEnded = () => failure !== undefined || child.exitCode !== null || child.signalCode !== null;

  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (hasEnded()) return;
    child.kill(signal);
    const killer = setTimeout(kill, stopLimitMs);
    await exited;
    clearTimeout(killer);
  }

  const startedAtMs = performance.now();
  while (!(await isListening(port))) {
    if (hasEnded()) throw new Error(`${program} has ended: ${failure?.message ?? output}`);
    if (performance.now() - startedAtMs > startLimitMs) {
      await stop('SIGKILL');
      throw new Error(`${program} does not listen on port ${port}: ${output}`);
    }
    await wait(betweenLooksMs);
  }
  return { signal: (name) => child.kill(name), stop };
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
