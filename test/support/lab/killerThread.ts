/** Kills processes when their time is up, from a thread that does nothing else. See killableWorker.ts. */
import { parentPort } from 'node:worker_threads';
import type { Sentence } from './killableWorker.ts';

const timers = new Map<number, NodeJS.Timeout>();

parentPort?.on('message', ({ pid, afterMs }: Sentence) => {
  clearTimeout(timers.get(pid));
  if (afterMs === undefined) timers.delete(pid);
  else timers.set(pid, setTimeout(kill, afterMs, pid));
});

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself, and nobody has said so yet.
  }
}
