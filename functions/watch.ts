import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { apnsHosts } from '../shared/apns/client/hosts.ts';
import type { Credential } from '../shared/apns/rules/credential.ts';
import { recordBudgetUse } from '../shared/broadcasts/flows/budget.ts';
import { probeCredentials } from '../shared/credentials/apple/probe.ts';
import { readAppSecret } from '../shared/credentials/aws/appSecret.ts';
import { watchApps } from '../shared/credentials/flows/watchApps.ts';
import type { Finding } from '../shared/credentials/rules/finding.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { openMetrics } from '../shared/platform/aws/metrics.ts';
import { system } from '../shared/platform/aws/system.ts';
import { timeLimits } from '../shared/platform/aws/timeLimits.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { watchVersions } from '../shared/push/flows/watchVersions.ts';
import { monthlyBudgetUsd, spendingPorts } from './ports/budget.ts';

const stage = requireVariable('RINGPOST_STAGE');
const secretsPrefix = requireVariable('RINGPOST_SECRETS_PREFIX');
const client = new SecretsManagerClient({ requestHandler: timeLimits });
const budgetUsd = monthlyBudgetUsd();
const spending = spendingPorts(openTable(requireVariable('RINGPOST_TABLE_NAME')));
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
 * Once a day: checks the credentials of every app, probes Apple's hosts with them, compares the versions of the apps, and
 * looks at the monthly budget.
 */
export async function handler(event: unknown): Promise<{ findings: Finding[] }> {
  const { apps } = watchEvent.parse(event);
  const stageOption = stage === 'lab' ? '--lab' : `--stage ${stage}`;
  const [inspections] = await Promise.all([
    watchApps(ports, apps, { stageOption, secretsPrefix }),
    watchVersions(ports, apps),
    recordBudgetUse(ports, budgetUsd),
  ]);
  return { findings: inspections.flatMap(({ findings }) => [...findings]) };
}
