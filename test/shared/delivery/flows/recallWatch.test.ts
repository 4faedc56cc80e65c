import { describe, expect, it } from 'vitest';
import { RecallWatch } from '../../../../shared/delivery/flows/recallWatch.ts';
import type { MessageRecord } from '../../../../shared/messages/rules/record.ts';

const record: MessageRecord = {
  messageId: 'm1',
  from: 'alice',
  to: ['bob'],
  createdAtMs: 0,
  targets: [],
  timeline: [],
};
const recalled: MessageRecord = { ...record, recalledAtMs: 900 };

describe('a recall', () => {
  it('stays known when an earlier read is answered after the one that found it', async () => {
    // Prepare
    let nowMs = 0;
    const reads: PromiseWithResolvers<MessageRecord | undefined>[] = [];
    const find = () => {
      const read = Promise.withResolvers<MessageRecord | undefined>();
      reads.push(read);
      return read.promise;
    };
    const watch = new RecallWatch({ clock: { nowMs: () => nowMs }, messages: { find } }, record);
    for (nowMs of [1000, 2000]) watch.look();

    // Act
    reads[1]?.resolve(recalled);
    await reads[1]?.promise;
    reads[0]?.resolve(record);
    await reads[0]?.promise;

    // Assess
    expect(reads).toHaveLength(2);
    expect(watch.isRecalled).toBe(true);
  });
});
