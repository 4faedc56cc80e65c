import { apnsEnvironments } from '../../devices/rules/device.ts';
import type { Log, Metrics } from '../../platform/ports.ts';
import type { StageNames } from '../rules/credentialChecks.ts';
import type { Finding } from '../rules/finding.ts';
import { metricsTokenId } from '../rules/metricsToken.ts';
import { type AppInspection, type InspectionPorts, inspectApp } from './inspectApp.ts';

export interface WatchPorts extends InspectionPorts {
  log: Log;
  metrics: Metrics;
}

/**
 * Inspects every app, and reports to the metrics, on which the alarms are based, and to the log. An app that cannot be
 * inspected does not affect the others.
 * @throws AggregateError with the reasons why apps could not be inspected.
 */
export async function watchApps(
  ports: WatchPorts,
  appIds: readonly string[],
  stage: StageNames,
): Promise<AppInspection[]> {
  const results = await Promise.allSettled(appIds.map((appId) => inspectApp(ports, appId, stage)));
  const inspections = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const inspection of inspections) {
    recordMetrics(ports.metrics, inspection);
    for (const finding of inspection.findings) logFinding(ports.log, finding);
  }
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected' ? [{ appId: appIds[index], reason: result.reason as unknown }] : [],
  );
  for (const { appId, reason } of failures) {
    // Its message may quote what was read, which the log must not contain.
    ports.log.error('app not inspected', { appId, error: reason instanceof Error ? reason.name : typeof reason });
  }
  if (failures.length > 0)
    throw new AggregateError(
      failures.map(({ reason }) => reason),
      'some apps could not be inspected',
    );
  return inspections;
}

function recordMetrics(metrics: Metrics, { appId, findings, credentials, metricsToken, probes }: AppInspection): void {
  const ofToken = metricsToken && { credentialId: metricsTokenId, daysToExpiry: metricsToken.daysToExpiry };
  for (const { credentialId, daysToExpiry } of [...credentials, ...(ofToken ? [ofToken] : [])]) {
    if (daysToExpiry !== undefined) metrics.record('CredentialDaysToExpiry', daysToExpiry, { appId }, { credentialId });
  }
  const asked = new Set(probes.flatMap(({ finding }) => finding ?? []));
  const faults = findings.filter((finding) => finding.severity === 'error' && !asked.has(finding));
  metrics.record('CredentialFaults', faults.length, { appId });
  for (const environment of apnsEnvironments) {
    const answers = probes.filter((probe) => probe.environment === environment);
    if (answers.length === 0) continue;
    const failed = answers.some(({ state }) => state === 'refused' || state === 'unreachable');
    metrics.record('ProbeFailed', failed ? 1 : 0, { environment, appId });
  }
}

function logFinding(log: Log, { severity, ...finding }: Finding): void {
  if (severity === 'error') log.error('credential finding', finding);
  else if (severity === 'warning') log.warn('credential finding', finding);
}
