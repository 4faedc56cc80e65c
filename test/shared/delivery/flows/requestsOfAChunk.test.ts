/** What a large message asks of AWS. A change that makes it dearer must say so here. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { userItem } from '../../../../bench/userItem.ts';
import type { BadgeSettings } from '../../../../shared/content/offlinePush.ts';
import { deliverTask } from '../../../../shared/delivery/flows/deliverTask.ts';
import { recipientsPerChunk } from '../../../../shared/messages/flows/deliveryTasks.ts';
import type { Job } from '../../../../shared/messages/rules/job.ts';
import { chunkStore } from '../../../../shared/messages/table/chunkStore.ts';
import { factStore } from '../../../../shared/messages/table/factStore.ts';
import { messageStore } from '../../../../shared/messages/table/messageStore.ts';
import { inBatches } from '../../../../shared/platform/inBatches.ts';
import { groupKey, memberKey } from '../../../../shared/platform/table/keys.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { statisticsStore } from '../../../../shared/push/table/statisticsStore.ts';
import { callPortsIn } from '../../../support/callsInTable.ts';
import { countUnits } from '../../../support/countUnits.ts';
import { userNames, workTime } from '../../../support/delivery.ts';
import { aDevice, aMessage, aToken, startMs } from '../../../support/factories.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const groupId = 'everybody';
const users = userNames(recipientsPerChunk);

async function makeGroup({ client, name }: Table): Promise<void> {
  const items = users.flatMap((userId) => {
    const deviceId = `${userId}-phone`;
    const device = aDevice({ userId, deviceId, tokens: { alert: aToken(deviceId, { state: 'proven' }) } });
    return [{ ...memberKey(groupId, userId), userId }, userItem(userId, [device])];
  });
  const all = [{ ...groupKey(groupId), name: groupId, ownerId: users[0], memberCount: users.length }, ...items];
  for (const list of inBatches(all, 25)) {
    const puts = list.map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [name]: puts } }));
  }
}

/** @returns the requests for a message to a group of 1,000, from the listing of its members to the last outcome. */
async function requestsFor(badge: BadgeSettings): Promise<string[]> {
  const table = openTable();
  await makeGroup(table);
  const shared = callPortsIn(table);
  const { clock } = shared;
  const messages = messageStore(table, clock);
  const ports = {
    ...shared,
    messages,
    chunks: chunkStore(table, clock),
    facts: factStore(table, clock),
    statistics: statisticsStore(table),
  };
  const message = { ...aMessage({ offlinePush: { badge } }), from: 'server', group: { groupId, name: groupId } };
  const { messageId, from } = message;
  const record = { messageId, from, to: [], groupId, createdAtMs: startMs, targets: [], timeline: [], expansions: {} };
  await messages.put(record);
  const { deliveries } = ports;
  let queueRequests = 0;
  const counted: typeof deliveries.enqueue = async (tasks) => {
    queueRequests += Math.ceil(tasks.length / 10);
    await deliveries.enqueue(tasks);
  };
  const counting = { ...ports, deliveries: { enqueue: counted } };
  const job: Job = { kind: 'send', message };
  const use = countUnits(table);
  await deliverTask(counting, { task: 'expand', job, groupId }, workTime(ports));
  for (let next = deliveries.enqueued.shift(); next; next = deliveries.enqueued.shift()) {
    await deliverTask(counting, next.task, workTime(ports));
  }
  expect(ports.apns.requests).toHaveLength(users.length);
  return [...use.requests, ...Array.from({ length: queueRequests }, () => 'SendMessageBatch')];
}

describe('a message to a group of 1,000', () => {
  it('costs at most 20 AWS requests: quality asks for 50, and aims at 30', async () => {
    // Act
    const requests = await requestsFor({ mode: 'app' });

    // Assess
    const count = (name: string) => requests.filter((other) => other === name).length;
    expect(count('BatchGetItem')).toBe(10);
    expect(count('SendMessageBatch')).toBe(1);
    expect(requests.length).toBeLessThanOrEqual(20);
  });

  it('costs a write more for each recipient whose badge the server counts', async () => {
    // Act
    const requests = await requestsFor({ mode: 'increment' });

    // Assess
    expect(requests.length).toBeGreaterThanOrEqual(users.length);
    expect(requests.length).toBeLessThanOrEqual(users.length + 20);
  });
});
