import type { Message } from '../../content/message.ts';
import type { OfflinePush, Policy } from '../../content/offlinePush.ts';
import { mergePolicy } from '../../content/policy.ts';
import { settingConflicts } from '../../content/settingConflicts.ts';
import { type Refusal, refuse, refuseField } from '../../platform/refusal.ts';

/**
 * The settings of a message under its policy.
 * @param policy undefined: there is no policy of this name.
 */
export function applyPolicy(
  policy: Policy | undefined,
  own: OfflinePush,
  { isFromServer }: { isFromServer: boolean },
): (Pick<Message, 'offlinePush'> & { isDisabledByPolicy: boolean }) | Refusal {
  const { policyId } = own;
  // To a user, a policy that is not for users does not exist.
  if (policy === undefined || !(isFromServer || policy.forUsers)) {
    return refuseField(
      'unknown_policy',
      `There is no policy ${policyId}.`,
      '/offlinePush/policyId',
      'is not a policy of this stage',
    );
  }
  const offlinePush = mergePolicy(policy, own);
  const conflicts = settingConflicts(offlinePush);
  if (conflicts.length > 0) {
    const errors = conflicts.map(({ field, message }) => ({ path: `/offlinePush/${field}`, message }));
    const detail = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
    return refuse('policy_conflict', `With policy ${policyId}: ${detail}.`, { errors });
  }
  return { offlinePush, isDisabledByPolicy: own.disabled === undefined && policy.disabled === true };
}
