/**
 * What a push costs in the process that sends it: `npm run bench:apns`, `-- --quick` for a short look, `-- --memory` for
 * the pushes at once alone, `-- --json` for one document. Ringpost, two libraries and a bare node:http2 loop push to the same sink, each in its own process, and
 * take turns. docs/performance.md explains the figures.
 */
import { availableParallelism } from 'node:os';
import { type Child, pinning, startChild } from '../child.ts';
import type { SinkJobs } from '../sink/process.ts';
import type { ClientJobs } from './clientProcess.ts';
import { type ClientName, type ComparedClient, comparedClients } from './clients.ts';
import { type Figures, printBursts, printFigures } from './report.ts';
import {
  answerDelayMs,
  type Burst,
  type ClientFigures,
  noFigures,
  runBurst,
  runFlood,
  type Scale,
  type Sinks,
  turnsOfRound,
} from './turn.ts';

const isQuick = process.argv.includes('--quick');
const isMemoryOnly = process.argv.includes('--memory');
/** A generation of processes is warmed up once and then takes its turns; the next one starts over. */
const generations = isQuick ? 1 : 2;
const roundsPerGeneration = isQuick ? 1 : 3;
const scale: Scale = isQuick
  ? {
      warmUp: { pushes: 10_000, atMostMs: 1000 },
      blockMs: 300,
      comparison: { blockMs: 200, perRound: 3 },
      burst: { count: 10_000, runs: 1 },
    }
  : {
      warmUp: { pushes: 40_000, atMostMs: 8000 },
      blockMs: 600,
      comparison: { blockMs: 300, perRound: 8 },
      burst: { count: 100_000, runs: 3 },
    };

const children: { stop(): Promise<void> }[] = [];
try {
  const sinks = await startSink();
  if (isMemoryOnly) printBursts(await runBursts(sinks));
  else printFigures(await measure(sinks));
} finally {
  await Promise.all(children.map((child) => child.stop()));
}

async function startSink(): Promise<Sinks> {
  const sink = startChild<SinkJobs>('sink/process.ts', 1);
  children.push(sink);
  const origins = await sink.ask('start', { delayMs: answerDelayMs });
  progress(`Node ${process.version}, ${availableParallelism()} cores, ${pinning}`);
  return { ...origins, usage: () => sink.ask('usage', undefined) };
}

async function measure(sinks: Sinks): Promise<Figures> {
  progress('maximum rate of the sink');
  const flood = await runFlood(await open('flood', sinks), scale);
  const figures = new Map(comparedClients.map((name) => [name, noFigures()]));
  for (let generation = 1; generation <= generations; generation += 1) {
    await runGeneration(sinks, `processes ${generation} of ${generations}`, figures);
  }
  return { clients: figures, flood, bursts: await runBursts(sinks) };
}

/** Each in a new process: memory that one has freed stays with its process. */
async function runBursts(sinks: Sinks): Promise<Burst[]> {
  const bursts: Burst[] = [];
  for (let run = 1; run <= scale.burst.runs; run += 1) {
    progress(`${scale.burst.count} pushes at once: ${run} of ${scale.burst.runs}`);
    bursts.push(await runBurst(await open('ringpost', sinks), scale));
  }
  return bursts;
}

async function runGeneration(
  sinks: Sinks,
  label: string,
  figures: ReadonlyMap<ComparedClient, ClientFigures>,
): Promise<void> {
  const clients: { child: Child<ClientJobs>; figures: ClientFigures }[] = [];
  for (const [name, ofClient] of figures) {
    progress(`${label}: warming up ${name}`);
    const child = await open(name, sinks);
    await child.ask('warmUp', scale.warmUp);
    clients.push({ child, figures: ofClient });
  }
  for (let round = 1; round <= roundsPerGeneration; round += 1) {
    progress(`${label}: round ${round} of ${roundsPerGeneration}`);
    for (const turn of turnsOfRound(sinks, scale)) {
      for (const client of clients) await turn(client.child, client.figures);
      // Back in reverse order, so that a machine that becomes slower or faster does so for all.
      clients.reverse();
    }
  }
  for (const { child } of clients) await child.stop();
}

async function open(name: ClientName, { caPem, immediateOrigin, delayedOrigin }: Sinks): Promise<Child<ClientJobs>> {
  const client = startChild<ClientJobs>('apns/clientProcess.ts', 0);
  children.push(client);
  await client.ask('open', { name, caPem, immediateOrigin, delayedOrigin });
  return client;
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
