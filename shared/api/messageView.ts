/** The API's view of a message: its outcomes so far, wherever they are stored. */
import { queuedTarget } from '../messages/flows/sendMessage.ts';
import { reasonsOf } from '../messages/rules/chunkProgress.ts';
import type { DeviceReceipts, MessageOverview } from '../messages/rules/record.ts';
import { sendersOrder } from '../messages/rules/sendersOrder.ts';
import { summaryOf } from '../messages/rules/summary.ts';
import { isoTime } from '../platform/isoTime.ts';
import { type ReceiptEvent, receiptEvents } from '../push/rules/receipt.ts';
import type { TargetOutcome, TimelineEvent } from '../push/rules/targetOutcome.ts';
import { byTime } from './byTime.ts';

/** For a message to very many, the first reports are enough to show that they arrive. */
const maxReceiptsInTimeline = 100;

export function messageView({ record, chunks, receipts }: MessageOverview) {
  const { messageId, from, to, groupId, createdAtMs, recalledAtMs } = record;
  return {
    messageId,
    from,
    to,
    groupId,
    createdAt: isoTime(createdAtMs),
    recalledAt: recalledAtMs === undefined ? undefined : isoTime(recalledAtMs),
    targets: withinAnswer(targetsOf({ record, chunks })),
    summary: summaryOf({ record, chunks }),
    reasons: reasonsOf(record.targets, [...chunks, { counts: record.unlisted ?? {}, listed: [] }]),
    receipts: countReceipts(receipts),
    timeline: [...record.timeline, ...receiptEventsOf(receipts)].sort(byTime),
  };
}

type Outcomes = Pick<MessageOverview, 'record' | 'chunks'>;

/** A function's answer may have 6 MB. The first targets are listed; the summary counts all. */
const maxAnswerBytes = 4_000_000;

function withinAnswer(targets: readonly TargetOutcome[]): TargetOutcome[] {
  let bytes = 0;
  const end = targets.findIndex((target) => {
    bytes += Buffer.byteLength(JSON.stringify(target)) + 1;
    return bytes > maxAnswerBytes;
  });
  return targets.slice(0, end < 0 ? targets.length : end);
}

/** For a large group, only failed and retried ones. */
function targetsOf({ record, chunks }: Outcomes): TargetOutcome[] {
  const { to, targets, expansions } = record;
  if (expansions === undefined) return targets.toSorted(sendersOrder(to));
  const listed = chunks.flatMap((chunk) => chunk.listed);
  const reached = new Set(listed.map(({ userId }) => userId));
  const queued = to.filter((userId) => !reached.has(userId)).map(queuedTarget);
  return [...listed, ...queued].sort(sendersOrder(to));
}

function countReceipts(receipts: readonly DeviceReceipts[]): Record<ReceiptEvent, number> {
  const counts: Record<ReceiptEvent, number> = { delivered: 0, shown: 0, tapped: 0 };
  for (const { times } of receipts) {
    for (const event of receiptEvents) if (times[event] !== undefined) counts[event] += 1;
  }
  return counts;
}

function receiptEventsOf(receipts: readonly DeviceReceipts[]): TimelineEvent[] {
  return receipts
    .flatMap(({ deviceId, times }) =>
      receiptEvents.flatMap((event): TimelineEvent[] => {
        const at = times[event];
        return at === undefined ? [] : [{ at, event, deviceId }];
      }),
    )
    .sort(byTime)
    .slice(0, maxReceiptsInTimeline);
}
