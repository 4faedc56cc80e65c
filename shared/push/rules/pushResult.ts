/** Results of pushes, in the few classes that are counted: a closed list, whatever Apple may answer in future. */
import { type ApnsAnswer, type ApnsOutcome, rejectsToken } from '../../apns/rules/outcome.ts';
import { dimensionValues } from '../../platform/metricTable.ts';

/** The classes are in {@link dimensionValues}. */
export const pushResults = dimensionValues.result;

export type PushResult = (typeof pushResults)[number];

export function pushResultOf(answer: ApnsAnswer): PushResult {
  const { outcome, verdict } = answer;
  if (outcome.kind !== 'rejected') return outcome.kind;
  if (rejectsToken(answer)) return 'token_refused';
  const { next } = verdict;
  if (next === 'retry_later') return 'busy';
  return next === 'alarm' ? 'credential_refused' : 'request_refused';
}

export function isRejection(result: PushResult): boolean {
  return result === 'token_refused' || result === 'request_refused' || result === 'credential_refused';
}

/**
 * Apple, "Establishing a token-based connection to APNs": the provider token is too old, wrongly signed, or too new.
 */
const providerTokenReasons: ReadonlySet<string | undefined> = new Set([
  'ExpiredProviderToken',
  'InvalidProviderToken',
  'MissingProviderToken',
  'TooManyProviderTokenUpdates',
  'UnrelatedKeyIdInToken',
]);

/** Apple rejected the provider token that authenticates the team, not the push. */
export function rejectsProviderToken(outcome: ApnsOutcome): boolean {
  return outcome.kind === 'rejected' && providerTokenReasons.has(outcome.reason);
}
