import { shortList } from '../frame/shortList.ts';
import type { ShadowReport } from './findings.ts';

const words = {
  would_not_reach: 'Ringpost would not push',
  would_reach: 'Ringpost would push',
  would_show: 'Ringpost would show',
} as const;

/** How many entries of each list people are shown. */
const shownEntries = 20;

export function shadowText({
  requests,
  users,
  groups,
  differences,
  refused,
  unreadable,
  fields,
}: ShadowReport): string {
  const { read, compared, notForApple } = requests;
  const known = users.same + users.different;
  return [
    `${read} requests, ${compared} decided. Nothing was sent\n`,
    `  ${users.same} of ${known} recipients as before, ${users.different} different, ${users.unknown} unknown\n`,
    notForApple > 0 ? `  ${notForApple} are not for Apple, or name no user\n` : '',
    list(
      'differences by reason',
      groups.map(({ kind, why, count, firstPlace }) => [String(count), words[kind], why, `first: ${firstPlace}`]),
    ),
    list(
      'differences',
      differences.map(({ place, id, userId, kind, why, otherReason }) => [
        id === undefined ? place : `${place} (${id})`,
        userId,
        words[kind],
        why,
        otherReason === undefined ? '' : `before: ${otherReason}`,
      ]),
    ),
    list(
      'requests that Ringpost would refuse',
      refused.map(({ place, code, detail }) => [place, code, detail]),
    ),
    list(
      'lines that cannot be read',
      unreadable.map(({ place, reason }) => [place, reason]),
    ),
    list(
      'fields that do not come along',
      fields.map(({ field, requests: count, reason }) => [field, `${count} requests`, reason]),
    ),
  ].join('');
}

const list = (title: string, rows: readonly string[][]) => shortList(title, rows, shownEntries);
