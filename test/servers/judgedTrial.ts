/** A trial against a server that is started for it, and what was not as it should be. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '../../lab/apple/authority.ts';
import { openDataDirectory } from '../../lab/state/dataDirectory.ts';
import type { TransportName } from '../../shared/apns/connection/transports.ts';
import type { ForeignServer, RunningServer, ServerCertificate } from './foreignServer.ts';
import { playTrial, type TrialCounts } from './trial.ts';

export interface JudgedTrial {
  counts: TrialCounts;
  /** One sentence for each thing that was wrong; empty when all was right. */
  faults: string[];
}

/** A trial that comes no nearer to the server's limit of streams says nothing about it. Windows may keep it below. */
const leastShareOfLimit = 0.05;

export interface JudgedTrialOptions {
  transport: TransportName;
  requests: number;
  /** The server's disturbance happens: connections may end before their answers have come. */
  isDisturbed: boolean;
}

export function makeServerCertificate(): ServerCertificate {
  const { caPem, host } = openAuthority(openDataDirectory(undefined), Date.now);
  return { caPem, ...host };
}

export async function judgeServer(
  server: ForeignServer,
  certificate: ServerCertificate,
  { transport, requests, isDisturbed }: JudgedTrialOptions,
): Promise<JudgedTrial> {
  const folder = mkdtempSync(join(tmpdir(), 'ringpost-servers-'));
  try {
    const running = await server.start(folder, certificate);
    let served: ReadonlyMap<string, number> | undefined;
    let counts: TrialCounts;
    try {
      const disturbance = isDisturbed ? running.disturbance : undefined;
      const { origin, request } = running;
      counts = await playTrial({ transport, origin, caPem: certificate.caPem, requests, request, disturbance });
    } finally {
      served = await running.stop();
    }
    const faults = isDisturbed ? faultsOfLosses(counts) : faultsOfAnswers(counts, running);
    return {
      counts,
      faults: [...faultsOfBoth(counts, running), ...faults, ...faultsOfLog(counts, served, isDisturbed)],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function faultsOfBoth(counts: TrialCounts, { streamLimit }: RunningServer): string[] {
  const { wrong, wrongSamples, unexpected, wrongAuthorization, mostOpen, unansweredPings } = counts;
  return [
    ...(wrong > 0 ? [`${wrong} requests with an outcome that is not theirs, such as ${wrongSamples.join('; ')}`] : []),
    ...(unexpected > 0 ? [`${unexpected} results for streams that were not open`] : []),
    ...(wrongAuthorization > 0 ? [`${wrongAuthorization} requests arrived with the authorization of others`] : []),
    ...(mostOpen > streamLimit ? [`${mostOpen} streams were open, where the server allows ${streamLimit}`] : []),
    ...(mostOpen < streamLimit * leastShareOfLimit
      ? [`only ${mostOpen} streams were open: the limit of ${streamLimit} was not met`]
      : []),
    ...(unansweredPings > 0 ? [`${unansweredPings} pings without an answer`] : []),
  ];
}

/** Nothing ends before its time: each request has its answer, and each stream that was opened is accounted for. */
function faultsOfAnswers(counts: TrialCounts, { leastConnections }: RunningServer): string[] {
  const { requests, ownAnswers, lost, unprocessed, sent, connections } = counts;
  const least = leastConnections(requests);
  return [
    ...(ownAnswers !== requests ? [`${ownAnswers} of ${requests} requests have their own answer`] : []),
    ...(lost > 0 ? [`${lost} streams were lost`] : []),
    ...(sent !== requests + unprocessed
      ? [`${sent} streams for ${requests} requests and ${unprocessed} refusals`]
      : []),
    ...(connections < least ? [`${connections} connections, where ${least} were to be expected`] : []),
  ];
}

function faultsOfLosses({
  requests,
  ownAnswers,
  unanswered,
  lost,
  sent,
  unprocessed,
  connections,
}: TrialCounts): string[] {
  return [
    ...(ownAnswers + unanswered !== requests
      ? [`${ownAnswers + unanswered} of ${requests} requests have an outcome`]
      : []),
    ...(unanswered !== lost ? [`${unanswered} requests without an answer, but ${lost} streams were lost`] : []),
    ...(sent !== requests + unprocessed
      ? [`${sent} streams for ${requests} requests and ${unprocessed} refusals`]
      : []),
    ...(connections < 2 ? ['the disturbance has ended no connection'] : []),
  ];
}

/** Nothing is sent again that the server has served. */
function faultsOfLog(
  { requests, ownAnswers }: TrialCounts,
  served: ReadonlyMap<string, number> | undefined,
  isDisturbed: boolean,
): string[] {
  if (served === undefined) return [];
  const twice = [...served.values()].filter((times) => times > 1).length;
  const least = isDisturbed ? ownAnswers : requests;
  return [
    ...(twice > 0 ? [`the server has served ${twice} requests more than once`] : []),
    ...(served.size < least || served.size > requests
      ? [`the server has served ${served.size} of ${requests} requests`]
      : []),
  ];
}
