import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../platform/ports.ts';
import { callKey, callNoteKey, callPairKey, callPartition, callTargetKey } from '../../platform/table/keys.ts';
import { putAll } from '../../platform/table/putAll.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import {
  failedConditions,
  ifConditionHolds,
  isExpired,
  isWritten,
  type Table,
  ttlSeconds,
} from '../../platform/table/table.ts';
import { storedOutcome } from '../../push/table/targetItems.ts';
import type { CallStore } from '../ports.ts';
import type { Call } from '../rules/call.ts';
import type { DetailsRevision } from '../rules/callRevision.ts';
import { type NarrowChange, narrowChange } from '../rules/narrowChange.ts';
import type { CallRecord } from '../rules/record.ts';
import { callFinder } from './callFinder.ts';
import { callFromItem, callItem, noteItem, reportFromItems, targetFromItem, targetItem } from './callItems.ts';

export function callStore(table: Table, clock: Clock): CallStore {
  const { client, name: TableName } = table;
  const ttlNow = () => ttlSeconds(clock.nowMs());

  return {
    async create(record) {
      const { callId, createdAtMs } = record.call;
      const Item = callItem(callKey(callId), record, ttlSeconds(createdAtMs));
      return isWritten(() =>
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
    },

    createBetween: (record, callee, over = '') =>
      retryOnConflict(async () => {
        const { callId, from, createdAtMs, expiresAtMs } = record.call;
        const pair = callPairKey(from, callee);
        const ttl = Math.ceil(expiresAtMs / 1000);
        try {
          await client.send(
            new TransactWriteCommand({
              TransactItems: [
                {
                  Put: {
                    TableName,
                    Item: callItem(callKey(callId), record, ttlSeconds(createdAtMs)),
                    ConditionExpression: 'attribute_not_exists(pk)',
                  },
                },
                {
                  Put: {
                    TableName,
                    Item: { ...pair, callId, caller: from, expiresAtMs, ttl },
                    ConditionExpression:
                      'attribute_not_exists(pk) OR caller = :caller OR expiresAtMs <= :now OR callId = :over',
                    ExpressionAttributeValues: { ':caller': from, ':now': createdAtMs, ':over': over },
                  },
                },
              ],
            }),
          );
          return 'created';
        } catch (error) {
          const [isKnown, isCalled] = failedConditions(error);
          if (isKnown) return 'exists';
          if (!isCalled) throw error;
          const { Item } = await client.send(new GetCommand({ TableName, Key: pair, ConsistentRead: true }));
          if (Item === undefined) throw error;
          return { rings: String(Item['callId']) };
        }
      }),

    ...callFinder(table, clock),

    async report(callId) {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': callPartition(callId) },
        ConsistentRead: true,
      });
      return reportFromItems(items.filter((item) => !isExpired(item, clock.nowMs())));
    },

    async change(read, changed) {
      const narrow = narrowChange(read, changed);
      return ifConditionHolds(async () => {
        const { Attributes = {} } = await client.send(
          new UpdateCommand({
            TableName,
            Key: callKey(read.callId),
            ...(narrow === undefined ? wholeUpdate(read, changed) : narrowUpdate(narrow)),
            ReturnValues: 'ALL_NEW',
          }),
        );
        return callFromItem(Attributes).call;
      });
    },

    async revise(callId, revision, revisedAtMs) {
      const fields = Object.keys(revision) as (keyof DetailsRevision)[];
      return ifConditionHolds(async () => {
        const { Attributes = {} } = await client.send(
          new UpdateCommand({
            TableName,
            Key: callKey(callId),
            UpdateExpression: `SET ${[
              ...fields.map((field) => `details.${field} = :${field}`),
              ...(revision.hasVideo === undefined ? [] : ['hasVideo = :hasVideo']),
              'revisedAtMs = :revisedAtMs',
              '#call.version = #call.version + :one',
            ].join(', ')}`,
            ConditionExpression: '#call.#state IN (:ringing, :answered)',
            ExpressionAttributeNames: { '#call': 'call', '#state': 'state' },
            ExpressionAttributeValues: {
              ...Object.fromEntries(fields.map((field) => [`:${field}`, revision[field]])),
              ':revisedAtMs': revisedAtMs,
              ':one': 1,
              ':ringing': 'ringing',
              ':answered': 'answered',
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return callFromItem(Attributes);
      });
    },

    async recordRing(callId, { targets, isCoarse, tellsWhenStopped, repeatAlertsAtMs }) {
      const ttl = ttlNow();
      await Promise.all([
        putAll(
          table,
          targets.map((target) => targetItem(callId, target, ttl)),
        ),
        // Only if it has consequences: a call that rings by VoIP pushes is not written again.
        isCoarse || tellsWhenStopped || repeatAlertsAtMs !== undefined
          ? set(callId, { isCoarse, tellsWhenStopped, repeatAlertsAtMs })
          : [],
      ]);
    },

    claimMissedAlerts: (callId, userIds) => claim(callId, 'missedAlerts', userIds),
    claimInsurance: (callId, phones) => claim(callId, 'insured', phones),

    async noteInsuredReport(callId, phone) {
      await claim(callId, 'insuredReports', [phone]);
    },

    async releaseMissedAlerts(callId, userIds) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: callKey(callId),
          UpdateExpression: 'DELETE missedAlerts :userIds',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':userIds': new Set(userIds) },
        }),
      );
    },

    async findTarget(callId, target) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: callTargetKey(callId, target), ConsistentRead: true }),
      );
      return Item && targetFromItem(Item).outcome;
    },

    async countRepeated(callId, alerts) {
      await Promise.all(
        alerts.map(({ at, outcome }) =>
          client.send(
            new UpdateCommand({
              TableName,
              Key: callTargetKey(callId, outcome),
              UpdateExpression: 'SET repeatedAt = :at, lastRepeat = :outcome ADD repeats :one',
              ConditionExpression: 'attribute_exists(pk)',
              ExpressionAttributeValues: { ':at': at, ':outcome': storedOutcome(outcome), ':one': 1 },
            }),
          ),
        ),
      );
    },

    repeatAlertsAt: (callId, repeatAlertsAtMs) => set(callId, { repeatAlertsAtMs }),
    noteActivity: (callId) => set(callId, { showsActivity: true }),

    addReport: (callId, report, heard) =>
      isWritten(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: { ...noteItem(callId, report, ttlNow()), heard },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),

    async note(callId, events) {
      const ttl = ttlNow();
      // A batch must not name an item twice.
      const items = new Map(events.map((event) => [callNoteKey(callId, event).sk, noteItem(callId, event, ttl)]));
      await putAll(table, [...items.values()]);
    },
  };

  /** Adds texts to a set in the call's item. @returns those that were not in it. */
  async function claim(
    callId: string,
    set: 'missedAlerts' | 'insured' | 'insuredReports',
    texts: readonly string[],
  ): Promise<string[]> {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName,
        Key: callKey(callId),
        UpdateExpression: 'ADD #set :texts',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#set': set },
        ExpressionAttributeValues: { ':texts': new Set(texts) },
        ReturnValues: 'UPDATED_OLD',
      }),
    );
    const known = new Set((Attributes as Partial<CallRecord> | undefined)?.[set]);
    return texts.filter((text) => !known.has(text));
  }

  async function set(callId: string, values: Record<string, unknown>): Promise<void> {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    await client.send(
      new UpdateCommand({
        TableName,
        Key: callKey(callId),
        UpdateExpression: `SET ${given.map(([name]) => `${name} = :${name}`).join(', ')}`,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
      }),
    );
  }
}

