import { maskedSettings } from '../../content/maskedSettings.ts';
import type { Message } from '../../content/message.ts';
import type { OfflinePush, Policy } from '../../content/offlinePush.ts';
import { isRefusal, type Refusal } from '../../platform/refusal.ts';
import { applyPolicy } from '../rules/applyPolicy.ts';

/** A message's settings under its policy, and what is kept to try another one. */
export function underPolicy(
  policy: Policy | undefined,
  own: OfflinePush,
  isFromServer: boolean,
): Pick<Message, 'offlinePush' | 'isDisabledByPolicy' | 'policyUse'> | Refusal {
  const applied = applyPolicy(policy, own, { isFromServer });
  if (isRefusal(applied)) return applied;
  return { ...applied, policyUse: { own: maskedSettings(own, applied.offlinePush.variables), isFromServer } };
}
