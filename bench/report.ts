/**
 * Prints the figures of every benchmark: a table, or with `--json` one document; exit status 1 if a bar is missed.
 *
 * Nothing else is on stdout. Bundled functions write their metrics there, as Lambda requires, even if a benchmark runs
 * them in its own process: once this file is loaded, that goes to stderr.
 */

const writeToStdout = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

export interface Row {
  what: string;
  /** The median. */
  value: number;
  unit: string;
  min: number;
  max: number;
  runs: number;
}

export interface Bar {
  what: string;
  value: number;
  /** The required value, and the target. Smaller is better, unless the target is the larger of the two. */
  atLeast: number;
  aim: number;
  met: boolean;
}

/** @param values at least one. */
export function row(what: string, unit: string, values: readonly number[]): Row {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { what, value: at(sorted.length >> 1), unit, min: at(0), max: at(sorted.length - 1), runs: sorted.length };
}

export function bar(what: string, value: number, atLeast: number, aim: number): Bar {
  return { what, value, atLeast, aim, met: aim > atLeast ? value >= atLeast : value <= atLeast };
}

export function report(bench: string, rows: readonly Row[], bars: readonly Bar[]): void {
  if (process.argv.includes('--json')) {
    writeToStdout(`${JSON.stringify({ bench, rows, bars }, null, 2)}\n`);
  } else {
    for (const { what, value, unit, min, max, runs } of rows) {
      writeToStdout(`${what.padEnd(58)} ${format(value)} ${unit} [${format(min)} – ${format(max)}], ${runs} runs\n`);
    }
    for (const { what, value, atLeast, aim, met } of bars) {
      writeToStdout(`${met ? 'met   ' : 'MISSED'} ${what}: ${format(value)} (at least ${atLeast}, target ${aim})\n`);
    }
  }
  if (bars.some(({ met }) => !met)) process.exitCode = 1;
}

const format = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));
