import type { StageNames } from '../../credentials/rules/credentialChecks.ts';
import type { Finding } from '../../credentials/rules/finding.ts';
import { addTokenCommand, type MetricsToken, metricsTokenId } from '../../credentials/rules/metricsToken.ts';
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { PushPorts } from '../../push/ports.ts';
import type { LedgerDay } from '../ports.ts';
import { compareDay } from '../rules/compareDay.ts';
import { refusesToken } from '../rules/exportAnswer.ts';
import { daysToCompare } from '../rules/exportRange.ts';
import { acceptedOn } from '../rules/ownCount.ts';
import { type ReadCountsOutcome, type ReadCountsPorts, readCounts } from './readCounts.ts';

export type WatchLedgerPorts = ReadCountsPorts &
  Pick<PlatformPorts, 'log' | 'metrics'> & { statistics: Pick<PushPorts['statistics'], 'read'> };

/** How long the daily watch waits for Apple, in milliseconds; the next one goes on from there. */
const waitsMs = 25_000;

/**
 * Reads Apple's counts for each app that has a metrics token, and compares them with Ringpost's. Reports to the metrics and
 * to the log. Never rejects: the other checks of the day go on.
 */
export async function watchLedger(
  ports: WatchLedgerPorts,
  tokens: ReadonlyMap<string, MetricsToken>,
  stage: StageNames,
): Promise<Finding[]> {
  const untilMs = ports.clock.nowMs() + waitsMs;
  const results = await Promise.all(
    [...tokens].map(async ([appId, token]) => {
      try {
        const outcome = await readCounts(ports, appId, token, untilMs);
        const daysShort = outcome.kind === 'read' ? await countShortDays(ports, appId, outcome) : 0;
        return { appId, daysShort, ...report(ports, appId, outcome, stage) };
      } catch (error) {
        ports.log.error("Apple's counts not read", { appId, ...errorFields(error) });
        return { appId, daysShort: 0, isRead: false, findings: [] };
      }
    }),
  );
  const daysShort = results.reduce((sum, each) => sum + each.daysShort, 0);
  ports.metrics.record('LedgerDaysShort', daysShort, {});
  ports.metrics.record('LedgersUnread', results.filter(({ isRead }) => !isRead).length, {});
  return results.flatMap(({ findings }) => findings);
}

function report(
  { log }: WatchLedgerPorts,
  appId: string,
  outcome: ReadCountsOutcome,
  { stageOption }: StageNames,
): { isRead: boolean; findings: Finding[] } {
  if (outcome.kind === 'read') {
    log.info("Apple's counts read", { appId, days: outcome.days.length });
    return { isRead: true, findings: [] };
  }
  if (outcome.kind === 'processing') {
    log.info("Apple's counts are not ready", { appId, requestedAt: new Date(outcome.requestedAtMs).toISOString() });
    return { isRead: true, findings: [] };
  }
  const { kind: outcomeKind, ...details } = outcome;
  log.warn("Apple's counts not read", { appId, outcome: outcomeKind, ...details });
  if (!refusesToken(outcome)) return { isRead: false, findings: [] };
  const finding: Finding = {
    code: 'metrics_token_refused',
    severity: 'warning',
    appId,
    credentialId: metricsTokenId,
    what: `Apple does not accept the metrics token of ${appId} (${outcome.kind === 'refused' ? outcome.status : ''}): it has expired, was revoked, or is for another app or team.`,
    fix: `Create a new data export token in the CloudKit Console, and store it with ${addTokenCommand({ appId, stageOption })}.`,
  };
  return { isRead: false, findings: [finding] };
}

/** Days on which Apple counts fewer pushes than it accepted from Ringpost, beyond rounding. */
async function countShortDays(
  { log, statistics }: WatchLedgerPorts,
  appId: string,
  { requestedAtMs, days }: { requestedAtMs: number; days: readonly LedgerDay[] },
): Promise<number> {
  const compared = daysToCompare(requestedAtMs);
  const { phones } = await statistics.read(compared);
  const short = days.flatMap(({ day, counts }) => {
    if (!compared.includes(day)) return [];
    const comparison = compareDay(acceptedOn(day, appId, phones), counts);
    return comparison.verdict === 'apple_fewer' ? [{ day, ...comparison }] : [];
  });
  for (const { day, accepted, most, difference, rounding } of short) {
    log.warn('Apple counts fewer pushes', { appId, day, accepted, apple: most, difference, rounding });
  }
  return short.length;
}
