/** What a user sees if `outcomesForUsers` is `coarse`: the same answers, without the recipients' own business. */
import { callStates } from '../calls/rules/callState.ts';
import type { CallTimelineEvent } from '../calls/rules/timeline.ts';
import { coarseSummaryOfChunks } from '../messages/rules/chunkProgress.ts';
import type { DeviceReceipts, MessageOverview } from '../messages/rules/record.ts';
import type { UserRules } from '../people/rules/userRules.ts';
import {
  type CoarseTarget,
  coarseCallTargets,
  coarseSummary,
  coarseTargets,
  isMessageCause,
} from '../push/rules/coarseOutcome.ts';
import type { OutcomeSummary, TargetOutcome, TimelineEvent } from '../push/rules/targetOutcome.ts';
import { messageView } from './messageView.ts';

/** @param rules of the asking user. @param isCoarse the setting when the message or the call was created. */
export function seesAll({ outcomesForUsers }: Pick<UserRules, 'outcomesForUsers'>, isCoarse = false): boolean {
  return outcomesForUsers === 'full' && !isCoarse;
}

interface Outcomes {
  targets: TargetOutcome[];
  summary: OutcomeSummary;
}

/**
 * Makes a coarse answer of a send or a recall. A large group has only its summary, which counts all as on their way.
 */
export function coarseOutcomes<T extends Outcomes>(full: T): Omit<T, 'targets'> & { targets: CoarseTarget[] } {
  const targets = coarseTargets(full.targets);
  return { ...full, targets, summary: targets.length === 0 ? full.summary : coarseSummary(targets) };
}

/** Keeps what the sender has done and what users have reported, but not when and where pushes went. */
export function coarseMessageView(report: MessageOverview) {
  const { record, chunks, receipts } = report;
  const full = messageView({ ...report, receipts: receiptsOfUsers(receipts) });
  const { expansions } = record;
  // For a large group only failures are listed, which reveal nothing about each recipient.
  const isSummedUp = expansions !== undefined && record.to.length === 0;
  const targets = coarseTargets(full.targets);
  return {
    ...full,
    targets: isSummedUp ? [] : targets,
    summary: isSummedUp ? coarseSummaryOfChunks(expansions.send?.recipients ?? 0, chunks) : coarseSummary(targets),
    reasons: isSummedUp ? causesIn(full.reasons) : causesOf(targets),
    timeline: full.timeline.filter(isOfMessage).map(({ at, event }) => ({ at, event })),
  };
}

const ownEvents = new Set(['received', 'recalled', 'delivered', 'shown', 'tapped']);

function isOfMessage({ event }: TimelineEvent): boolean {
  return ownEvents.has(event);
}

/** The first report of each kind counts, on whichever device: the number of a user's devices is not revealed. */
function receiptsOfUsers(receipts: readonly DeviceReceipts[]): DeviceReceipts[] {
  return [...Map.groupBy(receipts, ({ userId }) => userId)].map(([userId, own]) => {
    const times: DeviceReceipts['times'] = {};
    for (const [event, at] of own.flatMap((each) => Object.entries(each.times) as [keyof typeof times, string][])) {
      const known = times[event];
      if (known === undefined || Date.parse(at) < Date.parse(known)) times[event] = at;
    }
    return { userId, deviceId: '', times };
  });
}

function causesOf(targets: readonly CoarseTarget[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome, reason } of targets) {
    if (reason === undefined) continue;
    const key = `${outcome}/${reason}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** @param reasons as servers see them: `skipped/no_desc`. */
function causesIn(reasons: Readonly<Record<string, number>>): Record<string, number> {
  const causes = Object.entries(reasons).flatMap(([key, count]) => {
    const [, reason] = key.split('/');
    return isMessageCause(reason) ? [[`not_pushed/${reason}`, count]] : [];
  });
  return Object.fromEntries(causes);
}

const isCallState = (event: string): boolean => callStates.some((state) => state === event);

interface CallOutcomes {
  from: string;
  targets?: TargetOutcome[] | undefined;
  timeline?: CallTimelineEvent[] | undefined;
}

/** Makes a coarse view of a call for its caller. A callee sees no targets anyway. @param view from `callView`. */
export function coarseCall<T extends CallOutcomes>(view: T) {
  const { targets, timeline } = view;
  if (targets === undefined || timeline === undefined) return view;
  return { ...view, targets: coarseCallTargets(targets), timeline: coarseCallTimeline(timeline, view.from) };
}

/** Events of the callees without their devices, and no events of pushes. */
function coarseCallTimeline(timeline: readonly CallTimelineEvent[], viewerId: string): CallTimelineEvent[] {
  return timeline.flatMap(({ at, event, userId, deviceId, kind, reason }) => {
    // An outcome of a push may have the name of a state; it has a reason.
    const isState = (isCallState(event) || event === 'left') && kind === undefined && reason === undefined;
    if (!isState) return [];
    return [{ at, event, userId, deviceId: userId === viewerId ? deviceId : undefined }];
  });
}
