/** A month of counters in a lab's table, as its functions would have counted them: two app versions, the newer one worse. */
import type { StageAccess } from '../../cli/stage/stageAccess.ts';
import { exportRange } from '../../shared/ledger/rules/exportRange.ts';
import { ledgerStore } from '../../shared/ledger/table/ledgerStore.ts';
import type { PhoneCounts } from '../../shared/push/rules/phoneStatistics.ts';
import { lastDays } from '../../shared/push/rules/statistics.ts';
import { bucketOf, reportScale, ringScale } from '../../shared/push/rules/timeBuckets.ts';
import { statisticsStore } from '../../shared/push/table/statisticsStore.ts';
import { healthyApp } from './plantedFaults.ts';

const minute = 60_000;

/** App versions: their share of the pushes, how many get lost, and how long the others take. */
const versions = [
  { appVersion: '4.1.0', osVersion: '26.0', environment: 'production', share: 1, lostEvery: 200, ringMs: 620 },
  { appVersion: '4.2.0', osVersion: '26.1', environment: 'production', share: 0.4, lostEvery: 20, ringMs: 900 },
  { appVersion: '4.3.0', osVersion: '26.1', environment: 'development', share: 0.02, lostEvery: 50, ringMs: 700 },
];

/** Numbers of the last week are those of the days before, by weekday. */
const pushesOfDay = [8200, 9100, 8700, 0, 10_400, 6300, 5200];

/** @param days how many, up to today. */
export async function plantStatistics(
  { clients, tableName }: Pick<StageAccess, 'clients' | 'tableName'>,
  days: number,
): Promise<void> {
  const table = { client: clients.dynamoDb, name: tableName };
  const store = statisticsStore(table);
  const nowMs = Date.now();
  let writtenMs = nowMs;
  for (const [index, day] of lastDays(nowMs, days).entries()) {
    const pushes = pushesOfDay.at((index - days) % pushesOfDay.length) ?? 0;
    if (pushes === 0) continue;
    const phones = versions.map((version) => phonesOf(version, Math.round(pushes * version.share), index));
    const accepted = phones.reduce((sum, { counters }) => sum + (counters['accepted'] ?? 0), 0);
    const delivered = phones.reduce((sum, { counters }) => sum + (counters['delivered'] ?? 0), 0);
    const rejected = phones.reduce((sum, { counters }) => sum + (counters['refused.BadDeviceToken'] ?? 0), 0);
    const failed = phones.reduce((sum, { counters }) => sum + (counters['refused.unanswered'] ?? 0), 0);
    const counters = { accepted, rejected, failed, skipped: Math.round(accepted / 6), delivered };
    // Later than what waits for the next write.
    writtenMs += minute;
    await store.add(writtenMs, [{ appId: healthyApp, counters }], phones, Date.parse(day));
    if (day <= exportRange(nowMs).endDay) {
      const counts = appleCounts(phones.filter(({ environment }) => environment === 'production'));
      await ledgerStore(table).putDays([{ appId: healthyApp, day, requestedAtMs: nowMs, counts }]);
    }
  }
}

/** As Apple exports them: rounded, and of what it accepted, with a part for notifications that are off. */
function appleCounts(phones: readonly PhoneCounts[]) {
  const sum = (name: string) => phones.reduce((all, { counters }) => all + (counters[name] ?? 0), 0);
  const rounded = (count: number) => Math.round(count / 10) * 10;
  const accepted = sum('accepted');
  return [
    { pushType: 'alert', status: 'Delivered to Device', count: rounded(accepted * 0.96) },
    { pushType: 'alert', status: 'Discarded - Disabled', count: rounded(accepted * 0.03) },
    { pushType: 'alert', status: 'Discarded - Token Unregistered', count: rounded(accepted * 0.01) },
    { pushType: 'voip', status: 'Delivered to Device', count: rounded(sum('rung')) },
  ];
}

function phonesOf(
  { appVersion, osVersion, environment, lostEvery, ringMs }: (typeof versions)[number],
  pushes: number,
  day: number,
): PhoneCounts {
  const rings = Math.round(pushes / 20);
  const rejected = Math.round(pushes / 90);
  const accepted = pushes - rejected;
  const delivered = accepted - Math.floor(accepted / lostEvery);
  const reported = rings - Math.floor(rings / lostEvery);
  const counters: Record<string, number> = {
    accepted,
    delivered,
    shown: Math.round(delivered * 0.8),
    tapped: Math.round(delivered * 0.2),
    'refused.BadDeviceToken': rejected,
    'refused.unanswered': Math.round(pushes / 400),
    rung: rings,
    reported,
    rings,
    ringsUnreported: rings - reported,
    [`deliveredIn.${bucketOf(reportScale, 420 + 40 * (day % 5))}`]: delivered - Math.ceil(delivered / 50),
    [`deliveredIn.${bucketOf(reportScale, 2100 + 300 * (day % 4))}`]: Math.ceil(delivered / 50),
    [`callKitIn.${bucketOf(ringScale, ringMs)}`]: reported - Math.ceil(reported / 50),
    [`callKitIn.${bucketOf(ringScale, ringMs * 3.8)}`]: Math.ceil(reported / 50),
  };
  return { appId: healthyApp, appVersion, osVersion, environment, counters };
}
