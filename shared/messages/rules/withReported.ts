/** Outcomes that the team's function has reported, put into what is stored about a message. */
import { isOfTarget, type ReportedOutcome, reportLines, withReport } from '../../push/rules/reportedOutcome.ts';
import type { TargetOutcome, TimelineEvent } from '../../push/rules/targetOutcome.ts';
import { countKey } from './chunkProgress.ts';
import type { MessageOverview } from './record.ts';

/** For a message to very many, the first reports are enough to show that they arrive. */
const maxLines = 100;

export function withReported(overview: MessageOverview, reported: readonly ReportedOutcome[]): MessageOverview {
  if (reported.length === 0) return overview;
  const { record, chunks } = overview;
  // Each is about one target, which is listed or only counted.
  const ofTargets = new Map(reported.filter(isOfTarget).map((each) => [nameOf(each), each]));
  const put = (targets: readonly TargetOutcome[]) =>
    targets.map((target) => {
      const found = ofTargets.get(nameOf(target));
      if (found === undefined || target.kind !== 'external') return target;
      ofTargets.delete(nameOf(target));
      return withReport(target, [found]);
    });
  const targets = put(record.targets);
  const listed = chunks.map((chunk) => put(chunk.listed));
  const counted = [...ofTargets.values()];
  const unlisted = record.unlisted && recount(record.unlisted, counted);
  return {
    ...overview,
    record: {
      ...record,
      targets,
      unlisted,
      timeline: [...record.timeline, ...reported.flatMap(reportLines).slice(0, maxLines).map(withoutUser)],
    },
    chunks: chunks.map((chunk, index) => ({
      ...chunk,
      listed: listed[index] ?? chunk.listed,
      counts: recount(chunk.counts, counted),
    })),
  };
}

const withoutUser = ({ userId: _, ...line }: ReturnType<typeof reportLines>[number]): TimelineEvent => line;

const nameOf = ({ userId, deviceId }: Pick<TargetOutcome, 'userId' | 'deviceId'>): string => `${deviceId}\n${userId}`;

/** Takes from `counted` as many as these counts have without a report. */
function recount(counts: Readonly<Record<string, number>>, counted: ReportedOutcome[]): Record<string, number> {
  const { handedOver = 0, ...others } = counts;
  const known = counted.splice(0, handedOver);
  const result: Record<string, number> = { ...others };
  for (const each of known) result[countKey(each)] = (result[countKey(each)] ?? 0) + 1;
  return known.length === handedOver ? result : { ...result, handedOver: handedOver - known.length };
}
