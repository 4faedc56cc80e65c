/** Groups pushes by the message or call that they are about: one activity is one row of the list. */
import type { AnsweredPush } from '../../../apple/apple.ts';
import type { SentRequest, SentTarget } from '../../view.ts';
import { recordOf } from './pushKind.ts';

export interface Activity {
  key: string;
  /** `checks`: checks of credentials, whose rejections are expected. `other`: a push about neither. */
  kind: 'message' | 'call' | 'checks' | 'other';
  /** Absent if the page was opened too late to see it. */
  request?: SentRequest | undefined;
  /** Oldest first. */
  pushes: AnsweredPush[];
  /** Targets that Ringpost made no push for. */
  unpushed: readonly SentTarget[];
  /** ISO 8601, UTC: when the request arrived, or else the first push. */
  at: string;
}

/** @param pushes newest first. @param requests newest first. @returns newest first. */
export function activitiesOf(pushes: readonly AnsweredPush[], requests: readonly SentRequest[]): Activity[] {
  const activities = new Map<string, Activity>();
  for (const request of requests.toReversed()) {
    const { kind, id, receivedAt } = request;
    const unpushed = request.targets.filter(({ outcome }) => outcome === 'skipped' || outcome === 'failed');
    activities.set(`${kind} ${id}`, { key: `${kind} ${id}`, kind, request, pushes: [], unpushed, at: receivedAt });
  }
  let checksKey: string | undefined;
  for (const push of pushes.toReversed()) {
    // Consecutive checks are one activity.
    checksKey = push.isProbe ? (checksKey ?? `checks ${push.n}`) : undefined;
    const subject = subjectOf(push);
    const key = checksKey ?? (subject ? `${subject.kind} ${subject.id}` : `push ${push.n}`);
    const kind = push.isProbe ? 'checks' : (subject?.kind ?? 'other');
    const known = activities.get(key);
    if (known) known.pushes.push(push);
    else activities.set(key, { key, kind, pushes: [push], unpushed: [], at: push.at });
  }
  return [...activities.values()].toSorted((one, other) => other.at.localeCompare(one.at));
}

function subjectOf({ payload }: AnsweredPush): { kind: 'message' | 'call'; id: string } | undefined {
  const { ringpost, callId } = recordOf(payload);
  const { messageId, callId: alertCallId } = recordOf(ringpost);
  if (typeof messageId === 'string') return { kind: 'message', id: messageId };
  const call = callId ?? alertCallId;
  return typeof call === 'string' ? { kind: 'call', id: call } : undefined;
}

/** Milliseconds from the request to Apple's answer; undefined if the request is unknown. */
export function latencyMs({ request }: Pick<Activity, 'request'>, push: AnsweredPush): number | undefined {
  return request && Math.max(0, Date.parse(push.at) - Date.parse(request.receivedAt));
}

export const shownActivities = ['all', 'message', 'call', 'failures'] as const;
export type ShownActivities = (typeof shownActivities)[number];

/**
 * @param words each must occur in a phone's name, a user, the text, a reason or the kind of a push.
 * @param textOf an activity in words.
 */
export function isWanted(
  activity: Activity,
  { shown, words }: { shown: ShownActivities; words: string },
  textOf: (activity: Activity) => string,
): boolean {
  if (shown === 'failures' && !hasFailed(activity)) return false;
  if ((shown === 'message' || shown === 'call') && activity.kind !== shown) return false;
  const text = textOf(activity).toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function hasFailed({ kind, pushes, unpushed }: Activity): boolean {
  return kind !== 'checks' && (pushes.some(({ status }) => status >= 300) || unpushed.some(isFailure));
}

const isFailure = ({ outcome }: SentTarget): boolean => outcome === 'failed';
