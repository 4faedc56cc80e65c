/**
 * How many outcomes one item of the table lists. DynamoDB takes 400 KB an item; user IDs have up to 765 bytes, and a
 * message has up to 100 recipients of 20 devices each, so all of them need not fit. What is not listed is counted.
 */
import type { OutcomeName, TargetOutcome } from './targetOutcome.ts';

/** Bytes of the listed outcomes as JSON. The rest of an item (recipients, timeline, counts) is far below 150 KB. */
const maxListedBytes = 240_000;
/** Of an outcome's names and numbers, as the table stores them. */
const overheadBytes = 32;

/** What is looked for when something went wrong comes first; what is tried again has to be found in the list. */
const order: readonly OutcomeName[] = ['retrying', 'failed', 'rejected', 'accepted', 'skipped'];
/** Before all others comes one of each recipient, which says what became of the recipient as a whole. */
const telling: readonly OutcomeName[] = ['accepted', 'retrying', 'failed', 'rejected', 'skipped'];

export interface ListedTargets {
  /** In the order given. */
  listed: TargetOutcome[];
  unlisted: TargetOutcome[];
}

/** @param bytesBefore of what the item lists already. */
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

/** A push that is tried again without a place for its outcome would end with none: it is given up instead. */
export function givenUp(target: TargetOutcome): TargetOutcome {
  return { ...target, outcome: 'failed', reason: 'too_many_targets' };
}
