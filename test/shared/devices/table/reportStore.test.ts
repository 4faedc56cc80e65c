import { describe, expect, it } from 'vitest';
import type { DeviceStore, ReportStore } from '../../../../shared/devices/ports.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import type { MissedReport } from '../../../../shared/devices/rules/reportRecord.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { reportStore } from '../../../../shared/devices/table/reportStore.ts';
import { aDevice, aRegistration, startMs } from '../../../support/factories.ts';
import { MemoryReports } from '../../../support/memory/calls.ts';
import { MemoryDevices } from '../../../support/memory/devices.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const name = { userId: 'bob', deviceId: 'phone-1' };
const call = (callId: string, afterMs = 0): MissedReport => {
  const atMs = startMs + afterMs;
  return { callId, from: `caller of ${callId}`, createdAtMs: atMs, rangAtMs: atMs, stoppedAtMs: atMs + 30_000 };
};

/** As a flow does it: with the device as it is now. */
async function addMissed(
  { devices, reports }: Stores,
  missed: MissedReport,
  nowMs: number,
): Promise<Device | undefined> {
  const device = await devices.find(name.userId, name.deviceId);
  return reports.addMissed(device ?? aDevice(name), missed, nowMs);
}

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
    await stores.devices.register(aRegistration({ ...name, appVersion: '1.2' }), startMs);
    return stores;
  }

  it('are counted with their callers and the version of the app', async () => {
    // Prepare
    const stores = await withPhone();

    // Act
    const counted = [
      await addMissed(stores, call('c1'), startMs),
      await addMissed(stores, call('c2', 500), startMs + 2),
    ];

    // Assess
    expect(counted.map((device) => device?.reports?.missedReports)).toEqual([['c1'], ['c1', 'c2']]);
    expect(await stores.devices.find('bob', 'phone-1')).toMatchObject({
      reports: {
        missedReports: ['c1', 'c2'],
        missedCallers: ['caller of c1', 'caller of c2'],
        missedReportAtMs: startMs + 2,
        missedRangAtMs: startMs + 500,
        missedReportVersion: '1.2',
      },
    });
  });

  it('are counted once when two processes read the end of a call concurrently', async () => {
    // Prepare
    const { devices, reports } = await withPhone();
    const read = (await devices.find('bob', 'phone-1')) ?? aDevice(name);

    // Act
    const counted = await Promise.all([1, 2].map(() => reports.addMissed(read, call('c1'), startMs)));

    // Assess
    expect(counted.filter((device) => device !== undefined)).toHaveLength(1);
    expect((await devices.find('bob', 'phone-1'))?.reports?.missedReports).toEqual(['c1']);
  });

  it('of a device without a version are counted too', async () => {
    // Prepare
    const stores = open();
    await stores.devices.register(aRegistration(name), startMs);

    // Act
    const device = await addMissed(stores, call('c1'), startMs);

    // Assess
    expect(device).toMatchObject({ reports: { missedReports: ['c1'], missedReportVersion: '' } });
  });

  it('are cleared by a report, and earlier calls no longer count', async () => {
    // Prepare
    const stores = await withPhone();
    await addMissed(stores, call('c1'), startMs);

    // Act
    await stores.reports.settle(name, startMs + 1000, '1.2');
    const older = await addMissed(stores, call('c2', 1000), startMs + 2000);
    const newer = await addMissed(stores, call('c3', 1001), startMs + 2000);

    // Assess
    expect(older).toBeUndefined();
    expect(newer?.reports).toMatchObject({
      missedReports: ['c3'],
      missedCallers: ['caller of c3'],
      reportingVersion: '1.2',
    });
    expect((await stores.devices.find('bob', 'phone-1'))?.reports?.missedReports).toEqual(['c3']);
  });

  it('are not cleared by a report of an earlier call, which still proves a version', async () => {
    // Prepare
    const stores = await withPhone();
    await stores.reports.settle(name, startMs + 1000);
    await addMissed(stores, call('c2', 2000), startMs + 3000);

    // Act
    await stores.reports.settle(name, startMs + 500, '1.2');

    // Assess
    const device = await addMissed(stores, call('c3', 4000), startMs + 5000);
    expect(device?.reports).toMatchObject({ missedReports: ['c2', 'c3'], reportingVersion: '1.2' });
  });

  it('keep the last receipt of a device only if it has missed reports', async () => {
    // Prepare
    const stores = await withPhone();
    await stores.reports.noteReceipt(name, startMs);
    const before = await stores.devices.find('bob', 'phone-1');
    await addMissed(stores, call('c1'), startMs);

    // Act
    await stores.reports.noteReceipt(name, startMs + 9000);

    // Assess
    expect(before?.reports?.receiptAtMs).toBeUndefined();
    expect((await stores.devices.find('bob', 'phone-1'))?.reports?.receiptAtMs).toBe(startMs + 9000);
  });

  it('survive a registration', async () => {
    // Prepare
    const stores = await withPhone();
    await stores.reports.settle(name, startMs - 1000, '1.2');
    await addMissed(stores, call('c1'), startMs);
    await stores.reports.noteReceipt(name, startMs + 1);

    // Act
    const registration = aRegistration({ ...name, appVersion: '1.3' });
    const device = await stores.devices.register(registration, startMs + 2);

    // Assess
    expect(device).toMatchObject({
      appVersion: '1.3',
      reports: {
        missedReports: ['c1'],
        missedCallers: ['caller of c1'],
        missedRangAtMs: startMs,
        missedReportVersion: '1.2',
        reportingVersion: '1.2',
        receiptAtMs: startMs + 1,
      },
    });
    expect(await stores.devices.find('bob', 'phone-1')).toEqual(device);
  });

  it('of a removed device are not kept', async () => {
    // Prepare
    const stores = open();

    // Act
    const counted = await addMissed(stores, call('c1'), startMs);
    await stores.reports.settle(name, startMs, '1.2');
    await stores.reports.noteReceipt(name, startMs);

    // Assess
    expect(counted).toBeUndefined();
    expect(await stores.devices.find('bob', 'phone-1')).toBeUndefined();
  });
});
