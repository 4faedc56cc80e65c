/** What the usual actions cost at DynamoDB: requests and units. A change that makes one dearer must say so here. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { userItem } from '../../../../bench/userItem.ts';
import type { OfflinePush } from '../../../../shared/content/offlinePush.ts';
import { type RecordPorts, sendMessage } from '../../../../shared/messages/flows/sendMessage.ts';
import { setPresence } from '../../../../shared/messages/flows/setPresence.ts';
import { messageStore } from '../../../../shared/messages/table/messageStore.ts';
import { receiptStore } from '../../../../shared/messages/table/receiptStore.ts';
import { blockStore } from '../../../../shared/people/table/blocks.ts';
import { profileStore } from '../../../../shared/people/table/profiles.ts';
import { recipientStore } from '../../../../shared/people/table/recipients.ts';
import { inBatches } from '../../../../shared/platform/inBatches.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import type { Table } from '../../../../shared/platform/table/table.ts';
import { addPhones, callPortsIn, startCall } from '../../../support/callsInTable.ts';
import { countUnits } from '../../../support/countUnits.ts';
import { aDevice, aRegistration, aToken, isoTime, startMs } from '../../../support/factories.ts';
import { receiveReceipts } from '../../../support/receivedReceipts.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
let table: Table;
let ports: ReturnType<typeof portsIn> & RecordPorts;

function portsIn(opened: Table) {
  const calls = callPortsIn(opened);
  return { ...calls, messages: messageStore(opened, calls.clock), receipts: receiptStore(opened, calls.clock) };
}

beforeEach(async () => {
  table = openTable();
  ports = portsIn(table);
  await profileStore(table).replace('alice', { nickname: 'Alice' });
  await addPhones(table, ['alice', 'bob']);
});

/** As the function `messages` has them. */
const send = (offlinePush: OfflinePush = {}) =>
  sendMessage(
    { ...ports, recipients: recipientStore(table, 'recent') },
    {
      from: 'alice',
      to: { userIds: ['bob'] },
      elements: [{ type: 'text', text: 'hi' }],
      onlineUserOnly: false,
      offlinePush,
    },
  );

describe('the table is asked', () => {
  it('by a message to a user with two phones', async () => {
    // Prepare
    await send();
    const use = countUnits(table);

    // Act
    await send();

    // Assess: the recipient, for the sender is kept; the badge, and the record
    expect(use.requests.toSorted()).toEqual(['BatchGetItem', 'PutItem', 'UpdateItem']);
    expect(use).toMatchObject({ readUnits: 0.5, writeUnits: 2 });
  });

  it('by a message whose badge the phones count, to write its record alone', async () => {
    // Prepare
    await send();
    const use = countUnits(table);

    // Act
    await send({ badge: { mode: 'app' } });

    // Assess
    expect(use.requests.toSorted()).toEqual(['BatchGetItem', 'PutItem']);
    expect(use).toMatchObject({ readUnits: 0.5, writeUnits: 1 });
  });

  it('by a message that is not recorded, to count the badge alone', async () => {
    // Prepare
    await send();
    const use = countUnits(table);

    // Act
    ports = { ...ports, messageRecords: 'problems' };
    await send();

    // Assess
    expect(use.requests.toSorted()).toEqual(['BatchGetItem', 'UpdateItem']);
    expect(use).toMatchObject({ readUnits: 0.5, writeUnits: 1 });
  });

  it('by a message to a user who has blocked a thousand others, as little as to one who has blocked one', async () => {
    // Prepare
    const blocks = Array.from({ length: 30 }, (_, index) => `user-${index}`);
    for (const blocked of blocks) await blockStore(table).put('bob', blocked);
    await send();
    const use = countUnits(table);

    // Act
    await send();

    // Assess: one more request, for the block that there is not
    expect(use.requests.filter((name) => name === 'BatchGetItem')).toHaveLength(2);
    expect(use).toMatchObject({ readUnits: 1, writeUnits: 2 });
  });

  it('by a call to a user with two phones', async () => {
    // Prepare
    await startCall(ports, ['bob']);
    const use = countUnits(table);

    // Act
    await startCall(ports, ['bob']);

    // Assess
    expect(use.requests.toSorted()).toEqual(['BatchGetItem', 'BatchWriteItem', 'TransactWriteItems']);
    expect(use).toMatchObject({ readUnits: 1, writeUnits: 6 });
  });

  it('by a phone that asks with its ring ticket', async () => {
    // Prepare
    const callId = await startCall(ports, ['bob']);
    const use = countUnits(table);

    // Act
    await ports.calls.find(callId);

    // Assess
    expect(use).toEqual({ requests: ['GetItem'], readUnits: 1, writeUnits: 0 });
  });

  it('by a receipt of a message', async () => {
    // Prepare
    const sent = await send();
    if (isRefusal(sent)) throw new Error(sent.detail);
    const receipt = { messageId: sent.messageId, deviceId: 'bob-1', event: 'shown', at: isoTime(startMs) } as const;
    const use = countUnits(table);

    // Act
    await receiveReceipts(ports, 'bob', [receipt]);

    // Assess
    expect(use.requests).toEqual(['GetItem', 'GetItem', 'UpdateItem']);
    expect(use).toMatchObject({ readUnits: 2, writeUnits: 1 });
  });

  it('by a registration of a known device, and by a presence', async () => {
    // Prepare
    await ports.devices.register(aRegistration({ userId: 'carol' }), startMs);
    const use = countUnits(table);

    // Act
    await ports.devices.register(aRegistration({ userId: 'carol' }), startMs + 1000);
    const registered = { ...use, requests: [...use.requests] };
    await setPresence(ports, { userId: 'carol', deviceId: 'phone-1', state: 'background', ttlSeconds: 60 });

    // Assess
    expect(registered).toEqual({ requests: ['BatchGetItem', 'UpdateItem'], readUnits: 4, writeUnits: 1 });
    expect(use.requests.slice(2)).toEqual(['UpdateItem']);
    expect(use.writeUnits).toBe(2);
  });

  it('by a message to a group of 1,000 for its recipients', { timeout: 60_000 }, async () => {
    // Prepare
    const userIds = Array.from({ length: 1000 }, (_, index) => `member-${index}`);
    for (const some of inBatches(userIds, 20)) {
      await Promise.all(
        some.map((userId) => {
          const tokens = { alert: aToken(userId, { state: 'proven' }) };
          const Item = userItem(userId, [aDevice({ userId, deviceId: `${userId}-phone`, tokens })]);
          return table.client.send(new PutCommand({ TableName: table.name, Item }));
        }),
      );
    }
    const use = countUnits(table);

    // Act
    const about = { from: 'alice', conversationId: 'group:all' };
    const found = await recipientStore(table, 'recent').findAll(userIds, about);

    // Assess
    expect(found.filter(({ devices }) => devices.length === 1)).toHaveLength(1000);
    expect(use.requests).toEqual(Array(10).fill('BatchGetItem'));
    expect(use).toMatchObject({ readUnits: 500, writeUnits: 0 });
  });
});
