/** Which targets of a message get a verdict, and in which order. */
import { expect, it } from 'vitest';
import { explainSilence } from '../../../../shared/messages/flows/explainSilence.ts';
import type { MessageRecord } from '../../../../shared/messages/rules/record.ts';
import type { TargetOutcome } from '../../../../shared/push/rules/targetOutcome.ts';
import { startMs } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const users = Array.from({ length: 120 }, (_, index) => `user ${index}`);
const skipped = (userId: string, deviceId: string): TargetOutcome => ({
  userId,
  deviceId,
  kind: 'alert',
  outcome: 'skipped',
  reason: 'muted',
});

it('lists the first hundred silent targets in the sender’s order, however they are stored', async () => {
  // Prepare
  const inOrder = users.flatMap((userId) => [skipped(userId, 'A'), skipped(userId, 'B')]);
  const record: MessageRecord = {
    messageId: 'm1',
    from: 'alice',
    to: users,
    createdAtMs: startMs,
    targets: inOrder.toReversed(),
    timeline: [],
  };

  // Act
  const silence = await explainSilence(memoryPorts(), { record, chunks: [], receipts: [] });

  // Assess
  const named = ({ userId, deviceId }: { userId: string; deviceId?: string | undefined }) => `${userId} ${deviceId}`;
  expect(silence.map(named)).toEqual(inOrder.slice(0, 100).map(named));
});
