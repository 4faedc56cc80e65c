import { type RateGate, rateGate } from '../api/rateGate.ts';
import type { Log } from '../flows/ports.ts';
import { rateStore } from '../store/rates.ts';
import { readDevices } from '../store/readDevices.ts';
import type { Table } from '../store/table.ts';
import { appStore } from '../store/teamSettings.ts';
import { ruledApps } from './ruledApps.ts';
import { settingsKeptSeconds } from './settingsKeptSeconds.ts';
import { system } from './system.ts';

/** The rate gate of a function instance, over the stage's table. */
export function openRateGate(table: Table, log: Log): RateGate {
  const { clock } = system;
  return rateGate({
    clock,
    log,
    rates: rateStore(table),
    apps: appStore(table, clock, settingsKeptSeconds()),
    ruledApps: ruledApps(),
    // Not the whole store: a function that only counts should not load how devices are registered.
    devices: { list: (userId) => readDevices(table, userId) },
  });
}