function wholeUpdate({ version }: Call, changed: Call) {
  return {
    UpdateExpression: 'SET #call = :call',
    ConditionExpression: '#call.version = :readVersion',
    ExpressionAttributeNames: { '#call': 'call' },
    ExpressionAttributeValues: { ':call': changed, ':readVersion': version },
  };
}

/** `applyNarrowChange` as a conditional write. */
function narrowUpdate({ index, participant, was, callWas, state, witness }: NarrowChange) {
  return {
    UpdateExpression: `SET #call.participants[${index}] = :participant, #call.#state = :state, #call.version = #call.version + :one`,
    ConditionExpression: [
      `#call.participants[${index}].#state = :was`,
      `#call.#state IN (${callWas.map((_, place) => `:callWas${place}`).join(', ')})`,
      'attribute_not_exists(#call.callerLeft)',
      ...(witness === undefined ? [] : [`#call.participants[${witness.index}].#state = :witness`]),
    ].join(' AND '),
    ExpressionAttributeNames: { '#call': 'call', '#state': 'state' },
    ExpressionAttributeValues: {
      ':participant': participant,
      ':state': state,
      ':one': 1,
      ':was': was,
      ...Object.fromEntries(callWas.map((each, place) => [`:callWas${place}`, each])),
      ...(witness !== undefined && { ':witness': witness.state }),
    },
  };
}
