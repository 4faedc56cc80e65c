/** Whether a version of an app loses more than the one before it. */

/** Pushes that APNs accepted, and those of them that a phone reported. */
interface Counted {
  accepted: number;
  reported: number;
}

export interface LossComparison {
  what: 'rings' | 'messages';
  /** The version that it is compared with. */
  version: string;
  /** What that one loses, in percent. */
  lostPercent: number;
}

/** How many pushes a version must have to be compared: fewer say nothing. */
export const fewestCompared = 100;
/** A smaller difference is not worth an alarm, however certain it is. */
const smallestDifference = 0.01;
/** Standard errors of the difference: by chance alone once in some 700 comparisons, on the worse side. */
const certainty = 3;

/**
 * @param earlier versions before it, the nearest first.
 * @returns the version before, if this one loses more than chance explains.
 */
export function worseLoss(
  { accepted, reported }: Counted,
  earlier: readonly (Counted & { version: string })[],
): Omit<LossComparison, 'what'> | undefined {
  const before = earlier.find((each) => each.accepted >= fewestCompared && each.reported > 0);
  if (before === undefined || accepted < fewestCompared) return undefined;
  const [lost, lostBefore] = [lossOf({ accepted, reported }), lossOf(before)];
  const both = lossOf({ accepted: accepted + before.accepted, reported: reported + before.reported });
  const error = Math.sqrt(both * (1 - both) * (1 / accepted + 1 / before.accepted));
  const difference = lost - lostBefore;
  if (difference < smallestDifference || difference < certainty * error) return undefined;
  return { version: before.version, lostPercent: Math.round(lostBefore * 10_000) / 100 };
}

function lossOf({ accepted, reported }: Counted): number {
  return Math.max(accepted - reported, 0) / accepted;
}
