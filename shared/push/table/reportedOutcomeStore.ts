import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../platform/ports.ts';
import { isText, isTime } from '../../platform/table/checks.ts';
import { bodyOf, type StoredItem } from '../../platform/table/item.ts';
import {
  callOutcomeKey,
  type Key,
  messageOutcomeKey,
  messageOutcomeShardKey,
  reportedOutcomePrefix,
} from '../../platform/table/keys.ts';
import { type Table, ttlSeconds } from '../../platform/table/table.ts';
import { updateExpression } from '../../platform/table/updateExpression.ts';
import type { ReportedOutcomeStore } from '../ports.ts';
import type { PushAbout } from '../rules/externalPush.ts';
import type { ReportedOutcome } from '../rules/reportedOutcome.ts';

interface ReportedItem extends Key, ReportedOutcome {
  ttl: number;
}

const shape = { purpose: isText, userId: isText, deviceId: isText, outcome: isText, at: isTime };

/** @param items of the partition of a message or a call, whatever they are. @throws UnreadableItem */
export function reportedOutcomesFrom(items: readonly StoredItem[]): ReportedOutcome[] {
  return items
    .filter(({ sk }) => String(sk).startsWith(reportedOutcomePrefix))
    .map((item) => bodyOf<ReportedItem>(item, 'reported outcome', shape));
}

/** An item for each push, beside the record that its sender writes: neither waits for the other. */
export function reportedOutcomeStore({ client, name: TableName }: Table, clock: Clock): ReportedOutcomeStore {
  return {
    async put(about, outcome, isToMany) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: keyOfReport(about, outcome, isToMany),
          ...updateExpression({
            ...outcome,
            reason: outcome.reason,
            repair: outcome.repair,
            ttl: ttlSeconds(clock.nowMs()),
          }),
        }),
      );
    },
  };
}

function keyOfReport({ messageId, callId }: PushAbout, outcome: ReportedOutcome, isToMany: boolean): Key {
  if (messageId === undefined) return callOutcomeKey(callId, outcome);
  return isToMany ? messageOutcomeShardKey(messageId, outcome) : messageOutcomeKey(messageId, outcome);
}
