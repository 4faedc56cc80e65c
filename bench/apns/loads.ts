/** The three ways in which the benchmark loads a client, and their measurements. */
import type { BenchClient } from '../benchClient.ts';

export interface Usage {
  pushes: number;
  failed: number;
  cpuMicrosecondsPerPush: number;
  pushesPerSecond: number;
}

/** From the start of a load to the start of its measurement. */
const settleMs = 150;

/** Keeps this many pushes running for this long. */
export async function keepInFlight(
  client: BenchClient,
  { inFlight, durationMs }: { inFlight: number; durationMs: number },
): Promise<Usage> {
  const load = startLoad(client, inFlight);
  await delay(settleMs);
  const meter = startMeter();
  const doneBefore = load.done();
  await delay(durationMs);
  const { cpuMicroseconds, seconds } = meter();
  const pushes = load.done() - doneBefore;
  const failed = await load.stop();
  return {
    pushes,
    failed,
    cpuMicrosecondsPerPush: cpuMicroseconds / pushes,
    pushesPerSecond: pushes / seconds,
  };
}

export async function warmUp(
  client: BenchClient,
  { pushes, atMostMs }: { pushes: number; atMostMs: number },
): Promise<void> {
  const load = startLoad(client, 500);
  const endMs = performance.now() + atMostMs;
  while (load.done() < pushes && performance.now() < endMs) await delay(20);
  await load.stop();
}

interface Load {
  /** Pushes that were answered or failed. */
  done(): number;
  /** Starts no more and waits for running ones. @returns how many pushes failed in all. */
  stop(): Promise<number>;
}

function startLoad(client: BenchClient, inFlight: number): Load {
  let started = 0;
  let done = 0;
  let failed = 0;
  let onAllDone: (() => void) | undefined;
  const next = () => {
    started += 1;
    client.push(started, (accepted) => {
      done += 1;
      if (!accepted) failed += 1;
      if (onAllDone === undefined) next();
      else if (done === started) onAllDone();
    });
  };
  for (let count = 0; count < inFlight; count += 1) next();
  return {
    done: () => done,
    async stop() {
      await new Promise<void>((resolve) => {
        onAllDone = resolve;
      });
      return failed;
    },
  };
}

export interface PacedUsage {
  failed: number;
  p50Ms: number;
  p99Ms: number;
}

/** Starts pushes at a fixed rate, whether earlier ones are answered or not. Times count from when a push was due. */
export async function pushAtRate(
  client: BenchClient,
  { perSecond, durationMs }: { perSecond: number; durationMs: number },
): Promise<PacedUsage> {
  const count = Math.floor((perSecond * durationMs) / 1000);
  const latenciesMs: number[] = [];
  let failed = 0;
  const startMs = performance.now();
  await new Promise<void>((resolve) => {
    let started = 0;
    const timer = setInterval(() => {
      while (started < count) {
        const dueMs = startMs + (started * 1000) / perSecond;
        if (dueMs > performance.now()) return;
        started += 1;
        client.push(started, (accepted) => {
          latenciesMs.push(performance.now() - dueMs);
          if (!accepted) failed += 1;
          if (latenciesMs.length === count) resolve();
        });
      }
      clearInterval(timer);
    }, 1);
  });
  latenciesMs.sort((a, b) => a - b);
  const quantile = (share: number): number => latenciesMs[Math.floor(count * share)] ?? Number.NaN;
  return { failed, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

/** Hands over everything at the same time and waits for all of it. */
export async function handOverAtOnce(
  client: BenchClient,
  count: number,
): Promise<{ failed: number; seconds: number; megabytesAboveIdle: number }> {
  const idleBytes = process.memoryUsage.rss();
  let failed = 0;
  let done = 0;
  const meter = startMeter();
  await new Promise<void>((resolve) => {
    // One for all: what the benchmark itself holds for each push would count as the client's.
    const onDone = (accepted: boolean) => {
      if (!accepted) failed += 1;
      done += 1;
      if (done === count) resolve();
    };
    for (let number = 1; number <= count; number += 1) client.push(number, onDone);
  });
  return {
    failed,
    seconds: meter().seconds,
    megabytesAboveIdle: process.resourceUsage().maxRSS / 1024 - idleBytes / 2 ** 20,
  };
}

function startMeter(): () => { cpuMicroseconds: number; seconds: number } {
  const startMs = performance.now();
  const startUsage = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(startUsage);
    return { cpuMicroseconds: user + system, seconds: (performance.now() - startMs) / 1000 };
  };
}

const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
