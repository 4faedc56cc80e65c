/** For writes after pushes have left: when one fails, the request must not fail with it. */
import { errorFields } from '../../platform/errorFields.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import type { TargetOutcome } from '../rules/targetOutcome.ts';

/** @returns false when it has failed, which the log has then. */
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

/** Where nothing is going to try it again. */
export function withoutRetry(target: TargetOutcome): TargetOutcome {
  return target.outcome === 'retrying' ? { ...target, outcome: 'failed' } : target;
}
