/**
 * The file in which Apple exports its delivery metrics: CSV with a row for each day, push type and state. Apple:
 * "Exporting delivery metrics logs". The names of the states are not published, so each stays as it is written.
 */

/** How many pushes of one type were in one state on one day: rounded by Apple. */
export interface AppleCount {
  /** As `apns-push-type` names it: `alert`, `voip`. */
  pushType: string;
  /** Such as `Discarded - Disabled`. */
  status: string;
  count: number;
}

export interface AppleDay {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  counts: AppleCount[];
}

/** `fault`: what is wrong, without anything that the file says. */
export type ReadExport = { days: AppleDay[] } | { fault: string };

/** Size limit of the unpacked file, in bytes: far above what ten push types in ten states need for a month. */
export const maxExportBytes = 1024 * 1024;
const maxRowsOfDay = 500;
const maxRows = 10_000;
const maxNameLength = 64;

const header = ['Push Type', 'Status', 'Date (UTC)', 'Count'];

/** @param text unpacked. @returns the days in their order; rows of the same day, type and state are added up. */
export function readExport(text: string): ReadExport {
  if (Buffer.byteLength(text) > maxExportBytes) return { fault: `more than ${maxExportBytes} bytes` };
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (String(fieldsOf(lines[0] ?? '')) !== String(header)) return { fault: 'line 1 is not the header' };
  if (lines.length > maxRows) return { fault: `more than ${maxRows} lines` };
  const days = new Map<string, AppleDay>();
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line === '') continue;
    const row = rowOf(line);
    if (row === undefined) return { fault: `line ${index + 1} is not a count of a day` };
    const { day, ...count } = row;
    const entry = days.get(day) ?? { day, counts: [] };
    days.set(day, entry);
    addTo(entry.counts, count);
    if (entry.counts.length > maxRowsOfDay) return { fault: `more than ${maxRowsOfDay} rows of one day` };
  }
  return { days: [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1)) };
}

function rowOf(line: string): (AppleCount & { day: string }) | undefined {
  const [pushType = '', status = '', date = '', count = '', ...others] = fieldsOf(line) ?? [];
  const day = dayIn(date);
  if (others.length > 0 || day === undefined || !isName(pushType) || !isName(status)) return undefined;
  return /^\d{1,12}$/.test(count) ? { pushType, status, day, count: Number(count) } : undefined;
}

/** @returns undefined if a quotation mark is not closed, or closes before the end of a field. */
function fieldsOf(line: string): string[] | undefined {
  const fields = line.match(/\s*(?:"(?:[^"]|"")*"|[^",]*)\s*(?:,|$)/g) ?? [];
  // The last match is empty, unless the line ends in the middle of a field.
  if (fields.join('') !== line) return undefined;
  const wanted = line.endsWith(',') ? fields : fields.slice(0, fields.at(-1) === '' ? -1 : undefined);
  return wanted.map((field) => {
    const value = field.replace(/,$/, '').trim();
    return value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value;
  });
}

/** A date, or a time of that day in UTC. */
function dayIn(text: string): string | undefined {
  const day = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?$/.exec(text)?.[1];
  const parsed = new Date(`${day}T00:00:00Z`);
  return day !== undefined && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? day : undefined;
}

function isName(text: string): boolean {
  return /^[^\p{C}]+$/u.test(text) && text.length <= maxNameLength;
}

function addTo(counts: AppleCount[], { pushType, status, count }: AppleCount): void {
  const same = counts.find((other) => other.pushType === pushType && other.status === status);
  if (same === undefined) counts.push({ pushType, status, count });
  else same.count += count;
}
