import { readFileSync } from 'node:fs';
import type { StoredSecret } from '../../shared/credentials/rules/appChecks.ts';
import type { StageNames } from '../../shared/credentials/rules/credentialChecks.ts';
import type { Finding } from '../../shared/credentials/rules/finding.ts';
import { type MetricsToken, parseMetricsToken } from '../../shared/credentials/rules/metricsToken.ts';
import { appleMetricsOrigin, metricsExports } from '../../shared/ledger/apple/metricsExports.ts';
import { type WatchLedgerPorts, watchLedger } from '../../shared/ledger/flows/watchLedger.ts';
import { ledgerStore } from '../../shared/ledger/table/ledgerStore.ts';
import { optionalVariable } from '../../shared/platform/aws/environment.ts';
import { system } from '../../shared/platform/aws/system.ts';
import type { Table } from '../../shared/platform/table/table.ts';

/** How long a request to Apple may take. */
const timeLimitMs = 5000;

type LedgerPorts = Omit<WatchLedgerPorts, 'clock' | 'exports' | 'ledger'>;

/** @param secrets of the stage's apps. @returns what is wrong with their metrics tokens, by Apple's answers. */
export function watchLedgerOf(
  ports: LedgerPorts,
  table: Table,
  secrets: ReadonlyMap<string, StoredSecret>,
  stage: StageNames,
): Promise<Finding[]> {
  const tokens = new Map([...secrets].flatMap(([appId, secret]) => [...tokenIn(appId, secret)]));
  if (tokens.size === 0) return Promise.resolve([]);
  const caFile = optionalVariable('RINGPOST_APNS_CA_FILE');
  const exports = metricsExports({
    origin: optionalVariable('RINGPOST_DELIVERY_METRICS_ORIGIN') ?? appleMetricsOrigin,
    timeLimitMs,
    ...(caFile !== undefined && { ca: readFileSync(caFile, 'utf8') }),
  });
  return watchLedger({ ...ports, clock: system.clock, exports, ledger: ledgerStore(table) }, tokens, stage);
}

/** A token that is not readable is a finding of the other checks. */
function tokenIn(appId: string, secret: StoredSecret): [string, MetricsToken][] {
  try {
    const token = secret.state === 'stored' ? parseMetricsToken(secret.value) : undefined;
    return token === undefined ? [] : [[appId, token]];
  } catch {
    return [];
  }
}
