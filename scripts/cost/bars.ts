/** The prices that must not be exceeded, in USD for a million: test/scripts/prices.test.ts holds them. */
import { names } from './countUses.ts';
import { costOfUse, type Use } from './ofUse.ts';

export interface Bar {
  what: string;
  usd: number;
  atMost: number;
  aim: number;
}

const bars: readonly Omit<Bar, 'usd'>[] = [
  { what: names.message, atMost: 3.2, aim: 2.6 },
  { what: names.inBatches, atMost: 1.9, aim: 1.2 },
  { what: names.unanswered, atMost: 30, aim: 20 },
];

export function barsOf(uses: readonly Use[]): Bar[] {
  return bars.map((bar) => {
    const use = uses.find(({ what }) => what === bar.what);
    if (use === undefined) throw new Error(`not counted: ${bar.what}`);
    return { ...bar, usd: totalOf(use) };
  });
}

/** @returns USD for a million. */
export function totalOf(use: Use): number {
  return costOfUse(use).reduce((sum, { usd }) => sum + usd, 0);
}
