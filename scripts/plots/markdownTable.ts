/** Reads the figures of a page's tables for the plots. */

/** A cell such as `86 [77 – 96]`: the figure, and the smallest and the largest measured. */
export interface Figure {
  value: number;
  range?: [number, number];
}

export interface Table {
  columns: string[];
  rows: { label: string; cells: string[] }[];
}

/** @throws Error if no table below the heading has this column. */
export function tableBelow(markdown: string, heading: string, column: string): Table {
  const section = markdown.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  for (const [text] of section.matchAll(/(?:^\|.*\n)+/gm)) {
    const [header = [], , ...rows] = text.trim().split('\n').map(cellsOf);
    if (!header.includes(column)) continue;
    return {
      columns: header.slice(1),
      rows: rows.map(([label = '', ...cells]) => ({ label: label.replaceAll(/[*`]/g, ''), cells })),
    };
  }
  throw new Error(`no table with a column ${column} below "${heading}"`);
}

/** @throws Error if the table has no such row. */
export function rowOf(table: Table, label: string): string[] {
  const row = table.rows.find((candidate) => candidate.label === label);
  if (row === undefined) throw new Error(`no row ${label} in the table with the columns ${table.columns.join(', ')}`);
  return row.cells;
}

/** @throws Error if the table has no such column. */
export function columnOf(table: Table, name: string): string[] {
  const index = table.columns.indexOf(name);
  if (index < 0) throw new Error(`no column ${name} among ${table.columns.join(', ')}`);
  return table.rows.map(({ cells }) => cells[index] ?? '');
}

/** @returns zero for an empty cell. */
export function figureOf(cell: string): Figure {
  const [value = 0, smallest, largest] = [...cell.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([text]) =>
    Number(text.replaceAll(',', '')),
  );
  return smallest === undefined || largest === undefined ? { value } : { value, range: [smallest, largest] };
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}
