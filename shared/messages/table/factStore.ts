import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../platform/ports.ts';
import { factsKey, factsPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import { isExpired, type Table, ttlSeconds } from '../../platform/table/table.ts';
import { updateExpression } from '../../platform/table/updateExpression.ts';
import type { FactStore } from '../ports.ts';
import { isToMany } from '../rules/record.ts';
import { encodeDecided } from './facts/encodeDecided.ts';
import { decodeMoment } from './facts/momentCode.ts';

/** DynamoDB allows 400 KB per item. */
const maxItemBytes = 300_000;

/** Load it on first use: a cold start need not read it. */
export function factStore(table: Table, clock: Clock): FactStore {
  const { client, name: TableName } = table;
  return {
    async put(name, first, decided) {
      let part = 0;
      for (const facts of inItems(decided.map((each) => encodeDecided(each, [])))) {
        const attributes = { facts, ttl: ttlSeconds(clock.nowMs()) };
        const Key = factsKey(name.messageId, name.chunk, first + part);
        // The role of the worker may update, and need not put.
        await client.send(new UpdateCommand({ TableName, Key, ...updateExpression(attributes) }));
        part += 1;
      }
    },

    async find(record) {
      const { messageId, to, facts } = record;
      if (!isToMany(record)) return decodeAll([facts], to);
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': factsPartition(messageId) },
        ConsistentRead: true,
      });
      const kept = items.filter((item) => !isExpired(item, clock.nowMs()));
      return decodeAll(
        kept.flatMap((item) => item['facts']),
        [],
      );
    },
  };
}

/** @param known texts that the bytes name by number. */
function decodeAll(facts: readonly unknown[], known: readonly string[]) {
  return facts.flatMap((bytes) => (bytes instanceof Uint8Array ? (decodeMoment(bytes, known) ?? []) : []));
}

function inItems(facts: readonly Uint8Array[]): Uint8Array[][] {
  const items: Uint8Array[][] = [];
  let room = 0;
  for (const bytes of facts) {
    const last = items.at(-1);
    if (last !== undefined && bytes.length <= room) last.push(bytes);
    else {
      items.push([bytes]);
      room = maxItemBytes;
    }
    room -= bytes.length;
  }
  return items;
}
