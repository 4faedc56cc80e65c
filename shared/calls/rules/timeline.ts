/** The timeline of a call, from what is stored: the call, its targets, and the reports of its devices. */
import { isoTime } from '../../platform/isoTime.ts';
import { isCallReport } from '../../push/rules/receipt.ts';
import { type TargetOutcome, type TimelineEvent, timelineOf } from '../../push/rules/targetOutcome.ts';
import type { Call, CallActor, CallState, Participant } from './call.ts';

/**
 * `event` is a state of a callee, `left` (the caller did), an outcome of a push, `callReported`,
 * `callReportNotRequired`, `report_missing` or `report_guard` (this phone rings by alerts from now on).
 */
export interface CallTimelineEvent extends TimelineEvent {
  userId?: string | undefined;
  /** With the reason `repeated`: how often the alert was repeated. `at` is then the time of the last one. */
  count?: number | undefined;
}

/** Stored outcome of ringing a phone. */
export interface CallTarget {
  /** ISO 8601, UTC: when the outcome was known. */
  at: string;
  outcome: TargetOutcome;
  /** For a phone that rings by alerts: outcome of the last repeated one, and their number. */
  repeated?: { at: string; count: number; outcome: TargetOutcome } | undefined;
}

/** A busy call of 50 callees with two phones each has less than half of this. */
const maxLines = 1000;

/**
 * Outcomes of a call's pushes, in the order of its participants, and its whole timeline.
 * @param others targets of which only the outcome is known.
 */
export function callOutcomes(
  call: Call,
  targets: readonly CallTarget[],
  notes: readonly CallTimelineEvent[],
  others: readonly TargetOutcome[] = [],
): { targets: TargetOutcome[]; timeline: CallTimelineEvent[] } {
  const places = new Map(call.participants.map(({ userId }, index) => [userId, index]));
  const place = ({ outcome: { userId } }: CallTarget) => places.get(userId) ?? places.size;
  const inOrder = targets.toSorted((one, other) => place(one) - place(other) || compareOnPhone(one, other));
  return {
    targets: [...others, ...inOrder.map(({ outcome }) => outcome)],
    timeline: callTimeline(call, inOrder, notes),
  };
}

/** For one phone the VoIP push comes first, and then the alert instead of it. */
function compareOnPhone({ outcome: one }: CallTarget, { outcome: other }: CallTarget): number {
  const byDevice = compareText(one.deviceId ?? '', other.deviceId ?? '');
  return byDevice || compareText(other.kind ?? '', one.kind ?? '');
}

/**
 * The whole timeline by time; events of the same time in their causal order. The newest, if there are too many.
 * @param notes entries that are stored one by one.
 */
export function callTimeline(
  call: Call,
  targets: readonly CallTarget[],
  notes: readonly CallTimelineEvent[],
): CallTimelineEvent[] {
  const ranked = [
    ...stateLines(call).map((each) => ({ line: each, rank: stateRank(each.event) })),
    ...targets.flatMap(targetLines).map((each) => ({ line: each, rank: each.count === undefined ? 1 : 2 })),
    ...notes.map((each) => ({ line: each, rank: noteRank(each.event) })),
  ];
  // Stable, so that equal ones stay in the order of participants and keys.
  ranked.sort((one, other) => compareText(one.line.at, other.line.at) || one.rank - other.rank);
  return ranked.slice(-maxLines).map((each) => each.line);
}

function stateRank(event: string): number {
  if (event === 'ringing') return 0;
  return event === 'answered' || event === 'left' ? 3 : 4;
}

function noteRank(event: string): number {
  if (event === 'ringing') return 0;
  if (isCallReport(event)) return 2;
  return event === 'report_guard' ? 6 : 5;
}

const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function stateLines(call: Call): CallTimelineEvent[] {
  const { from, participants, callerLeft, callerLeftAtMs } = call;
  const left = callerLeftAtMs === undefined ? [] : [line('left', callerLeftAtMs, { userId: from, ...callerLeft })];
  return [...left, ...participants.flatMap(participantLines)];
}

function participantLines({ userId, times = {}, answeredBy, endedBy }: Participant): CallTimelineEvent[] {
  const states = Object.entries(times) as [CallState, number][];
  return states.map(([state, atMs]) => {
    const by = state === 'ringing' ? undefined : state === 'answered' ? answeredBy : endedBy;
    return line(state, atMs, { userId, deviceId: by?.deviceId });
  });
}

function line(event: string, atMs: number, { userId, deviceId }: CallActor): CallTimelineEvent {
  return { at: isoTime(atMs), event, userId, deviceId };
}

function targetLines({ at, outcome, repeated }: CallTarget): CallTimelineEvent[] {
  const { userId } = outcome;
  const first = timelineOf(outcome, at).map((each) => ({ ...each, userId }));
  if (repeated === undefined) return first;
  const reason = repeated.outcome.reason ?? 'repeated';
  const again = timelineOf({ ...repeated.outcome, reason }, repeated.at);
  return [...first, ...again.map((each) => ({ ...each, userId, count: repeated.count }))];
}

/** Callees whose phones have stopped ringing with this change. */
export function stoppedRinging(before: Call, after: Call): string[] {
  return after.participants
    .filter(({ state }, index) => state !== 'ringing' && before.participants[index]?.state === 'ringing')
    .map(({ userId }) => userId);
}
