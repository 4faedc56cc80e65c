/** What decided who got a message, in DynamoDB. */
import { describe, expect, it } from 'vitest';
import type { Decided, Moment } from '../../../../shared/messages/rules/moment.ts';
import type { MessageRecord } from '../../../../shared/messages/rules/record.ts';
import { factStore } from '../../../../shared/messages/table/factStore.ts';
import { messageStore } from '../../../../shared/messages/table/messageStore.ts';
import { countUnits } from '../../../support/countUnits.ts';
import { aDevice, startMs } from '../../../support/factories.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const message = { messageId: 'm1', from: 'alice', createdAtMs: startMs, targets: [], timeline: [] };
const occasion = { from: 'alice', pushType: 'alert', onlineUserOnly: false, pushDisabled: false } as const;

const decidedFor = (userIds: readonly string[]): Decided => ({
  occasion,
  recipients: userIds.map((userId) => ({ userId, devices: [aDevice({ userId, deviceId: `${userId}-phone` })] })),
  nowMs: startMs,
  hasContent: true,
});
const usersOf = (moments: readonly Moment[]) =>
  moments.flatMap(({ recipients }) => recipients.map(({ userId, devices }) => [userId, devices[0]?.deviceId]));

function open() {
  const [table, clock] = [openTable(), manualClock()];
  return { table, clock, facts: factStore(table, clock), messages: messageStore(table, clock) };
}

describe('what decided who got a message', () => {
  it('comes back with its record', async () => {
    // Prepare
    const { facts, messages } = open();
    const record: MessageRecord = { ...message, to: ['bob', 'carol'] };

    // Act
    await messages.put(record, decidedFor(record.to));

    // Assess
    const stored = await messages.find('m1');
    expect(usersOf(stored ? await facts.find(stored) : [])).toEqual([
      ['bob', 'bob-phone'],
      ['carol', 'carol-phone'],
    ]);
  });

  it('is left out of a record that would be too large with it', async () => {
    // Prepare
    const { facts, messages } = open();
    const to = Array.from({ length: 100 }, (_, index) => `user-${index}`.padEnd(200, 'x'));

    // Act
    const decided = decidedFor(to.map((userId) => userId.padEnd(400, 'y')));
    await messages.put({ ...message, to }, decided);

    // Assess
    const stored = await messages.find('m1');
    expect(stored?.facts).toBeUndefined();
    expect(stored && (await facts.find(stored))).toEqual([]);
  });

  it('of a message to many is in one small write for a chunk, and comes back in order', async () => {
    // Prepare
    const { table, facts } = open();
    const users = Array.from({ length: 1000 }, (_, index) => `user-${index}`);
    const pages = Array.from({ length: 10 }, (_, page) => decidedFor(users.slice(100 * page, 100 * page + 100)));
    const use = countUnits(table);

    // Act
    await facts.put({ messageId: 'm1', job: 'send', chunk: 1 }, 0, pages);
    await facts.put({ messageId: 'm1', job: 'send', chunk: 0 }, 700, [decidedFor(['later'])]);

    // Assess
    expect(use.requests).toEqual(['UpdateItem', 'UpdateItem']);
    expect(use.writeUnits).toBeLessThan(40);
    const found = usersOf(await facts.find({ ...message, to: [], expansions: {} }));
    expect(found.map(([userId]) => userId)).toEqual(['later', ...users]);
  });

  it('is split where an item has no room for it', async () => {
    // Prepare
    const { table, facts } = open();
    const users = Array.from({ length: 1000 }, (_, index) => `user-${index}`.padEnd(255, 'z'));
    const pages = Array.from({ length: 10 }, (_, page) => decidedFor(users.slice(100 * page, 100 * page + 100)));
    const use = countUnits(table);

    // Act
    await facts.put({ messageId: 'm1', job: 'send', chunk: 0 }, 0, pages);

    // Assess
    expect(use.requests.length).toBeGreaterThan(1);
    expect(usersOf(await facts.find({ ...message, to: [], expansions: {} }))).toHaveLength(1000);
  });
});
