/**
 * Environment of a delivery worker, none of it in the worker's process: a table in a server of its own, queues and
 * secrets in this one, and a sink that answers like APNs in another. And a group whose members have one phone each.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type Parts, startParts } from '../../lab/parts.ts';
import type { Message } from '../../shared/content/message.ts';
import type { OfflinePush } from '../../shared/content/offlinePush.ts';
import type { Device } from '../../shared/devices/rules/device.ts';
import { sqsDeliveryQueue } from '../../shared/messages/aws/deliveryQueue.ts';
import { messageStore } from '../../shared/messages/table/messageStore.ts';
import { systemClock } from '../../shared/platform/aws/system.ts';
import { inBatches } from '../../shared/platform/inBatches.ts';
import { groupKey, memberKey } from '../../shared/platform/table/keys.ts';
import { openTable, type Table } from '../../shared/platform/table/table.ts';
import { userItem } from '../userItem.ts';
import { startWorkerWorld, type WorkerWorld } from '../workerWorld.ts';

const appId = 'com.example.fanout';
const groupId = 'everybody';
/** How many requests get a rejection that asks for another attempt. */
const refusedEvery = 1000;

export interface FanoutWorld extends WorkerWorld {
  /** Queues a message to the group, as the request does if it has no time to list anyone. */
  send(offlinePush: OfflinePush): Promise<string>;
  /** Outcomes of a message, as `GET /v1/messages/{messageId}` counts them. */
  report(messageId: string): ReturnType<ReturnType<typeof messageStore>['report']>;
  stop(): Promise<void>;
}

export function startFanoutWorld(members: number): Promise<FanoutWorld> {
  return startParts((parts) => start(members, parts));
}

async function start(members: number, parts: Parts): Promise<FanoutWorld> {
  const { world, services } = await startWorkerWorld(parts, {
    appId,
    worker: 'deliver',
    refusedEvery,
    message: newMessage(),
    queueOf: ({ deliveryQueue }) => deliveryQueue,
  });
  const table = openTable(services.access.tableName);
  parts.add(() => table.client.destroy());
  await makeGroup(table, members);
  const deliveries = sqsDeliveryQueue(services.access.deliveryQueueUrl);
  const messages = messageStore(table, systemClock);
  return {
    ...world,
    async send(offlinePush) {
      const message = { ...newMessage(), offlinePush };
      const { messageId, from, createdAtMs } = message;
      await messages.put({ messageId, from, to: [], groupId, createdAtMs, targets: [], timeline: [], expansions: {} });
      await deliveries.enqueue([
        { task: { task: 'expand', job: { kind: 'send', message }, groupId }, delaySeconds: 0 },
      ]);
      return messageId;
    },
    report: (messageId) => messages.report(messageId),
    stop: parts.stopAll,
  };
}

function newMessage(): Message {
  return {
    messageId: randomUUID(),
    // Not a member: a server may write to any group.
    from: 'alice',
    sender: { nickname: 'Alice' },
    group: { groupId, name: 'Everybody' },
    elements: [{ type: 'text', text: 'See you at the station at half past five?' }],
    mentions: [],
    onlineUserOnly: false,
    offlinePush: {},
    createdAtMs: Date.now(),
  };
}

/** Users as apps leave them: a profile, and a phone that is not in use. */
async function makeGroup({ client, name }: Table, members: number): Promise<void> {
  const registeredAtMs = Date.now();
  const items = Array.from({ length: members }, (_, index) => {
    const userId = `member-${index}`;
    const token = (): string => randomBytes(32).toString('hex');
    const device: Device = {
      userId,
      deviceId: randomUUID(),
      appId,
      tokens: {
        alert: { token: token(), environment: 'production', state: 'proven', registeredAtMs },
        voip: { token: token(), environment: 'production', state: 'proven', registeredAtMs },
      },
      locale: 'en-GB',
      timeZone: 'Europe/London',
      permission: 'granted',
      registeredAtMs,
    };
    return [
      { ...memberKey(groupId, userId), userId },
      userItem(userId, [device], { nickname: `Member ${index}`, locale: 'en-GB' }),
    ];
  });
  const all = [{ ...groupKey(groupId), name: 'Everybody', ownerId: 'member-0', memberCount: members }, ...items.flat()];
  for (const list of inBatches(all, 25)) {
    await client.send(
      new BatchWriteCommand({ RequestItems: { [name]: list.map((Item) => ({ PutRequest: { Item } })) } }),
    );
  }
}
