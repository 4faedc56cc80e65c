/**
 * What a push costs in the process that sends it: `npm run bench:apns`, `-- --quick` for a short look, `-- --json` for
 * one document. Ringpost, two libraries and a bare node:http2 loop push to the same sink, each in a process of its own,
 * and take turns. docs/performance.md says how to read the figures.
 */
import { availableParallelism } from 'node:os';
import { type Child, pinning, startChild } from './apnsChild.ts';
import type { ClientJobs } from './apnsClientProcess.ts';
import { type ClientName, type ComparedClient, comparedClients } from './apnsClients.ts';
import { type Figures, tell } from './apnsReport.ts';
import { answerDelayMs, runBurst, runFlood, runTurn, type Scale, type Sinks, type Turn } from './apnsTurn.ts';
import type { SinkJobs } from './sinkProcess.ts';

const isQuick = process.argv.includes('--quick');
/** A generation of processes is warmed up once and then takes its turns; the next one starts afresh. */
const generations = isQuick ? 1 : 2;
const roundsPerGeneration = isQuick ? 1 : 3;
const scale: Scale = isQuick
  ? { warmUp: { pushes: 10_000, atMostMs: 1000 }, blockMs: 300, burst: 10_000 }
  : { warmUp: { pushes: 40_000, atMostMs: 8000 }, blockMs: 1000, burst: 100_000 };

const children: { stop(): Promise<void> }[] = [];
try {
  tell(await measure());
} finally {
  await Promise.all(children.map((child) => child.stop()));
}

async function measure(): Promise<Figures> {
  const sink = startChild<SinkJobs>('sinkProcess.ts', 1);
  children.push(sink);
  const origins = await sink.ask('start', { delayMs: answerDelayMs });
  const sinks: Sinks = { ...origins, usage: () => sink.ask('usage', undefined) };
  progress(`Node ${process.version}, ${availableParallelism()} cores, ${pinning}`);

  progress('how much the sink can take');
  const flood = await runFlood(await open('flood', sinks), scale);
  const turns = new Map<ComparedClient, Turn[]>(comparedClients.map((name) => [name, []]));
  for (let generation = 1; generation <= generations; generation += 1) {
    await runGeneration(sinks, `processes ${generation} of ${generations}`, turns);
  }
  progress(`${scale.burst} pushes at once`);
  const burst = await runBurst(await open('ringpost', sinks), scale);
  return { turns, flood, burst };
}

async function runGeneration(sinks: Sinks, label: string, turns: Map<ComparedClient, Turn[]>): Promise<void> {
  const clients = new Map<ComparedClient, Child<ClientJobs>>();
  for (const name of comparedClients) {
    progress(`${label}: warming up ${name}`);
    const client = await open(name, sinks);
    await client.ask('warmUp', scale.warmUp);
    clients.set(name, client);
  }
  for (let round = 1; round <= roundsPerGeneration; round += 1) {
    progress(`${label}: round ${round} of ${roundsPerGeneration}`);
    // There and back again, so that a machine that grows slower or faster does so for everybody.
    for (const [name, client] of round % 2 === 1 ? clients : [...clients].reverse()) {
      turns.get(name)?.push(await runTurn(client, sinks, scale));
    }
  }
  for (const client of clients.values()) await client.stop();
}

async function open(name: ClientName, { caPem, immediateOrigin, delayedOrigin }: Sinks): Promise<Child<ClientJobs>> {
  const client = startChild<ClientJobs>('apnsClientProcess.ts', 0);
  children.push(client);
  await client.ask('open', { name, caPem, immediateOrigin, delayedOrigin });
  return client;
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
