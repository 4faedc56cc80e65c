import type { MetricsToken } from '../../credentials/rules/metricsToken.ts';
import type { Clock } from '../../platform/ports.ts';
import type { LedgerDay, LedgerStore, MetricsExports, OpenExport } from '../ports.ts';
import type { ExportFailure } from '../rules/exportAnswer.ts';
import { readExport } from '../rules/exportFile.ts';
import { exportRange } from '../rules/exportRange.ts';

export interface ReadCountsPorts {
  clock: Clock;
  exports: MetricsExports;
  ledger: LedgerStore;
}

/** `read`: stored. `processing`: Apple is not ready, and the next run goes on from here. */
export type ReadCountsOutcome =
  | { kind: 'read'; requestedAtMs: number; days: readonly LedgerDay[] }
  | { kind: 'processing'; requestedAtMs: number }
  | { kind: 'ended'; status: 'FAILED' | 'EXPIRED' }
  | ExportFailure;

const firstPauseMs = 1000;
const longestPauseMs = 8000;
/** How long an export stays open. Then another is requested. */
const openForMs = 3 * 24 * 60 * 60 * 1000;

/**
 * Reads Apple's counts for an app: requests an export, waits for it and stores the days. An export of an earlier run that
 * is still open comes first.
 * @param untilMs epoch milliseconds: no waiting beyond.
 */
export async function readCounts(
  ports: ReadCountsPorts,
  appId: string,
  token: MetricsToken,
  untilMs: number,
): Promise<ReadCountsOutcome> {
  const { clock, ledger } = ports;
  const range = exportRange(clock.nowMs());
  const open = await ledger.findExport(appId);
  if (open !== undefined && clock.nowMs() < open.requestedAtMs + openForMs) {
    const outcome = await finish(ports, appId, token, open, untilMs);
    // What is left of an earlier day does not keep this day's export waiting.
    if (outcome.kind === 'processing' || open.endDay === range.endDay) return outcome;
  }
  const requestedAtMs = clock.nowMs();
  const answer = await ports.exports.request(appId, token, range);
  if (answer.kind !== 'requested') return answer;
  const requested = { ...range, statusUrl: answer.statusUrl, requestedAtMs };
  await ledger.putExport(appId, requested, requestedAtMs);
  return finish(ports, appId, token, requested, untilMs);
}

async function finish(
  ports: ReadCountsPorts,
  appId: string,
  token: MetricsToken,
  open: OpenExport,
  untilMs: number,
): Promise<ReadCountsOutcome> {
  const outcome = await waitFor(ports, appId, token, open, untilMs);
  if (outcome.kind === 'read') await ports.ledger.putDays(outcome.days);
  // Without an answer the export may still be delivered; anything else is its end.
  const isOpen = outcome.kind === 'processing' || outcome.kind === 'unanswered';
  if (!isOpen) await ports.ledger.putExport(appId, undefined, ports.clock.nowMs());
  return outcome;
}

async function waitFor(
  { clock, exports }: ReadCountsPorts,
  appId: string,
  token: MetricsToken,
  { statusUrl, requestedAtMs }: OpenExport,
  untilMs: number,
): Promise<ReadCountsOutcome> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const status = await exports.statusOf(statusUrl, token);
    if (status.kind === 'ready') {
      const file = await exports.download(status.dataUrl);
      // The URL of the file names no token: its refusal says nothing about one.
      if (file.kind === 'refused') return { kind: 'unreadable', cause: `the file was refused with ${file.status}` };
      if (file.kind !== 'file') return file;
      const read = readExport(file.text);
      if ('fault' in read) return { kind: 'unreadable', cause: read.fault };
      return { kind: 'read', requestedAtMs, days: read.days.map((each) => ({ ...each, appId, requestedAtMs })) };
    }
    if (status.kind !== 'processing') return status;
    if (clock.nowMs() + pauseMs >= untilMs) return { kind: 'processing', requestedAtMs };
    await clock.waitMs(pauseMs);
  }
}
