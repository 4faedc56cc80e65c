/** Reads the file of an export, compressed or not, into its records. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CommandFailure } from '../frame/failure.ts';
import { fileText } from '../frame/fileText.ts';
import { csvRecords } from './csvRecords.ts';
import { jsonRecords } from './jsonRecords.ts';
import type { ExportFormat, ExportRecord, LeftOut } from './row.ts';

export interface ExportFile {
  records: ExportRecord[];
  /** Lines without a record. */
  leftOut: LeftOut[];
  /** SHA-256 of the file, in hex. */
  digest: string;
}

/** @throws CommandFailure if the file cannot be read, or is of another form. */
export function readExport(file: string, { file: form, lists }: ExportFormat): ExportFile {
  const bytes = readBytes(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const text = fileText(bytes[0] === 0x1f && bytes[1] === 0x8b ? unzipped(file, bytes) : bytes);
  const read = form === 'csv' ? csvRecords(text) : jsonRecords(text, lists);
  if (read === undefined) {
    const fix = 'Write one JSON document, or one JSON object a line, as the provider exports it.';
    throw new CommandFailure({ code: 'invalid_json', message: `${file} is not JSON`, fix });
  }
  return { ...read, digest };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fix = 'Name a file that exists and that you may read.';
    throw new CommandFailure({ code: 'unreadable_file', message: `${file} cannot be read (${code})`, fix });
  }
}

function unzipped(file: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes);
  } catch {
    const fix = 'Download it again: the compressed file is damaged or incomplete.';
    throw new CommandFailure({ code: 'unreadable_file', message: `${file} cannot be unzipped`, fix });
  }
}
