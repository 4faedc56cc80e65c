import type { TargetOutcome } from '../../push/rules/targetOutcome.ts';

/**
 * Which messages to few recipients a stage records. `all`. `problems`: only those of which APNs has not accepted every push:
 * docs/messages.md, "What is recorded". Those to many have a record in any case, which their workers need.
 */
export const recordKeepings = ['all', 'problems'] as const;
export type RecordKeeping = (typeof recordKeepings)[number];

/** @throws Error if there is no such value. */
export function recordKeepingNamed(name = 'all'): RecordKeeping {
  const known = recordKeepings.find((each) => each === name);
  if (known !== undefined) return known;
  throw new Error(
    `set RINGPOST_MESSAGE_RECORDS to ${recordKeepings.join(' or ')}, or leave it out, instead of "${name}"`,
  );
}

/** @param targets outcomes of all pushes of the message. A message without any has reached nobody. */
export function hasProblem(targets: readonly Pick<TargetOutcome, 'outcome'>[]): boolean {
  return targets.length === 0 || targets.some(({ outcome }) => outcome !== 'accepted');
}
