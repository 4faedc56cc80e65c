/** `npx ringpost stats`: what was sent, and how much of it phones have reported, by version, environment or day. */

import { differenceWords } from '../../shared/ledger/rules/differenceWords.ts';
import { isDiscarded } from '../../shared/ledger/rules/pushState.ts';
import { columns } from '../frame/columns.ts';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import { visible } from '../frame/outsideText.ts';
import { bold, red } from '../frame/style.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';

interface Losses {
  accepted: number;
  reported: number;
  lostPercent?: number;
  p50Ms?: number;
  p99Ms?: number;
}

interface PhoneRow {
  appId: string;
  value: string;
  messages: Losses & { refused: { reason: string; count: number }[] };
  rings: Losses & { timed: number; callees: number; unreported: number; unreportedPercent?: number };
  worseThan?:
    | { what: 'rings' | 'messages'; version: string; lostPercent: number }
    | { what: 'ringTimes'; version: string; p50Ms: number; p99Ms: number };
}

interface AppleRow {
  day: string;
  appId: string;
  accepted: number;
  appleLeast: number;
  appleMost: number;
  difference: number;
  rounding: number;
  verdict: 'agrees' | 'apple_fewer' | 'apple_more';
  isFinal: boolean;
  counts: { pushType: string; status: string; count: number; reason?: string }[];
}

interface Statistics {
  days: { rings: number; ringsUnreported: number }[];
  phones: PhoneRow[];
  apple: AppleRow[];
}

/** As the option is written: names of `by` in `GET /v1/server/stats`. */
const dimensions = { version: 'appVersion', ios: 'osVersion', environment: 'environment', day: 'day' } as const;
type DimensionName = keyof typeof dimensions;

const options = { app: { type: 'string' }, by: { type: 'string' }, days: { type: 'string' } } as const;

const statsCommand: CommandDefinition<typeof options> = {
  name: 'ringpost stats',
  help: `Usage: ringpost stats [options]

Shows how many rings and messages APNs accepted, how many of them phones reported, and how long that took: rings from the
caller's tap until CallKit took the call, messages from the request to the receipt. An app version that loses more than the one
before it, or rings later, is marked. A ring is unreported if none of the callee's phones reported it. Where an app has a metrics
token, Apple's own daily counts stand beside: docs/observability.md.

Options:
  --by <what>    version (default), ios, environment or day
  --days <days>  1 to 90, today included; 7 by default
  --app <app>    bundle ID of a single app
`,
  example: 'npx ringpost stats --by version --days 14 --stage prod',
  options,
  async run({ options: { app, by = 'version', days = '7' }, openStage }) {
    if (!isDimension(by)) throw new WrongUsage('--by must be version, ios, environment or day');
    const query = new URLSearchParams({ by: dimensions[by], days, ...(app !== undefined && { appId: app }) });
    const stage = await openStage();
    const statistics = bodyOf<Statistics>(await stage.callServer('GET', `/v1/server/stats?${query}`));
    return { ok: true, document: statistics, text: describeStatistics(statistics, by) };
  },
};

function isDimension(text: string): text is DimensionName {
  return Object.hasOwn(dimensions, text);
}

