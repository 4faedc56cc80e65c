import { columns } from './columns.ts';
import { visible } from './outsideText.ts';

/** @returns the title with at most `most` rows below it, and how many more --report writes; empty without rows. */
export function shortList(title: string, rows: readonly (readonly string[])[], most: number): string {
  if (rows.length === 0) return '';
  const shown = columns(rows.slice(0, most).map((row) => row.map(visible)));
  const more = rows.length > most ? `  … and ${rows.length - most} more: --report <file> writes all\n` : '';
  return `${title}\n${shown}${more}`;
}
