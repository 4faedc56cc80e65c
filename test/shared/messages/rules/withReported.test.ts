import { describe, expect, it } from 'vitest';
import { newProgress, summariseChunks, withResults } from '../../../../shared/messages/rules/chunkProgress.ts';
import { withReported } from '../../../../shared/messages/rules/withReported.ts';
import type { ReportedOutcome } from '../../../../shared/push/rules/reportedOutcome.ts';
import type { TargetOutcome } from '../../../../shared/push/rules/targetOutcome.ts';

const handedOver = (userId: string): TargetOutcome => ({
  userId,
  deviceId: 'pixel',
  kind: 'external',
  outcome: 'handedOver',
});
const reported = (userId: string, changes: Partial<ReportedOutcome> = {}): ReportedOutcome => ({
  purpose: 'message',
  userId,
  deviceId: 'pixel',
  outcome: 'accepted',
  at: '2026-11-22T12:00:01.000Z',
  ...changes,
});
const record = { messageId: 'm1', from: 'alice', to: [], createdAtMs: 0, targets: [], timeline: [] };

describe('what the function has reported', () => {
  it('takes the place of what was handed over, listed or counted, and of nothing else', () => {
    // Prepare
    const recipients = ['bob', 'carol', 'dave'].map((userId) => [handedOver(userId)]);
    const { progress } = withResults(newProgress(3), recipients, false);
    const targets = [handedOver('erin'), { userId: 'frank', deviceId: 'pixel', outcome: 'skipped' } as const];
    const reports = [reported('bob'), reported('carol', { outcome: 'failed', reason: 'X' }), reported('erin')];

    // Act
    const overview = { record: { ...record, targets }, chunks: [progress], receipts: [] };
    const { record: seen, chunks } = withReported(overview, reports);

    // Assess
    expect(seen.targets.map(({ outcome }) => outcome)).toEqual(['accepted', 'skipped']);
    expect(summariseChunks(3, [progress])).toMatchObject({ handedOver: 3, accepted: 0 });
    expect(summariseChunks(3, chunks)).toEqual({
      accepted: 1,
      skipped: 0,
      rejected: 0,
      failed: 1,
      retrying: 0,
      handedOver: 1,
    });
  });

  it('about a recall or a missed call changes no target', () => {
    // Act
    const overview = { record: { ...record, targets: [handedOver('bob')] }, chunks: [], receipts: [] };
    const { record: seen } = withReported(overview, [reported('bob', { purpose: 'missedCall' })]);
    // Assess
    expect(seen.targets).toEqual([handedOver('bob')]);
    expect(seen.timeline).toMatchObject([{ event: 'accepted', reason: 'missed_call' }]);
  });
});
