import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isoTime } from '../../platform/isoTime.ts';
import { ifConditionHolds, type Table } from '../../platform/table/table.ts';
import type { ReportStore } from '../ports.ts';
import type { Device } from '../rules/device.ts';
import type { DeviceName } from '../rules/deviceName.ts';
import { onReach } from './onReach.ts';
import { reachFromItem } from './reachItem.ts';
import { type ReachUpdate, reachUpdate } from './reachUpdate.ts';
import { findDevice } from './registrationState.ts';

/** Notes that are removed once what they say no longer counts. */
const missedNotes = ['missedReports', 'missedCallers', 'missedReportAt', 'missedRangAt', 'missedReportVersion'];

/** The conditions allow a report, an app start and the count of a call in any order, and repeatedly. */
export function reportStore(table: Table): ReportStore {
  /** @returns the device afterwards, or undefined if the condition does not hold. */
  async function change(
    { userId, deviceId }: DeviceName,
    describe: (update: ReachUpdate, path: (part: string) => string) => void,
  ): Promise<Device | undefined> {
    const update = reachUpdate(table.name, userId);
    update.when(`attribute_exists(${update.path(deviceId)})`);
    describe(update, (part) => update.path(deviceId, part));
    return ifConditionHolds(async () => {
      const { Attributes } = await onReach(table, userId, () =>
        table.client.send(new UpdateCommand({ ...update.build(), ReturnValues: 'ALL_NEW' })),
      );
      return findDevice(reachFromItem(userId, Attributes).devices, deviceId);
    });
  }

  return {
    addMissed(device, { callId, from, createdAtMs, rangAtMs }, nowMs) {
      const { missedCallers, missedReports } = device.reports ?? {};
      // Counts from version 0.3.0 say nothing about the callers, so counting starts over.
      const counted = missedCallers === undefined ? [] : (missedReports ?? []);
      return change(device, (update, path) => {
        update.when(
          missedReports === undefined
            ? `attribute_not_exists(${path('missedReports')})`
            : `${path('missedReports')} = ${update.value(missedReports)}`,
        );
        whenNotSettled(update, path, createdAtMs);
        update.set(path('missedReports'), [...counted, callId]);
        update.set(path('missedCallers'), [...(missedCallers ?? []), from]);
        update.set(path('missedReportAt'), isoTime(nowMs));
        update.set(path('missedRangAt'), isoTime(rangAtMs));
        update.set(path('missedReportVersion'), device.appVersion ?? '');
        update.remove(path('receiptAt'));
      });
    },

    async settle(device, untilMs, reportingVersion) {
      const isReport = reportingVersion !== undefined;
      const settled = await change(device, (update, path) => {
        whenNotSettled(update, path, untilMs);
        update.set(path('reportsSettledUntil'), isoTime(untilMs));
        if (isReport) update.set(path('reportingVersion'), reportingVersion);
        for (const note of [...missedNotes, 'receiptAt']) update.remove(path(note));
      });
      if (settled !== undefined || !isReport) return;
      // All of that is settled already, but the app has shown that it reports.
      await change(device, (update, path) => update.set(path('reportingVersion'), reportingVersion));
    },

    async noteReceipt(device, nowMs) {
      await change(device, (update, path) => {
        update.when(`attribute_exists(${path('missedReports')})`);
        update.set(path('receiptAt'), isoTime(nowMs));
      });
    },
  };
}

function whenNotSettled(update: ReachUpdate, path: (part: string) => string, untilMs: number): void {
  const settled = path('reportsSettledUntil');
  update.when(`(attribute_not_exists(${settled}) OR ${settled} < ${update.value(isoTime(untilMs))})`);
}
