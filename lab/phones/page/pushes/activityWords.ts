import type { PhoneView, SentTarget } from '../../view.ts';
import type { LabGroup } from '../command/recipients.ts';
import { displayName } from '../people.ts';
import { reasonWords } from '../words.ts';
import { type Activity, latencyMs } from './activities.ts';
import { pushKindOf, pushKindWords } from './pushKind.ts';
import { pushWords } from './pushWords.ts';

/** What the page knows of the people and phones in an activity. */
export interface Known {
  phones: readonly PhoneView[];
  groups: readonly LabGroup[];
}

/** `Alice → Bob`, or what it is if nobody is known. */
export function activityTitle({ kind, request, pushes }: Activity, { groups }: Known): string {
  if (kind === 'checks') return 'Credential checks';
  if (request) {
    const { userId, userIds = [], groupId } = request.to;
    const group = groupId && (groups.find((known) => known.groupId === groupId)?.name ?? groupId);
    const to = group || [userId, ...userIds].flatMap((each) => each ?? []).map(displayName);
    return `${displayName(request.from)} → ${Array.isArray(to) ? to.join(', ') : to}`;
  }
  const [first] = pushes;
  if (kind === 'other' && first) return pushKindWords[pushKindOf(first)];
  return kind === 'call' ? 'Call' : 'Message';
}

/** `“hi Bob”`, `Video call` */
export function activityText({ kind, request, pushes }: Activity): string {
  if (kind === 'checks') return '';
  if (kind === 'call') return request?.hasVideo ? 'Video call' : 'Call';
  if (request?.text !== undefined) return `“${request.text}”`;
  const [first] = pushes;
  return first ? pushWords(first.payload) : '';
}

/** `2 phones · 41 ms` */
export function activitySummary(activity: Activity): string {
  const { kind, pushes } = activity;
  if (kind === 'checks') return `${counted(pushes.length, 'push', 'pushes')} to a device token that cannot exist`;
  if (pushes.length === 0) return 'No push';
  if (pushes.every(({ path }) => path !== undefined)) return 'One request about a channel';
  const reached = new Set(pushes.map(({ phoneId, n }) => phoneId ?? n)).size;
  const [first] = pushes;
  const ms = first && latencyMs(activity, first);
  return [counted(reached, 'phone', 'phones'), ms !== undefined && `${ms} ms`].filter(Boolean).join(' · ');
}

/** Why a phone got no push: `Bob’s iPhone`, `the app is open`. */
export function unpushedWords({ userId, deviceId, outcome, reason }: SentTarget, { phones }: Known): [string, string] {
  const phone = phones.find((known) => known.deviceId === deviceId);
  const why = reason === undefined ? outcome : reasonWords(reason, phone);
  return [phone?.name ?? displayName(userId), why];
}

/** Everything about an activity that a user may search for. */
export function activityInWords(activity: Activity, known: Known): string {
  const { pushes, unpushed } = activity;
  return [
    activityTitle(activity, known),
    activityText(activity),
    ...pushes.flatMap((push) => [
      known.phones.find(({ phoneId }) => phoneId === push.phoneId)?.name ?? push.phoneId ?? '',
      pushKindWords[pushKindOf(push)],
      push.host,
      String(push.status),
      push.reason ?? '',
      pushWords(push.payload),
    ]),
    ...unpushed.flatMap((target) => [...unpushedWords(target, known), target.reason ?? '']),
  ].join(' ');
}

export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