/** What a person reads of the answer. */
export function describeStatistics({ days, phones, apple }: Statistics, by: DimensionName): string {
  if (phones.length === 0) return `nothing was counted in these days\n${describeApple(apple)}`;
  const rings = days.reduce((sum, each) => sum + each.rings, 0);
  const unreported = days.reduce((sum, each) => sum + each.ringsUnreported, 0);
  const share = rings === 0 ? '' : ` (${((unreported / rings) * 100).toFixed(2)} %)`;
  const several = new Set(phones.map(({ appId }) => appId)).size > 1;
  const table = (
    what: 'rings' | 'messages',
    more: (row: PhoneRow) => string[] = () => [],
    titles: string[] = [],
  ): string =>
    columns([
      ['', by, 'accepted', 'reported', 'lost', 'p50', 'p99', ...titles, ''],
      ...phones
        .filter((row) => row[what].accepted + row[what].reported > 0 || noteOf(row, what) !== '')
        .map((row) => [
          several ? visible(row.appId) : '',
          visible(row.value),
          ...lossesOf(row[what]),
          ...more(row),
          noteOf(row, what),
        ]),
    ]);
  return (
    `${bold('Rings')}, by phone: of ${rings} callees whose phones Apple accepted, ${unreported} had none that reported${share}\n` +
    `${table('rings', ({ rings: { unreportedPercent } }) => [percent(unreportedPercent)], ['unreported'])}` +
    `${bold('Messages')}, by phone\n${table('messages')}${describeApple(apple)}`
  );
}

/** Empty where no app has a metrics token. */
function describeApple(rows: readonly AppleRow[]): string {
  if (rows.length === 0) return '';
  const several = new Set(rows.map(({ appId }) => appId)).size > 1;
  const table = columns([
    ['', 'day', 'accepted', "Apple's count", 'difference', 'rounding', '', 'discarded by Apple'],
    ...rows.map((row) => [
      several ? visible(row.appId) : '',
      row.day,
      String(row.accepted),
      row.appleLeast === row.appleMost ? String(row.appleMost) : `${row.appleLeast} to ${row.appleMost}`,
      String(row.difference),
      `±${row.rounding}`,
      differenceNote(row),
      row.counts
        .filter(({ status }) => isDiscarded(status))
        .map(discarded)
        .join(', '),
    ]),
  ]);
  return `${bold("Apple's ledger")}, rounded by Apple: messages and rings in production\n${table}`;
}

function discarded({ pushType, status, count, reason }: AppleRow['counts'][number]): string {
  return `${count} ${visible(pushType)} ${visible(status)}${reason === undefined ? '' : ` (${reason})`}`;
}

function differenceNote(row: AppleRow): string {
  const words = differenceWords(row) ?? '';
  return row.isFinal && row.verdict === 'apple_fewer' ? red(words) : words;
}

function lossesOf({ accepted, reported, lostPercent, p50Ms, p99Ms }: Losses): string[] {
  return [String(accepted), String(reported), percent(lostPercent), secondsOf(p50Ms), secondsOf(p99Ms)];
}

function percent(share: number | undefined): string {
  return share === undefined ? '' : `${share.toFixed(2)} %`;
}

function secondsOf(ms: number | undefined): string {
  return ms === undefined ? '' : `${(ms / 1000).toFixed(2)} s`;
}

function noteOf(row: PhoneRow, what: 'rings' | 'messages'): string {
  const notes =
    what === 'rings' ? [worse(row, 'rings'), worse(row, 'ringTimes'), untimed(row)] : [worse(row, what), refused(row)];
  return notes.filter(Boolean).join('; ');
}

function worse({ worseThan }: PhoneRow, what: NonNullable<PhoneRow['worseThan']>['what']): string {
  if (worseThan?.what !== what) return '';
  const { version } = worseThan;
  if (worseThan.what !== 'ringTimes') return red(`worse than ${visible(version)}: ${worseThan.lostPercent} %`);
  return red(`later than ${visible(version)}: ${secondsOf(worseThan.p50Ms)}, ${secondsOf(worseThan.p99Ms)}`);
}

/** Phones that do not say how long a report has waited. */
function untimed({ rings: { p50Ms, timed } }: PhoneRow): string {
  return p50Ms !== undefined && timed === 0 ? 'times until the report arrived' : '';
}

function refused({ messages }: PhoneRow): string {
  const reasons = messages.refused.map(({ reason, count }) => `${count} ${visible(reason)}`).join(', ');
  return reasons && `refused: ${reasons}`;
}

/** @returns the exit status. */
export function runStats(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(statsCommand, args, terminal);
}
