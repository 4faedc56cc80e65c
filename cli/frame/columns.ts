/** Rows below each other, each column as wide as its widest value. Styles take no space. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: it finds the styles of cli/frame/style.ts
const style = /\u001b\[\d+m/g;
/** East Asian characters take two columns of a terminal (Unicode, UAX #11, simplified). */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]/u;

/** @returns whole lines, each indented by two spaces. A column without any value takes no space. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((value, index) => {
      widths[index] = Math.max(widths[index] ?? 0, widthOf(value));
    });
  }
  return rows
    .map((row) =>
      row
        .map((value, index) => value + ' '.repeat((widths[index] ?? 0) - widthOf(value)))
        .filter((_, index) => widths[index] !== 0)
        .join('  '),
    )
    .map((line) => `  ${line.trimEnd()}\n`)
    .join('');
}

function widthOf(text: string): number {
  return [...text.replace(style, '')].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}
