/** Sends numbered requests to a server, as a function pushes, and counts what became of each. */
import { Dispatcher } from '../../shared/apns/connection/dispatcher.ts';
import { type TransportName, transports } from '../../shared/apns/connection/transports.ts';
import type { ApnsFailure } from '../../shared/apns/rules/outcome.ts';
import { type ConnectionCounts, CountedConnections } from './countedConnections.ts';
import { type Accepted, authorizations, type TrialRequest } from './requests.ts';

export interface TrialOptions {
  transport: TransportName;
  origin: string;
  caPem: string;
  requests: number;
  request(number: number): TrialRequest;
  /** What happens to the server meanwhile, after each `every` answers. */
  disturbance?: { every: number; run(): Promise<void> } | undefined;
}

export interface TrialCounts extends ConnectionCounts {
  requests: number;
  /** Requests with the answer that they should have. */
  ownAnswers: number;
  /** Requests that may have been processed, but whose answer did not come: their connection was lost, or their stream. */
  unanswered: number;
  /** Requests with any other outcome. */
  wrong: number;
  /** The first few of them, for people. */
  wrongSamples: string[];
  seconds: number;
}

/** More than any server here allows on one connection, so that the limit is always met. */
const outstanding = 1500;
/** How long a request may take, the wait for its turn included. */
const deadlineMs = 60_000;
const requestsPerPing = 2500;
/** A trial with so many wrong outcomes ends: thousands of deadlines would take hours. */
const maxWrong = 500;
const maxSamples = 5;
const clock = { nowMs: () => Date.now() };

export async function playTrial(options: TrialOptions): Promise<TrialCounts> {
  const { transport, origin, caPem, requests, request, disturbance } = options;
  const connections = new CountedConnections(await transports[transport]());
  const nextAuthorization = authorizations();
  const dispatcher = new Dispatcher({
    origin,
    ca: caPem,
    clock,
    loadTransport: async () => connections.connect,
    openProof: () => ({ isSpent: false, header: nextAuthorization, answered: () => {} }),
  });
  const result = { ownAnswers: 0, unanswered: 0, wrong: 0, wrongSamples: [] as string[] };
  const beside: Promise<void>[] = [];
  const startedAtMs = performance.now();
  let taken = 0;
  let ended = 0;

  function assess(asked: TrialRequest, outcome: Accepted | ApnsFailure): void {
    if (asked.isOwn(outcome)) result.ownAnswers += 1;
    else if (outcome.kind === 'unanswered' && outcome.sent === 'maybe' && outcome.cause !== 'deadline') {
      result.unanswered += 1;
    } else {
      result.wrong += 1;
      if (result.wrong <= maxSamples)
        result.wrongSamples.push(`${asked.path}: ${JSON.stringify(outcome).slice(0, 300)}`);
    }
    ended += 1;
    if (ended % requestsPerPing === 0) beside.push(connections.ping());
    if (disturbance && ended % disturbance.every === 0 && ended < requests) beside.push(disturbance.run());
  }

  async function lane(): Promise<void> {
    while (taken < requests && result.wrong < maxWrong) {
      const asked = request(taken);
      taken += 1;
      const { isOwn: _, ...sent } = asked;
      const { outcome } = await dispatcher.request<Accepted>({
        ...sent,
        deadlineMs: Date.now() + deadlineMs,
        accept: ({ status, headers, body }) => ({ kind: 'accepted', status, headers, body }),
      });
      assess(asked, outcome);
    }
  }

  try {
    await Promise.all(Array.from({ length: Math.min(outstanding, requests) }, lane));
    const seconds = (performance.now() - startedAtMs) / 1000;
    await Promise.all(beside);
    return { requests, ...result, ...connections.counts, seconds };
  } finally {
    dispatcher.close();
  }
}
