/**
 * How many outcomes one item of the table lists. DynamoDB allows 400 KB per item; user IDs have up to 765 bytes, and a
 * message has up to 100 recipients with 20 devices each, so not all of them fit. The rest is counted.
 */
import type { OutcomeName, TargetOutcome } from './targetOutcome.ts';

/**
 * Size of the listed outcomes as JSON, in bytes. The rest of an item (recipients, timeline, counts) is far below 150
 * KB.
 */
const maxListedBytes = 240_000;
/** Size of an outcome's names and numbers, as the table stores them. */
const overheadBytes = 32;

/** Failures come first, as people look for them; retried pushes must be in the list. */
const order: readonly OutcomeName[] = ['retrying', 'failed', 'rejected', 'handedOver', 'accepted', 'skipped'];
/** Before all others comes one outcome of each recipient, which stands for the recipient as a whole. */
const telling: readonly OutcomeName[] = ['accepted', 'handedOver', 'retrying', 'failed', 'rejected', 'skipped'];

export interface ListedTargets {
  /** In the given order. */
  listed: TargetOutcome[];
  unlisted: TargetOutcome[];
}

/** @param bytesBefore of the outcomes that the item already lists. */
export function listTargets(targets: readonly TargetOutcome[], bytesBefore = 0): ListedTargets {
  let room = maxListedBytes - bytesBefore;
  const isListed = new Set<TargetOutcome>();
  const tellingOnes = new Map<string, TargetOutcome>();
  for (const target of by(telling, targets)) {
    if (!tellingOnes.has(target.userId)) tellingOnes.set(target.userId, target);
  }
  const first = new Set(tellingOnes.values());
  for (const target of [...first, ...by(order, targets).filter((each) => !first.has(each))]) {
    const bytes = listedBytes([target]);
    if (bytes > room) continue;
    room -= bytes;
    isListed.add(target);
  }
  return {
    listed: targets.filter((target) => isListed.has(target)),
    unlisted: targets.filter((target) => !isListed.has(target)),
  };
}

function by(names: readonly OutcomeName[], targets: readonly TargetOutcome[]): TargetOutcome[] {
  return targets.toSorted((one, other) => names.indexOf(one.outcome) - names.indexOf(other.outcome));
}

export function listedBytes(targets: readonly TargetOutcome[]): number {
  return targets.reduce((bytes, target) => bytes + Buffer.byteLength(JSON.stringify(target)) + overheadBytes, 0);
}

/** A retried push without room for its outcome would end without one, so it fails instead. */
export function givenUp(target: TargetOutcome): TargetOutcome {
  return { ...target, outcome: 'failed', reason: 'too_many_targets' };
}
