import type { Credential } from '../../apns/rules/credential.ts';
import type { Clock } from '../../platform/ports.ts';
import { type AppCredentialHealth, checkAppCredentials, type StoredSecret } from '../rules/appChecks.ts';
import type { StageNames } from '../rules/credentialChecks.ts';
import type { Finding } from '../rules/finding.ts';
import type { Probe } from '../rules/probeAnswer.ts';

export interface InspectionPorts {
  clock: Pick<Clock, 'nowMs'>;
  secretOf(appId: string): Promise<StoredSecret>;
  /** Probes each host that a credential covers. */
  probe(appId: string, credentials: readonly Credential[]): Promise<Probe[]>;
}

/**
 * Everything that can be found out about an app's credentials: by checking what is stored, and by probing Apple's
 * hosts.
 */
export interface AppInspection extends Omit<AppCredentialHealth, 'usable'> {
  probes: readonly Probe[];
}

/** Probes only credentials without an error: the others are already known to fail. */
export async function inspectApp(ports: InspectionPorts, appId: string, stage: StageNames): Promise<AppInspection> {
  const secret = await ports.secretOf(appId);
  const { usable, ...health } = checkAppCredentials(secret, { appId, nowMs: ports.clock.nowMs(), ...stage });
  const probes = await ports.probe(appId, usable);
  const answers = probes.flatMap(({ finding }): Finding[] => (finding === undefined ? [] : [finding]));
  return { ...health, findings: [...health.findings, ...answers], probes };
}
