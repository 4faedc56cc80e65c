/** What an import comes to, for scripts and for people. */
import { shortList } from '../frame/shortList.ts';
import type { IgnoredFact, ImportPlan, UncarriedField } from './planned.ts';
import type { Progress } from './progressFile.ts';
import type { LeftOut } from './row.ts';

export interface ImportReport {
  /** The numbers of records add up: `read` is the sum of the others. In a dry run, `ready` stands for what would be sent. */
  records: { read: number; ready: number; registered: number; alreadyRegistered: number; leftOut: number };
  /** Devices that the records come to: fewer, where a VoIP token has been matched to a device. */
  devices: number;
  leftOut: readonly LeftOut[];
  fields: readonly UncarriedField[];
  facts: readonly IgnoredFact[];
  /** By outcome and reason, with --probe. */
  probe?: { counts: Record<string, number>; dead: { place: string; reason: string }[] } | undefined;
}

/** @param progress undefined in a dry run. */
export function reportOf(plan: ImportPlan, progress?: Progress): ImportReport {
  const records = { read: plan.records, ready: 0, registered: 0, alreadyRegistered: 0, leftOut: plan.leftOut.length };
  const refused: LeftOut[] = [];
  plan.registrations.forEach(({ places }, n) => {
    const outcome = progress?.outcomes.get(n);
    if (outcome === undefined) records.ready += places.length;
    else if (outcome.outcome === 'registered') records.registered += places.length;
    else if (outcome.outcome === 'already_registered') records.alreadyRegistered += places.length;
    else
      refused.push(
        ...places.map((place) => ({ place, field: outcome.field, code: 'refused' as const, reason: outcome.reason })),
      );
  });
  records.leftOut += refused.length;
  const leftOut = [...plan.leftOut, ...refused];
  const { fields, facts, registrations } = plan;
  return { records, devices: registrations.length, leftOut, fields, facts, probe: probeOf(plan, progress) };
}

function probeOf({ registrations }: ImportPlan, progress?: Progress): ImportReport['probe'] {
  if (progress === undefined || progress.probes.size === 0) return undefined;
  const counts: Record<string, number> = {};
  const dead: { place: string; reason: string }[] = [];
  for (const probed of progress.probes.values()) {
    for (const [name, count] of Object.entries(probed.counts)) counts[name] = (counts[name] ?? 0) + count;
    dead.push(...probed.dead.map(({ n, reason }) => ({ place: registrations[n]?.places[0] ?? '', reason })));
  }
  return { counts, dead };
}

/** How many entries of each list people are shown. */
const shownEntries = 10;

export function reportText({ records, devices, leftOut, fields, facts, probe }: ImportReport): string {
  const { read, ready, registered, alreadyRegistered } = records;
  const lines = [
    `${read} records, ${devices} devices`,
    ...count(ready, 'ready to register'),
    ...count(registered, 'registered'),
    ...count(alreadyRegistered, 'already registered, left as they are'),
    ...count(records.leftOut, 'left out'),
  ];
  return [
    `${lines.join('\n')}\n`,
    list(
      'left out',
      leftOut.map(({ place, field, reason }) => [place, field, reason]),
    ),
    list(
      'fields that do not come along',
      fields.map(({ field, records: count, reason }) => [field, `${count} records`, reason]),
    ),
    list(
      'facts that cannot be read, left out',
      facts.map(({ place, field, reason }) => [place, field, reason]),
    ),
    probe === undefined ? '' : probeText(probe),
  ].join('');
}

function probeText({ counts, dead }: NonNullable<ImportReport['probe']>): string {
  const rows = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
  const answers = list(
    'answers of Apple to the probes',
    rows.map(([name, number]) => [name, String(number)]),
  );
  return (
    answers +
    list(
      'tokens that Apple rejects',
      dead.map(({ place, reason }) => [place, reason]),
    )
  );
}

const count = (number: number, what: string): string[] => (number === 0 ? [] : [`  ${number} ${what}`]);

const list = (title: string, rows: readonly string[][]) => shortList(title, rows, shownEntries);
