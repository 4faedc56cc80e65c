/** Ringpost's count of a day beside Apple's. */
import type { AppleCount } from './exportFile.ts';
import { stageOf } from './pushState.ts';

/** Apple's count of the pushes that it took on a day. */
export interface AppleTotal {
  /** Without the states that may count a push for the second time. */
  least: number;
  /** With them. */
  most: number;
}

export interface DayComparison extends AppleTotal {
  /** Pushes that APNs accepted, by Ringpost's counters. */
  accepted: number;
  /** How many more Ringpost counts than Apple; negative: fewer. 0: between `least` and `most`. */
  difference: number;
  /** How much of a difference Apple's rounding can explain. */
  rounding: number;
  /** `apple_fewer`: Apple has fewer than Ringpost handed over, beyond rounding. */
  verdict: 'agrees' | 'apple_fewer' | 'apple_more';
}

/**
 * How coarse Apple's counts are taken to be: as with two significant digits, and never finer than tens. Apple says only
 * that they are rounded.
 */
const roundingShare = 0.05;
const roundingOfRow = 5;
/** How many rows may be missing because they were rounded to nothing. */
const missingRows = 5;

/** How far a day's sum may be off by rounding alone. */
export function roundingOf(counts: readonly AppleCount[]): number {
  const ofRows = counts
    .filter(({ status }) => stageOf(status) !== 'later')
    .reduce((sum, { count }) => sum + Math.max(roundingOfRow, count * roundingShare), 0);
  return Math.ceil(ofRows + missingRows * roundingOfRow);
}

export function totalOf(counts: readonly AppleCount[]): AppleTotal {
  const sums = { received: 0, first: 0, later: 0, either: 0 };
  for (const { status, count } of counts) sums[stageOf(status)] += count;
  if (counts.some(({ status }) => stageOf(status) === 'received')) return { least: sums.received, most: sums.received };
  return { least: sums.first, most: sums.first + sums.either };
}

/** @param accepted pushes of the day that APNs accepted, by Ringpost's counters. */
export function compareDay(accepted: number, counts: readonly AppleCount[]): DayComparison {
  const { least, most } = totalOf(counts);
  const difference = accepted > most ? accepted - most : Math.min(accepted - least, 0);
  const rounding = roundingOf(counts);
  const verdict = difference > rounding ? 'apple_fewer' : difference < -rounding ? 'apple_more' : 'agrees';
  return { accepted, least, most, difference, rounding, verdict };
}
