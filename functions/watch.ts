import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { apnsHosts } from '../shared/apns/client/hosts.ts';
import type { Credential } from '../shared/apns/rules/credential.ts';
import { recordBudgetUse } from '../shared/broadcasts/flows/budget.ts';
import { probeCredentials } from '../shared/credentials/apple/probe.ts';
import { readAppSecret } from '../shared/credentials/aws/appSecret.ts';
import { watchApps } from '../shared/credentials/flows/watchApps.ts';
import type { StageNames } from '../shared/credentials/rules/credentialChecks.ts';
import type { Finding } from '../shared/credentials/rules/finding.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { openMetrics } from '../shared/platform/aws/metrics.ts';
import { system } from '../shared/platform/aws/system.ts';
import { timeLimits } from '../shared/platform/aws/timeLimits.ts';
import { errorFields } from '../shared/platform/errorFields.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { watchVersions } from '../shared/push/flows/watchVersions.ts';
import { monthlyBudgetUsd, spendingPorts } from './ports/budget.ts';

const stage = requireVariable('RINGPOST_STAGE');
const secretsPrefix = requireVariable('RINGPOST_SECRETS_PREFIX');
const client = new SecretsManagerClient({ requestHandler: timeLimits });
const budgetUsd = monthlyBudgetUsd();
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const spending = spendingPorts(table);
const ports = {
  ...spending,
  log: openLog('watch', optionalVariable('RINGPOST_LOG_LEVEL')),
  metrics: openMetrics(stage),
  secretOf: (appId: string) => readAppSecret(client, secretsPrefix, appId),
  probe: (appId: string, credentials: readonly Credential[]) =>
    probeCredentials({ ...system, ...apnsHosts() }, appId, credentials),
};

/** The rule names the stage's apps: the function itself may read secrets but not list them. */
const watchEvent = z.object({ apps: z.array(z.string()) });

/**
 * Once a day: checks the credentials of every app, probes Apple's hosts with them, compares the versions of the apps, reads
 * Apple's own counts and looks at the monthly budget.
 */
export async function handler(event: unknown): Promise<{ findings: Finding[] }> {
  const { apps } = watchEvent.parse(event);
  const stageOption = stage === 'lab' ? '--lab' : `--stage ${stage}`;
  const names = { stageOption, secretsPrefix };
  const [inspections, ofLedger] = await Promise.all([
    watchApps(ports, apps, names),
    readLedger(apps, names),
    watchVersions(ports, apps),
    recordBudgetUse(ports, budgetUsd),
  ]);
  return { findings: [...inspections.flatMap(({ findings }) => [...findings]), ...ofLedger] };
}

/** Never rejects. Most stages have no metrics token, and load nothing of it. */
async function readLedger(apps: readonly string[], names: StageNames): Promise<Finding[]> {
  try {
    // A secret that cannot be read is reported by the check of its app.
    const secretOf = (appId: string) => ports.secretOf(appId).catch(() => ({ state: 'missing' }) as const);
    const secrets = await Promise.all(apps.map(async (appId) => [appId, await secretOf(appId)] as const));
    const withToken = secrets.filter(
      ([, secret]) => secret.state === 'stored' && secret.value.includes('"metricsToken"'),
    );
    if (withToken.length === 0) return [];
    const { watchLedgerOf } = await import('./ports/ledger.ts');
    return await watchLedgerOf(ports, table, new Map(withToken), names);
  } catch (error) {
    ports.log.error("Apple's counts not read", errorFields(error));
    return [];
  }
}
