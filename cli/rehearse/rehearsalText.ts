import { columns } from '../frame/columns.ts';
import { visible } from '../frame/outsideText.ts';
import { bold, dim } from '../frame/style.ts';
import type { RehearsalReport } from './rehearseAll.ts';

/** How many pushes are listed; --json has all. */
const listed = 20;

const headings = {
  silenced: 'would not have been made',
  reached: 'would have been made as well',
  changed: 'would have been made in another way',
} as const;

export function rehearsalText(report: RehearsalReport, days: number): string {
  const { messages, notKept, unknownRecipients, effects, changed } = report;
  const refused = changed.filter((message) => message.refused !== undefined).length;
  const pushes = changed.flatMap((message) => message.pushes.map((push) => ({ ...message, ...push })));
  const shown = pushes.slice(0, listed);
  return [
    `${messages} messages of ${days === 1 ? 'the last day' : `the last ${days} days`} decided again\n`,
    notKept > 0 ? `${notKept} more cannot be: what decided them was not kept\n` : '',
    unknownRecipients > 0
      ? `${unknownRecipients} recipients left open: a rule for their phones' territory was not kept\n`
      : '',
    refused > 0 ? `${bold(String(refused))} messages would have been refused\n` : '',
    ...(['silenced', 'reached', 'changed'] as const).map((effect) => effectText(headings[effect], effects[effect])),
    pushes.length === 0 ? 'no push would have been different\n' : '\n',
    columns(
      shown.map(({ createdAt, messageId, userId, deviceId, before, after }) => [
        dim(createdAt),
        visible(messageId),
        visible(userId),
        visible(deviceId),
        `${visible(before)} → ${visible(after)}`,
      ]),
    ),
    pushes.length > shown.length ? `  and ${pushes.length - shown.length} more: --json lists all\n` : '',
  ].join('');
}

function effectText(what: string, reasons: Readonly<Record<string, number>>): string {
  const counts = Object.entries(reasons).sort(([, one], [, other]) => other - one);
  if (counts.length === 0) return '';
  const sum = counts.reduce((total, [, count]) => total + count, 0);
  return `${bold(String(sum))} pushes ${what}\n${columns(counts.map(([reason, count]) => [String(count), visible(reason)]))}`;
}
