/** Reads CSV as RFC 4180 has it: quoted values may hold commas, quotes and line breaks. */
import type { ExportRecord, LeftOut } from './row.ts';

export interface CsvRow {
  /** Number of the line on which the row begins, from 1 on. */
  line: number;
  values: string[];
}

/** @returns the rows without empty lines. Lines end with LF, CRLF or CR. */
export function csvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let values: string[] = [];
  let [line, begin, position] = [1, 1, 0];
  const endRow = () => {
    if (values.length > 1 || values[0] !== '') rows.push({ line: begin, values });
    values = [];
    begin = line;
  };
  while (position <= text.length) {
    const { value, end } = text[position] === '"' ? quoted(text, position) : plain(text, position);
    values.push(value);
    line += breaksIn(text.slice(position, end));
    if (text[end] === ',') {
      position = end + 1;
      continue;
    }
    line += end < text.length ? 1 : 0;
    endRow();
    position = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return rows;
}

/** The first row names the columns. A row with more or fewer values is left out. */
export function csvRecords(text: string): { records: ExportRecord[]; leftOut: LeftOut[] } {
  const [head, ...rows] = csvRows(text);
  const names = head?.values.map((name) => name.trim()) ?? [];
  const records: ExportRecord[] = [];
  const leftOut: LeftOut[] = [];
  for (const { line, values } of rows) {
    const place = `line ${line}`;
    if (values.length === names.length) {
      records.push({ place, fields: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])) });
    } else {
      const reason = `The line has ${values.length} values, and the first line names ${names.length} columns.`;
      leftOut.push({ place, field: '', code: 'unreadable', reason });
    }
  }
  return { records, leftOut };
}

function plain(text: string, begin: number): { value: string; end: number } {
  const ends = /[,\r\n]/g;
  ends.lastIndex = begin;
  const end = ends.exec(text)?.index ?? text.length;
  return { value: text.slice(begin, end), end };
}

/** Whatever follows the closing quote up to the comma belongs to the value: what some programs write is not quite CSV. */
function quoted(text: string, begin: number): { value: string; end: number } {
  let value = '';
  let position = begin + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote === -1) return { value: value + text.slice(position), end: text.length };
    value += text.slice(position, quote);
    if (text[quote + 1] !== '"') {
      const rest = plain(text, quote + 1);
      return { value: value + rest.value, end: rest.end };
    }
    value += '"';
    position = quote + 2;
  }
}

const breaksIn = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;
