/** One client of the benchmark in its own process. */
import type { BenchClient } from '../benchClient.ts';
import { answerParent } from '../child.ts';
import { type ClientName, openClient } from './clients.ts';
import { handOverAtOnce, keepInFlight, pushAtRate, warmUp } from './loads.ts';

type SinkKind = 'immediate' | 'delayed';
const clients = new Map<SinkKind, BenchClient>();

function clientOf(sink: SinkKind): BenchClient {
  const client = clients.get(sink);
  if (client === undefined) throw new Error('no client is open');
  return client;
}

interface OpenRequest {
  name: ClientName;
  caPem: string;
  immediateOrigin: string;
  delayedOrigin: string;
}

const jobs = {
  /** Opens the client to both sinks and completes one push on each. */
  async open({ name, caPem, immediateOrigin, delayedOrigin }: OpenRequest) {
    clients.set('immediate', await openClient(name, immediateOrigin, caPem));
    clients.set('delayed', await openClient(name, delayedOrigin, caPem));
    for (const [sink, client] of clients) {
      const { failed } = await handOverAtOnce(client, 1);
      if (failed > 0) throw new Error(`the first push of ${name} to the ${sink} sink failed`);
    }
  },
  warmUp: (extent: { pushes: number; atMostMs: number }) => warmUp(clientOf('immediate'), extent),
  keepInFlight: ({ sink, ...load }: { sink: SinkKind; inFlight: number; durationMs: number }) =>
    keepInFlight(clientOf(sink), load),
  pushAtRate: ({ sink, ...load }: { sink: SinkKind; perSecond: number; durationMs: number }) =>
    pushAtRate(clientOf(sink), load),
  handOverAtOnce: ({ count }: { count: number }) => handOverAtOnce(clientOf('immediate'), count),
};
export type ClientJobs = typeof jobs;

answerParent(jobs);
