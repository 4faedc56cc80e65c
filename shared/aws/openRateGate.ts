import { type RateGate, rateGate } from '../api/rateGate.ts';
import type { Log } from '../platform/ports.ts';
import { rateStore } from '../store/rates.ts';
import { readDevices } from '../store/readDevices.ts';
import type { Table } from '../store/table.ts';
import { appStore } from '../store/teamSettings.ts';
import type { AppStore } from '../team/ports.ts';
import { settingsKeptSeconds } from './settingsKeptSeconds.ts';
import { stageApps } from './stageApps.ts';
import { system } from './system.ts';

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
