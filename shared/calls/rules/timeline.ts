/** What has happened in a call, told from what is kept: the call, its targets, and what its devices have reported. */
import { isCallReport } from '../../push/rules/receipt.ts';
import { type TargetOutcome, type TimelineEvent, timelineOf } from '../../push/rules/targetOutcome.ts';
import type { Call, CallActor, CallState, Participant } from './call.ts';

/**
 * `event` is a state of a callee, `left` (the caller did), an outcome of a push, `callReported`,
 * `callReportNotRequired`, `report_missing` or `report_guard` (this phone is rung by alerts from now on).
 */
export interface CallTimelineEvent extends TimelineEvent {
  userId?: string | undefined;
  /** With the reason `repeated`: how often the alert came again. `at` is then when it came last. */
  count?: number | undefined;
}

/** What became of ringing a phone, as it is kept. */
export interface CallTarget {
  /** ISO 8601, UTC: when that was known. */
  at: string;
  outcome: TargetOutcome;
  /** Of a phone that is rung by alerts: what became of the last one that came again, and how many there were. */
  repeated?: { at: string; count: number; outcome: TargetOutcome } | undefined;
}

/** A busy call of 50 callees with two phones each has less than half of it. */
const maxLines = 1000;

/**
 * What became of a call's pushes, in the order of its participants, and all that has happened in it.
 * @param others targets of which no more is known than the outcome.
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

/** Of one phone the VoIP push comes first, and then the alert in its place. */
function compareOnPhone({ outcome: one }: CallTarget, { outcome: other }: CallTarget): number {
  const byDevice = compareText(one.deviceId ?? '', other.deviceId ?? '');
  return byDevice || compareText(other.kind ?? '', one.kind ?? '');
}

/**
 * All of it, in the order of time; what happened in the same moment in the order in which it comes about. The newest, if
 * there are too many.
 * @param notes what is kept line by line.
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
    return line(state, atMs, { userId, ...(by?.deviceId !== undefined && { deviceId: by.deviceId }) });
  });
}

function line(event: string, atMs: number, { userId, deviceId }: CallActor): CallTimelineEvent {
  return { at: new Date(atMs).toISOString(), event, userId, deviceId };
}

function targetLines({ at, outcome, repeated }: CallTarget): CallTimelineEvent[] {
  const { userId } = outcome;
  const first = timelineOf(outcome, at).map((each) => ({ ...each, userId }));
  if (repeated === undefined) return first;
  const reason = repeated.outcome.reason ?? 'repeated';
  const again = timelineOf({ ...repeated.outcome, reason }, repeated.at);
  return [...first, ...again.map((each) => ({ ...each, userId, count: repeated.count }))];
}

/** The callees whose phones have stopped ringing with this change. */
export function stoppedRinging(before: Call, after: Call): string[] {
  return after.participants
    .filter(({ state }, index) => state !== 'ringing' && before.participants[index]?.state === 'ringing')
    .map(({ userId }) => userId);
}
