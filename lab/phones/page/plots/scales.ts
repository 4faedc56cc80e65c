/** The arithmetic of plots: ticks, stacks, and how many labels fit. */

/**
 * Ticks of an axis: from 0 in steps of 1, 2 or 5 times a power of ten, until the largest value is covered.
 * @param largest of the values, at least 0. @param steps about how many.
 */
export function ticksTo(largest: number, steps = 4): number[] {
  if (!(largest > 0)) return [0, 1];
  const rough = largest / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough * 0.999) ?? 10;
  // The power again, so that 0.1 * 3 is 0.3.
  const count = Math.ceil(largest / (factor * power) - 1e-9);
  const digits = Math.max(0, 1 - Math.floor(Math.log10(power)));
  return Array.from({ length: count + 1 }, (_, index) => Number((index * factor * power).toFixed(digits)));
}

export interface Span {
  from: number;
  to: number;
}

/** Parts on top of each other, the first at the bottom. Unknown parts have no height. */
export function stacked(values: readonly (number | undefined)[]): Span[] {
  let from = 0;
  return values.map((value = 0) => {
    const span = { from, to: from + value };
    from = span.to;
    return span;
  });
}

/** Every how many labels one is shown, so that they do not overlap. @param widthPx of the axis. @param labelPx of one. */
export function labelStep(count: number, widthPx: number, labelPx: number): number {
  const fitting = Math.max(1, Math.floor(widthPx / labelPx));
  return Math.max(1, Math.ceil(count / fitting));
}

/** Runs of known values with their places: a line does not cross what is not known. */
export function runsOf(values: readonly (number | undefined)[]): { index: number; value: number }[][] {
  const runs: { index: number; value: number }[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === undefined) runs.push([]);
    else runs.at(-1)?.push({ index, value });
  }
  return runs.filter((run) => run.length > 0);
}
