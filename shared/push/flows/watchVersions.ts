import type { PlatformPorts } from '../../platform/ports.ts';
import type { PushPorts } from '../ports.ts';
import { type PhoneReportRow, phoneReport } from '../rules/phoneReport.ts';
import { lastDays } from '../rules/statistics.ts';
import { fewestCompared } from '../rules/worseLoss.ts';

export type WatchVersionsPorts = Pick<PlatformPorts, 'clock' | 'log' | 'metrics'> & {
  statistics: Pick<PushPorts['statistics'], 'read'>;
};

/** As long as it takes until many users have a new version. */
const comparedDays = 7;

/**
 * Compares the latest version of each app with the one before it, and reports to the metric on which the alarm is based,
 * and to the log.
 *
 * @returns the latest versions that lose more, or ring later.
 */
export async function watchVersions(
  { clock, log, metrics, statistics }: WatchVersionsPorts,
  appIds: readonly string[],
): Promise<PhoneReportRow[]> {
  const { phones } = await statistics.read(lastDays(clock.nowMs(), comparedDays));
  const worse = appIds.flatMap((appId) => {
    const versions = phones.filter((each) => each.appId === appId);
    const latest = phoneReport(versions, 'appVersion').findLast(isInUse);
    return latest?.worseThan === undefined ? [] : [latest];
  });
  for (const row of worse) logWorse(log, row);
  metrics.record('AppVersionsWorse', worse.length, {});
  return worse;
}

function logWorse(
  log: WatchVersionsPorts['log'],
  { appId, value: appVersion, worseThan, ...found }: PhoneReportRow,
): void {
  if (worseThan === undefined) return;
  const { what, version: before } = worseThan;
  if (what === 'ringTimes') {
    const { p50Ms, p99Ms } = found.rings;
    const { p50Ms: beforeP50Ms, p99Ms: beforeP99Ms } = worseThan;
    log.warn('app version rings later', { appId, appVersion, p50Ms, p99Ms, before, beforeP50Ms, beforeP99Ms });
  } else {
    const { lostPercent } = found[what];
    log.warn('app version loses more', {
      appId,
      appVersion,
      what,
      lostPercent,
      before,
      beforePercent: worseThan.lostPercent,
    });
  }
}

/** Versions of developers' own phones, which are ahead of the store, are in the hands of few. */
function isInUse({ messages, rings }: PhoneReportRow): boolean {
  return Math.max(messages.accepted, rings.accepted) >= fewestCompared;
}
