/** Reads the files of an export and works out what to register. Makes no request, and changes nothing. */
import { createHash } from 'node:crypto';
import { checkDraft } from './checkDraft.ts';
import { fieldAt, pathsOf } from './fields.ts';
import { matchTokens } from './matchTokens.ts';
import type { IgnoredFact, ImportPlan, Registration, UncarriedField } from './planned.ts';
import { readExport } from './readExport.ts';
import { type ExportFormat, type ExportRecord, isRefused, type LeftOut, type ReadOptions } from './row.ts';

export interface ImportSource {
  format: ExportFormat;
  file: string;
  /** A second export, of VoIP tokens. */
  voipFile?: string | undefined;
  /** For records that name no app. */
  appId?: string | undefined;
  userField?: string | undefined;
  includeDisabled: boolean;
}

/** @throws CommandFailure if a file cannot be read. */
export function planImport(source: ImportSource): ImportPlan {
  const { format, file, voipFile, appId, userField = format.userField, includeDisabled } = source;
  const files = [{ name: file, isVoip: false }, ...(voipFile === undefined ? [] : [{ name: voipFile, isVoip: true }])];
  const found = new Findings(format, userField);
  const digest = createHash('sha256').update(JSON.stringify([appId, userField, includeDisabled]));
  for (const { name, isVoip } of files) {
    const { records, leftOut, digest: ofFile } = readExport(name, format);
    const prefix = files.length > 1 ? `${name} ` : '';
    digest.update(ofFile);
    found.records += records.length + leftOut.length;
    found.leftOut.push(...leftOut.map((each) => ({ ...each, place: prefix + each.place })));
    for (const { place, fields } of records) {
      found.read({ place: prefix + place, fields }, { userField, isVoip, includeDisabled }, appId);
    }
  }
  const { registrations, leftOut } = matchTokens(found.registrations);
  return {
    records: found.records,
    registrations,
    leftOut: [...found.leftOut, ...leftOut],
    fields: [...found.fields.values()],
    facts: found.facts,
    digest: digest.digest('hex'),
  };
}

/** What the records read so far come to. */
class Findings {
  records = 0;
  readonly registrations: Registration[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly facts: IgnoredFact[] = [];
  readonly fields = new Map<string, UncarriedField>();
  readonly #format: ExportFormat;
  readonly #used: ReadonlySet<string>;

  constructor(format: ExportFormat, userField: string) {
    this.#format = format;
    this.#used = new Set([...format.used, userField]);
  }

  read({ place, fields }: ExportRecord, options: ReadOptions, appId: string | undefined): void {
    const draft = this.#format.read(fields, options);
    if (isRefused(draft)) {
      this.leftOut.push({ place, ...draft });
      return;
    }
    const checked = checkDraft(draft, place, appId);
    if ('leftOut' in checked) {
      this.leftOut.push(checked.leftOut);
      return;
    }
    this.registrations.push(checked.registration);
    this.facts.push(...checked.facts);
    this.#noteFields({ place, fields });
  }

  /** Only for records that come along: nothing of the others does. */
  #noteFields({ place, fields }: ExportRecord): void {
    const closed = [...this.#format.used, ...Object.keys(this.#format.reasons)];
    for (const field of pathsOf(fields, closed)) {
      if (this.#used.has(field) || fieldAt(fields, field) === undefined) continue;
      const reason = this.#format.reasons[field] ?? 'Ringpost has no such field.';
      const known = this.fields.get(field) ?? { field, records: 0, firstPlace: place, reason };
      this.fields.set(field, { ...known, records: known.records + 1 });
    }
  }
}
