/** What a plot shows, and its table too. */

/** `plots.css` has them, in light and dark. */
export type PlotColour = 'blue' | 'orange' | 'green' | 'purple' | 'red' | 'grey';

export interface PlotRow {
  /** The whole label, for the table: `2026-11-28`. */
  label: string;
  /** For an axis with little room: `28 Nov`. */
  short?: string;
  /** One for each series; undefined where nothing is known. */
  values: readonly (number | undefined)[];
  /** What stands out: `loses more than 4.1.0`. */
  note?: string | undefined;
}

export interface PlotData {
  /** What the rows are: `Day`, `App version`. */
  rowName: string;
  series: readonly { name: string; colour: PlotColour }[];
  rows: readonly PlotRow[];
}

/** How values are written. */
export interface PlotUnit {
  /** At the axis: `pushes`, `seconds`. */
  name: string;
  /** At a bar and in the table, with its unit: `0.63 s`. */
  text(value: number): string;
  /** At the axis, without a unit: `0.5`. */
  tick(value: number): string;
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

export const countUnit = (name: string): PlotUnit => ({
  name,
  text: (count) => count.toLocaleString('en-US'),
  tick: (count) => compact.format(count),
});

export const percentUnit: PlotUnit = {
  name: '%',
  text: (share) => `${share.toFixed(2)} %`,
  tick: (share) => compact.format(share),
};

/** For times in milliseconds. */
export const timeUnit: PlotUnit = {
  name: 'seconds',
  text: (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`),
  tick: (ms) => compact.format(ms / 1000),
};

/** For US dollars. @param words writes a sum, however small. */
export const dollarUnit = (words: (dollars: number) => string): PlotUnit => ({
  name: 'US dollars',
  text: words,
  tick: words,
});

/** Whether there is nothing to draw. A share or a time of 0 is something; a count of 0 is nothing. */
export function isEmpty({ rows }: PlotData, { isCount }: { isCount: boolean }): boolean {
  return !rows.some(({ values }) => values.some((value) => value !== undefined && (!isCount || value > 0)));
}

/** The largest value that has to fit. @param isStacked the values of a row stand on each other. */
export function largestOf({ rows }: PlotData, isStacked: boolean): number {
  const known = rows.map(({ values }) => values.flatMap((value) => value ?? []));
  return Math.max(
    0,
    ...known.flatMap((values) => (isStacked ? [values.reduce((sum, each) => sum + each, 0)] : values)),
  );
}
