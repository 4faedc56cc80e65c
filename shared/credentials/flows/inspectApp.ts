import type { Credential } from '../../apns/rules/credential.ts';
import type { Clock } from '../../platform/ports.ts';
import { type AppCredentialHealth, checkAppCredentials, type StoredSecret } from '../rules/appChecks.ts';
import type { StageNames } from '../rules/credentialChecks.ts';
import type { Finding } from '../rules/finding.ts';
import type { Probe } from '../rules/probeAnswer.ts';

export interface InspectionPorts {
  clock: Pick<Clock, 'nowMs'>;
  secretOf(appId: string): Promise<StoredSecret>;
  /** Asks each host that a credential serves whether it takes it. */
  probe(appId: string, credentials: readonly Credential[]): Promise<Probe[]>;
}

/** All that can be known of an app's credentials: by looking at what is stored, and by asking Apple's hosts. */
export interface AppInspection extends Omit<AppCredentialHealth, 'usable'> {
  probes: readonly Probe[];
}

/** Asks Apple only about credentials without an error: of the others it is known already that they cannot push. */
export async function inspectApp(ports: InspectionPorts, appId: string, stage: StageNames): Promise<AppInspection> {
  const secret = await ports.secretOf(appId);
  const { usable, ...health } = checkAppCredentials(secret, { appId, nowMs: ports.clock.nowMs(), ...stage });
  const probes = await ports.probe(appId, usable);
  const answers = probes.flatMap(({ finding }): Finding[] => (finding === undefined ? [] : [finding]));
  return { ...health, findings: [...health.findings, ...answers], probes };
}
