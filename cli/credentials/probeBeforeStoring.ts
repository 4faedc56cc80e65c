import { randomUUID } from 'node:crypto';
import type { Credential } from '../../shared/apns/rules/credential.ts';
import { probeCredentials } from '../../shared/credentials/apple/probe.ts';
import { systemClock } from '../../shared/platform/aws/system.ts';
import { CommandFailure, type Fault, hasFaults } from '../frame/failure.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

/** A person waits in front of the terminal. */
const answerTimeoutMs = 5000;

/**
 * Tests a credential with APNs before it replaces one that works: by a push to a device token that cannot exist.
 * @throws CommandFailure if APNs rejects it or gives no verdict.
 */
export async function probeBeforeStoring(
  credential: Credential,
  appId: string,
  { apns }: Pick<StageAccess, 'apns'>,
): Promise<void> {
  const ports = { clock: systemClock, newId: randomUUID, timeoutMs: answerTimeoutMs, ...apns };
  const probes = await probeCredentials(ports, appId, [credential]);
  const faults = probes.flatMap(({ finding, state }): Fault[] => {
    if (finding === undefined) return [];
    const { code, what, fix } = finding;
    const orElse = state === 'refused' ? 'To store it anyway' : 'To store it without testing it';
    return [{ code, message: what.replace(/\.$/, ''), fix: `${fix} ${orElse}: --no-probe.` }];
  });
  if (hasFaults(faults)) throw new CommandFailure(faults);
}
