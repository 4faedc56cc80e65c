/** What changed rules would have made of all messages of some days. */
import type { FactStore } from '../../shared/messages/ports.ts';
import type { MessageRecord } from '../../shared/messages/rules/record.ts';
import { type ChangedRules, type RehearsedPush, rehearse } from '../../shared/messages/rules/rehearse.ts';
import { isoTime } from '../../shared/platform/isoTime.ts';
import type { ScannedPage } from './sentMessages.ts';

export interface ChangedMessage {
  messageId: string;
  from: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** Why the whole message would have been refused. */
  refused?: string | undefined;
  pushes: RehearsedPush[];
}

export interface RehearsalReport {
  /** How many messages were decided again. */
  messages: number;
  /** How many cannot be: what decided them was not kept, or cannot be read. */
  notKept: number;
  /** Recipients of the others on whom nothing can be said, because a rule that now decides was not kept. */
  unknownRecipients: number;
  /** How many pushes, by effect and by both reasons: `silenced`, `offline → policy`. */
  effects: Record<RehearsedPush['effect'], Record<string, number>>;
  /** Messages with a difference. */
  changed: ChangedMessage[];
}

export async function rehearseAll(
  pages: AsyncIterable<ScannedPage>,
  facts: Pick<FactStore, 'find'>,
  rules: ChangedRules,
  onMessage: () => void,
): Promise<RehearsalReport> {
  const report: RehearsalReport = {
    messages: 0,
    notKept: 0,
    unknownRecipients: 0,
    effects: { silenced: {}, reached: {}, changed: {} },
    changed: [],
  };
  for await (const { messages, unreadable } of pages) {
    report.notKept += unreadable;
    for (const record of messages) {
      addMessage(report, record, await facts.find(record), rules);
      onMessage();
    }
  }
  return report;
}

function addMessage(
  report: RehearsalReport,
  { messageId, from, groupId, createdAtMs }: MessageRecord,
  moments: Awaited<ReturnType<FactStore['find']>>,
  rules: ChangedRules,
): void {
  if (moments.length === 0) {
    report.notKept += 1;
    return;
  }
  report.messages += 1;
  const rehearsed = moments.map((moment) => rehearse({ from, groupId, moment }, rules));
  const pushes = rehearsed.flatMap((each) => each.pushes);
  report.unknownRecipients += rehearsed.reduce((sum, { unknown }) => sum + unknown.length, 0);
  for (const { effect, before, after } of pushes) {
    const reasons = `${before} → ${after}`;
    report.effects[effect][reasons] = (report.effects[effect][reasons] ?? 0) + 1;
  }
  const refused = rehearsed.find((each) => each.refused !== undefined)?.refused;
  if (pushes.length > 0 || refused !== undefined) {
    report.changed.push({ messageId, from, createdAt: isoTime(createdAtMs), refused, pushes });
  }
}
