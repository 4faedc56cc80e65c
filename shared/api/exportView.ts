/** The export of a user as its answer shows it. */
import type { Device } from '../devices/rules/device.ts';
import type { ReportRecord } from '../devices/rules/reportRecord.ts';
import { spellSettings } from '../people/rules/conversationSpelling.ts';
import { isoTime } from '../platform/isoTime.ts';
import type { UserExport } from '../userData/rules/exportEntry.ts';
import { deviceView, repairView, serverCallView } from './views.ts';

/** Everything in the page, with whole tokens. */
export function exportView({ devices, blocks, calls, conversations, ...page }: UserExport) {
  return {
    ...page,
    conversations: conversations.map(({ conversationId, ...settings }) => ({
      conversationId,
      ...spellSettings(settings),
    })),
    devices: devices.map(exportedDevice),
    blocks: blocks.map((userId) => ({ userId })),
    calls: calls.map(serverCallView),
  };
}

function exportedDevice(device: Device) {
  const { registeredAtMs, permissionSinceMs, tokens, activities, presence, repairs, reports } = device;
  return {
    ...deviceView(device),
    registeredAt: isoTime(registeredAtMs),
    permissionSince: optionalTime(permissionSinceMs),
    tokens: Object.fromEntries(
      Object.entries(tokens).map(([kind, { registeredAtMs: sinceMs, ...token }]) => [
        kind,
        { ...token, registeredAt: isoTime(sinceMs) },
      ]),
    ),
    activities:
      activities &&
      Object.fromEntries(
        Object.entries(activities).map(([activityId, { registeredAtMs: sinceMs, ...token }]) => [
          activityId,
          { ...token, registeredAt: isoTime(sinceMs) },
        ]),
      ),
    presence: presence && {
      state: presence.state,
      at: optionalTime(presence.atMs),
      until: isoTime(presence.untilMs),
    },
    repairs: repairs?.map((repair) => ({ ...repairView(repair), diedAt: optionalTime(repair.diedAtMs) })),
    reports: reports && reportsView(reports),
  };
}

function reportsView({ missedReportAtMs, missedRangAtMs, settledUntilMs, receiptAtMs, ...notes }: ReportRecord) {
  return {
    ...notes,
    missedReportAt: optionalTime(missedReportAtMs),
    missedRangAt: optionalTime(missedRangAtMs),
    settledUntil: optionalTime(settledUntilMs),
    receiptAt: optionalTime(receiptAtMs),
  };
}

const optionalTime = (atMs: number | undefined): string | undefined => (atMs === undefined ? undefined : isoTime(atMs));
