/** Reads JSON as exports have it: one document with a list, or one object a line. */
import { isFields } from './fields.ts';
import type { ExportRecord, LeftOut } from './row.ts';

interface Read {
  records: ExportRecord[];
  leftOut: LeftOut[];
}

/** @param lists names of the list in a document that is an object. @returns undefined if the text is neither form. */
export function jsonRecords(text: string, lists: readonly string[]): Read | undefined {
  const whole = parse(text);
  if (whole.ok) return ofDocument(whole.value, lists);
  const lines = text.split(/\r\n|\r|\n/);
  const isLines = lines.some((line) => isFields(jsonOf(line)));
  return isLines ? ofLines(lines) : undefined;
}

function ofDocument(value: unknown, lists: readonly string[]): Read | undefined {
  if (Array.isArray(value)) return ofList(value, '');
  if (!isFields(value)) return undefined;
  const name = lists.find((each) => Array.isArray(value[each]));
  if (name !== undefined) return ofList(value[name] as readonly unknown[], name);
  return { records: [{ place: 'line 1', fields: value }], leftOut: [] };
}

function ofList(list: readonly unknown[], name: string): Read {
  return divide(list.map((value, index) => ({ place: `${name}[${index}]`, value })));
}

function ofLines(lines: readonly string[]): Read {
  const places = lines.map((line, index) => ({ place: `line ${index + 1}`, line }));
  return divide(
    places.filter(({ line }) => line.trim() !== '').map(({ place, line }) => ({ place, value: jsonOf(line) })),
  );
}

function divide(values: readonly { place: string; value: unknown }[]): Read {
  const reason = 'It is not a JSON object.';
  return {
    records: values.flatMap(({ place, value }) => (isFields(value) ? [{ place, fields: value }] : [])),
    leftOut: values.flatMap(({ place, value }) =>
      isFields(value) ? [] : [{ place, field: '', code: 'unreadable' as const, reason }],
    ),
  };
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function jsonOf(line: string): unknown {
  const parsed = parse(line);
  return parsed.ok ? parsed.value : undefined;
}
