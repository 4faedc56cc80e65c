/** The sink in its own process: two servers, one that answers at once and one with delayed answers. */
import { openAuthority } from '../../lab/apple/authority.ts';
import { openDataDirectory } from '../../lab/state/dataDirectory.ts';
import { answerParent } from '../child.ts';
import { type Sink, startSink } from './sink.ts';

const sinks: Sink[] = [];

const jobs = {
  async start({ delayMs, refusedEvery }: { delayMs: number; refusedEvery?: number }) {
    const { caPem, host } = openAuthority(openDataDirectory(undefined), Date.now);
    const [immediate, delayed] = await Promise.all([
      startSink({ ...host, delayMs: 0, refusedEvery }),
      startSink({ ...host, delayMs, refusedEvery }),
    ]);
    sinks.push(immediate, delayed);
    return { caPem, immediateOrigin: immediate.origin, delayedOrigin: delayed.origin };
  },
  /** Since the start of the process. */
  usage() {
    const { user, system } = process.cpuUsage();
    return { cpuMicroseconds: user + system, answered: sinks.reduce((sum, sink) => sum + sink.answered(), 0) };
  },
};
export type SinkJobs = typeof jobs;

answerParent(jobs);
