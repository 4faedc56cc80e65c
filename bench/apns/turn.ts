/** Measurements of one client, one turn at a time. */
import type { Child } from '../child.ts';
import type { ClientJobs } from './clientProcess.ts';
import type { PacedUsage, Usage } from './loads.ts';

/** How long the slow sink takes for an answer: about a round trip to Apple. */
export const answerDelayMs = 50;
export const inFlightCounts = [50, 500, 1000] as const;
export type InFlight = (typeof inFlightCounts)[number];
/** As many streams as the sink allows on a connection. */
export const maxInFlight = 1000;
export const pacePerSecond = 1000;
/** With delayed answers. */
export const delayedPacePerSecond = 5000;

export interface Sinks {
  caPem: string;
  immediateOrigin: string;
  delayedOrigin: string;
  usage(): Promise<{ cpuMicroseconds: number; answered: number }>;
}

export interface Scale {
  /** Until V8 has compiled everything it will compile. */
  warmUp: { pushes: number; atMostMs: number };
  blockMs: number;
  /**
   * Duration of the blocks at 500 in flight: short and many, so that noise affects all clients alike and averages out.
   */
  comparison: { blockMs: number; perRound: number };
  /** How many pushes are handed over at once, and how often. */
  burst: { count: number; runs: number };
}

export interface Block extends Usage {
  sinkMicrosecondsPerPush: number;
}

export interface ClientFigures {
  /** One entry for each round; at 500 in flight, for each block of the comparison. */
  blocks: Readonly<Record<InFlight, Block[]>>;
  /** At a fixed rate. */
  paced: PacedUsage[];
  pacedDelayed: PacedUsage[];
  /** With delayed answers. */
  delayed: Usage[];
}

export function noFigures(): ClientFigures {
  return { blocks: { 50: [], 500: [], 1000: [] }, paced: [], pacedDelayed: [], delayed: [] };
}

type Turn = (client: Child<ClientJobs>, figures: ClientFigures) => Promise<void>;

/** The turns of a round. All clients take the first before any takes the second, so that they meet the same neighbours. */
export function turnsOfRound(sinks: Sinks, { blockMs: durationMs, comparison }: Scale): Turn[] {
  const block =
    (inFlight: InFlight, blockMs: number): Turn =>
    async (client, { blocks }) => {
      blocks[inFlight].push(await runBlock(client, sinks, inFlight, blockMs));
    };
  return [
    block(50, durationMs),
    ...Array.from({ length: comparison.perRound }, () => block(500, comparison.blockMs)),
    block(1000, durationMs),
    async (client, { paced }) => {
      paced.push(await client.ask('pushAtRate', { sink: 'immediate', perSecond: pacePerSecond, durationMs }));
    },
    async (client, { pacedDelayed }) => {
      const load = { sink: 'delayed' as const, perSecond: delayedPacePerSecond, durationMs: 3 * durationMs };
      pacedDelayed.push(await client.ask('pushAtRate', load));
    },
    async (client, { delayed }) => {
      delayed.push(await client.ask('keepInFlight', { sink: 'delayed', inFlight: maxInFlight, durationMs }));
    },
  ];
}

async function runBlock(client: Child<ClientJobs>, sinks: Sinks, inFlight: number, durationMs: number): Promise<Block> {
  const before = await sinks.usage();
  const usage = await client.ask('keepInFlight', { sink: 'immediate', inFlight, durationMs });
  const after = await sinks.usage();
  const sinkMicroseconds = after.cpuMicroseconds - before.cpuMicroseconds;
  return { ...usage, sinkMicrosecondsPerPush: sinkMicroseconds / (after.answered - before.answered) };
}

/** Rate of the sink if its client costs nothing. */
export async function runFlood(client: Child<ClientJobs>, { warmUp, blockMs }: Scale): Promise<Usage> {
  await client.ask('warmUp', warmUp);
  const usage = await client.ask('keepInFlight', { sink: 'immediate', inFlight: maxInFlight, durationMs: blockMs });
  await client.stop();
  return usage;
}

export interface Burst {
  count: number;
  lost: number;
  seconds: number;
  /** Peak memory of the process during the burst, above its level before. */
  megabytesAboveIdle: number;
}

/** Hands over far more pushes than a connection has streams. */
export async function runBurst(client: Child<ClientJobs>, { burst: { count } }: Scale): Promise<Burst> {
  const { failed, ...figures } = await client.ask('handOverAtOnce', { count });
  await client.stop();
  return { count, lost: failed, ...figures };
}
