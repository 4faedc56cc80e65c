import { type RateGate, rateGate } from '../../shared/api/rateGate.ts';
import { readDevices } from '../../shared/devices/table/readDevices.ts';
import { rateStore } from '../../shared/people/table/rateStore.ts';
import { settingsKeptSeconds } from '../../shared/platform/aws/settingsKeptSeconds.ts';
import { system } from '../../shared/platform/aws/system.ts';
import type { Log } from '../../shared/platform/ports.ts';
import type { Table } from '../../shared/platform/table/table.ts';
import { stageApps } from '../../shared/team/aws/stageApps.ts';
import type { AppStore } from '../../shared/team/ports.ts';
import { appStore } from '../../shared/team/table/teamSettings.ts';

const { clock } = system;

/**
 * The rate gate of a function instance, over the stage's table.
 * @param apps the function's own reader of settings, if it has one: settings are then read once for both.
 */
export function openRateGate(
  table: Table,
  log: Log,
  apps: AppStore = appStore(table, clock, settingsKeptSeconds()),
): RateGate {
  return rateGate({
    clock,
    log,
    rates: rateStore(table),
    apps,
    ruledApps: stageApps(),
    // Not the whole store: a function that only counts should not load how devices are registered.
    devices: { list: (userId) => readDevices(table, userId) },
  });
}
