import type { MessagePorts } from '../ports.ts';
import type { MessageOverview } from '../rules/record.ts';
import { type Replay, replay } from '../rules/replay.ts';

/** Decides again whether the message was to be pushed to the phones of one of its recipients. */
export async function replayMessage(
  { facts }: Pick<MessagePorts, 'facts'>,
  { record, chunks }: MessageOverview,
  userId: string,
): Promise<Replay> {
  const { from, timeline, targets, expansions } = record;
  const outcomes = expansions === undefined ? targets : chunks.flatMap(({ listed }) => listed);
  return replay(userId, await facts.find(record), { from, outcomes, timeline });
}
