import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { isoTime } from '../../platform/isoTime.ts';
import { deviceKey } from '../../platform/table/keys.ts';
import { isConditionFailure, type Table } from '../../platform/table/table.ts';
import type { ReportStore } from '../ports.ts';
import type { DeviceName } from '../rules/deviceName.ts';
import { deviceFromItem } from './storedDevice.ts';

/** The conditions allow a report, an app start and the count of a call in any order, and repeatedly. */
export function reportStore({ client, name: TableName }: Table): ReportStore {
  /** @returns the item afterwards, or undefined if the condition does not hold. */
  async function update(
    { userId, deviceId }: DeviceName,
    input: Omit<UpdateCommandInput, 'TableName' | 'Key' | 'ReturnValues'>,
  ): Promise<Record<string, unknown> | undefined> {
    const Key = deviceKey(userId, deviceId);
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({ TableName, Key, ...input, ReturnValues: 'ALL_NEW' }),
      );
      return Attributes;
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  return {
    async addMissed(device, { callId, from, createdAtMs, rangAtMs }, nowMs) {
      const { missedCallers, missedReports } = device.reports ?? {};
      // Counts from version 0.3.0 say nothing about the callers, so counting starts over.
      const counted = missedCallers === undefined ? [] : (missedReports ?? []);
      const attributes = await update(device, {
        UpdateExpression:
          'SET missedReports = :calls, missedCallers = :callers, missedReportAt = :now, missedRangAt = :rangAt,' +
          ' missedReportVersion = :version REMOVE receiptAt',
        ConditionExpression: [
          'attribute_exists(pk)',
          missedReports === undefined ? 'attribute_not_exists(missedReports)' : 'missedReports = :read',
          '(attribute_not_exists(reportsSettledUntil) OR reportsSettledUntil < :createdAt)',
        ].join(' AND '),
        ExpressionAttributeValues: {
          ':calls': [...counted, callId],
          ':callers': [...(missedCallers ?? []), from],
          ':now': isoTime(nowMs),
          ':rangAt': isoTime(rangAtMs),
          ':version': device.appVersion ?? '',
          ':createdAt': isoTime(createdAtMs),
          ...(missedReports !== undefined && { ':read': missedReports }),
        },
      });
      return attributes && deviceFromItem(attributes);
    },

    async settle(device, untilMs, reportingVersion) {
      const isReport = reportingVersion !== undefined;
      const settled = await update(device, {
        UpdateExpression:
          `SET reportsSettledUntil = :until${isReport ? ', reportingVersion = :version' : ''}` +
          ' REMOVE missedReports, missedCallers, missedReportAt, missedRangAt, missedReportVersion, receiptAt',
        ConditionExpression:
          'attribute_exists(pk) AND (attribute_not_exists(reportsSettledUntil) OR reportsSettledUntil < :until)',
        ExpressionAttributeValues: { ':until': isoTime(untilMs), ...(isReport && { ':version': reportingVersion }) },
      });
      if (settled !== undefined || !isReport) return;
      // All of that is settled already, but the app has shown that it reports.
      await update(device, {
        UpdateExpression: 'SET reportingVersion = :version',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':version': reportingVersion },
      });
    },

    async noteReceipt(device, nowMs) {
      await update(device, {
        UpdateExpression: 'SET receiptAt = :now',
        ConditionExpression: 'attribute_exists(missedReports)',
        ExpressionAttributeValues: { ':now': isoTime(nowMs) },
      });
    },
  };
}
