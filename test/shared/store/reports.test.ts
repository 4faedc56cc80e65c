import { describe, expect, it } from 'vitest';
import type { ReportStore } from '../../../shared/flows/callPorts.ts';
import type { DeviceStore } from '../../../shared/flows/ports.ts';
import { deviceStore } from '../../../shared/store/devices.ts';
import { reportStore } from '../../../shared/store/reports.ts';
import { aRegistration, isoTime, startMs } from '../../support/factories.ts';
import { MemoryReports } from '../../support/memoryCalls.ts';
import { MemoryDevices } from '../../support/memoryDevices.ts';
import { useTable } from '../../support/table.ts';

const openTable = useTable();
const name = { userId: 'bob', deviceId: 'phone-1' };
const call = (callId: string, afterMs = 0) => ({ callId, createdAtMs: startMs + afterMs });

interface Stores {
  devices: DeviceStore;
  reports: ReportStore;
}

describe.each<[string, () => Stores]>([
  ['in DynamoDB', () => ({ devices: deviceStore(openTable()), reports: reportStore(openTable()) })],
  [
    'in memory, for tests',
    () => {
      const devices = new MemoryDevices();
      return { devices, reports: new MemoryReports(devices) };
    },
  ],
])('missed reports %s', (_where, open) => {
  async function withPhone(): Promise<Stores> {
    const stores = open();
    await stores.devices.register(aRegistration({ ...name, appVersion: '1.2' }), isoTime(startMs));
    return stores;
  }

  it('are counted once for each call, with the version of the app', async () => {
    // Prepare
    const { devices, reports } = await withPhone();

    // Act
    const counted = [
      await reports.addMissed(name, call('c1'), startMs),
      await reports.addMissed(name, call('c1'), startMs + 1),
      await reports.addMissed(name, call('c2'), startMs + 2),
    ];

    // Assess
    expect(counted.map((device) => device?.missedReports)).toEqual([['c1'], undefined, ['c1', 'c2']]);
    expect(await devices.find('bob', 'phone-1')).toMatchObject({
      missedReports: ['c1', 'c2'],
      missedReportAt: isoTime(startMs + 2),
      missedReportVersion: '1.2',
    });
  });

  it('of a device that says no version are counted, too', async () => {
    // Prepare
    const { devices, reports } = open();
    await devices.register(aRegistration(name), isoTime(startMs));

    // Act
    const device = await reports.addMissed(name, call('c1'), startMs);

    // Assess
    expect(device).toMatchObject({ missedReports: ['c1'], missedReportVersion: '' });
  });

  it('are forgotten by a report, and calls that began until then count no longer', async () => {
    // Prepare
    const { devices, reports } = await withPhone();
    await reports.addMissed(name, call('c1'), startMs);

    // Act
    await reports.settle(name, startMs + 1000);
    const older = await reports.addMissed(name, call('c2', 1000), startMs + 2000);
    const newer = await reports.addMissed(name, call('c3', 1001), startMs + 2000);

    // Assess
    expect(older).toBeUndefined();
    expect(newer?.missedReports).toEqual(['c3']);
    expect((await devices.find('bob', 'phone-1'))?.missedReports).toEqual(['c3']);
  });

  it('are not forgotten by a report of a call before the last one that was settled', async () => {
    // Prepare
    const { reports } = await withPhone();
    await reports.settle(name, startMs + 1000);
    await reports.addMissed(name, call('c2', 2000), startMs + 3000);

    // Act
    await reports.settle(name, startMs + 500);

    // Assess
    const device = await reports.addMissed(name, call('c3', 4000), startMs + 5000);
    expect(device?.missedReports).toEqual(['c2', 'c3']);
  });

  it('outlive a registration', async () => {
    // Prepare
    const { devices, reports } = await withPhone();
    await reports.addMissed(name, call('c1'), startMs);

    // Act
    const device = await devices.register(aRegistration({ ...name, appVersion: '1.3' }), isoTime(startMs + 1));

    // Assess
    expect(device).toMatchObject({ appVersion: '1.3', missedReports: ['c1'], missedReportVersion: '1.2' });
    expect(await devices.find('bob', 'phone-1')).toEqual(device);
  });

  it('of a device that is gone are not kept', async () => {
    // Prepare
    const { devices, reports } = open();

    // Act
    const counted = await reports.addMissed(name, call('c1'), startMs);
    await reports.settle(name, startMs);

    // Assess
    expect(counted).toBeUndefined();
    expect(await devices.find('bob', 'phone-1')).toBeUndefined();
  });
});
