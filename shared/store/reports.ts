import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DeviceName, ReportStore } from '../flows/callPorts.ts';
import { deviceFromItem } from './deviceItem.ts';
import { deviceKey } from './keys.ts';
import { isConditionFailure, type Table } from './table.ts';

/** The conditions see to it that a report, an app start and the count of a call may come in any order, and again. */
export function reportStore({ client, name: TableName }: Table): ReportStore {
  const keyOf = ({ userId, deviceId }: DeviceName) => deviceKey(userId, deviceId);

  return {
    async addMissed(device, { callId, createdAtMs }, nowMs) {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(device),
            UpdateExpression:
              'SET missedReports = list_append(if_not_exists(missedReports, :none), :calls), missedReportAt = :now,' +
              ' missedReportVersion = if_not_exists(appVersion, :unsaid)',
            ConditionExpression:
              'attribute_exists(pk) AND (attribute_not_exists(missedReports) OR NOT contains(missedReports, :callId))' +
              ' AND (attribute_not_exists(reportsSettledUntil) OR reportsSettledUntil < :createdAt)',
            ExpressionAttributeValues: {
              ':none': [],
              ':calls': [callId],
              ':callId': callId,
              ':now': isoTime(nowMs),
              ':unsaid': '',
              ':createdAt': isoTime(createdAtMs),
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return Attributes && deviceFromItem(Attributes);
      } catch (error) {
        if (isConditionFailure(error)) return undefined;
        throw error;
      }
    },

    async settle(device, untilMs) {
      try {
        await client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(device),
            UpdateExpression:
              'SET reportsSettledUntil = :until REMOVE missedReports, missedReportAt, missedReportVersion',
            ConditionExpression:
              'attribute_exists(pk) AND (attribute_not_exists(reportsSettledUntil) OR reportsSettledUntil < :until)',
            ExpressionAttributeValues: { ':until': isoTime(untilMs) },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
  };
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
