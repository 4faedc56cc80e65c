/** For writes after pushes have left: if one fails, the request must not fail with it. */
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { TargetOutcome } from '../rules/targetOutcome.ts';

/** @returns false if it failed; the failure is logged. */
export async function succeeds(
  { log }: Pick<PlatformPorts, 'log'>,
  failure: string,
  write: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    log.error(failure, errorFields(error));
    return false;
  }
}

/** If nothing is going to retry it. */
export function withoutRetry(target: TargetOutcome): TargetOutcome {
  return target.outcome === 'retrying' ? { ...target, outcome: 'failed' } : target;
}
