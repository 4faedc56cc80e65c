/** Rings as phones live them, planted, and what the statistics make of them. */
import { describe, expect, it, vi } from 'vitest';
import { dayView } from '../../../../shared/api/statisticsView.ts';
import { inviteToCall } from '../../../../shared/calls/flows/invite.ts';
import { ring } from '../../../../shared/calls/flows/ring.ts';
import { runCallTimer } from '../../../../shared/calls/flows/runTimer.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { phoneReport } from '../../../../shared/push/rules/phoneReport.ts';
import { dayOf } from '../../../../shared/push/rules/statistics.ts';
import { statisticsStore } from '../../../../shared/push/table/statisticsStore.ts';
import { startCall } from '../../../support/callsInTable.ts';
import { aDevice, appId, aToken, isoTime, startMs } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';
import { receiveReceipts } from '../../../support/receivedReceipts.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const ringMs = 30_000;
const ringsOfEach = 400;
/** The new version loses each twentieth ring, the old one each two-hundredth. */
const versions = [
  { appVersion: '4.9.0', osVersion: '18.6', losesEach: 200 },
  { appVersion: '4.10.0', osVersion: '26.4.1', losesEach: 20 },
] as const;

interface PlantedRing {
  userId: string;
  appVersion: string;
  isLost: boolean;
  tookMs: number;
  /** How wrong the clock of the phone is. */
  clockErrorMs: number;
}

function plantedRings(): PlantedRing[] {
  return versions.flatMap(({ appVersion, losesEach }) =>
    Array.from({ length: ringsOfEach }, (_, index) => ({
      userId: `${appVersion} ${index}`,
      appVersion,
      isLost: index % losesEach === losesEach - 1,
      tookMs: 300 + ((index * 7919) % 4000),
      clockErrorMs: ((index % 7) - 3) * 600_000,
    })),
  );
}

function addPhone({ devices }: MemoryPorts, { userId, appVersion }: PlantedRing): void {
  const deviceId = `phone of ${userId}`;
  const tokens = { voip: aToken(deviceId, { state: 'proven' }) };
  const osVersion = versions.find((each) => each.appVersion === appVersion)?.osVersion;
  devices.add(aDevice({ userId, deviceId, tokens, appVersion, osVersion }));
}

/** All ring at the same time, and each phone reports when its time has come. */
async function live(ports: MemoryPorts, rings: readonly PlantedRing[]): Promise<void> {
  for (const ring of rings) addPhone(ports, ring);
  const calls = await Promise.all(
    rings.map(async (ring) => ({ ...ring, callId: await startCall(ports, [ring.userId], ringMs / 1000) })),
  );
  for (const { userId, callId, isLost, tookMs, clockErrorMs } of calls.toSorted(
    (one, two) => one.tookMs - two.tookMs,
  )) {
    if (isLost) continue;
    ports.clock.advance(startMs + tookMs - ports.clock.nowMs());
    const at = isoTime(ports.clock.nowMs() + clockErrorMs);
    await receiveReceipts(ports, userId, [{ callId, deviceId: `phone of ${userId}`, event: 'callReported', at }]);
  }
  ports.clock.advance(startMs + ringMs - ports.clock.nowMs());
  for (const { callId } of calls) {
    // Later than the last write of these counters.
    ports.clock.advance(1);
    await runCallTimer(ports, { callId, dueAtMs: startMs + ringMs, task: 'expire' });
  }
}

function exactly(rings: readonly PlantedRing[], appVersion: string) {
  const own = rings.filter((ring) => ring.appVersion === appVersion);
  const times = own.filter(({ isLost }) => !isLost).map(({ tookMs }) => tookMs);
  const sorted = times.toSorted((one, other) => one - other);
  const percentile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { lostPercent: (1 - times.length / own.length) * 100, p50Ms: percentile(0.5), p99Ms: percentile(0.99) };
}

describe('the statistics of rings', () => {
  it('have the planted losses and times, however wrong the clocks of phones are, and name the bad version', async () => {
    // Prepare
    const ports = memoryPorts();
    const rings = plantedRings();

    // Act
    await live(ports, rings);

    // Assess
    const statistics = await ports.statistics.read([dayOf(startMs)]);
    const { phones } = statistics;
    const report = phoneReport(phones, 'appVersion');
    expect(report.map(({ value }) => value)).toEqual(['4.9.0', '4.10.0']);
    for (const { value, rings: found } of report) {
      const planted = exactly(rings, value);
      expect(found.accepted).toBe(ringsOfEach);
      expect(Math.abs((found.lostPercent ?? 100) - planted.lostPercent)).toBeLessThan(0.1);
      expect(Math.abs((found.p50Ms ?? 0) - planted.p50Ms)).toBeLessThanOrEqual(50);
      expect(Math.abs((found.p99Ms ?? 0) - planted.p99Ms)).toBeLessThanOrEqual(50);
    }
    expect(report.map(({ worseThan }) => worseThan)).toEqual([
      undefined,
      { what: 'rings', version: '4.9.0', lostPercent: 0.5 },
    ]);
    expect(phoneReport(phones, 'osVersion').map(({ value }) => value)).toEqual(['18.6', '26.4']);
    const lost = rings.filter(({ isLost }) => isLost).length;
    expect(dayView(statistics, undefined)).toMatchObject([
      { day: dayOf(startMs), appId, sent: 0, rings: rings.length, ringsUnreported: lost },
    ]);
  });

  it('are the same out of DynamoDB', async () => {
    // Prepare
    const ports = memoryPorts();
    const store = statisticsStore(openTable());
    const addInMemory = ports.statistics.add.bind(ports.statistics);
    let writesAtMs = startMs;
    vi.spyOn(ports.statistics, 'add').mockImplementation(async (nowMs, counts, phones) => {
      await addInMemory(nowMs, counts, phones);
      // The one before was ten seconds ago, so it is written at once.
      writesAtMs += 10_000;
      await store.add(writesAtMs, counts, phones);
    });

    // Act
    await live(
      ports,
      plantedRings().filter((_ring, index) => index % 20 === 19),
    );

    // Assess
    const expected = await ports.statistics.read([dayOf(startMs)]);
    const read = await store.read([dayOf(startMs)]);
    expect(phoneReport(read.phones, 'appVersion')).toEqual(phoneReport(expected.phones, 'appVersion'));
    expect(dayView(read, undefined)).toEqual(dayView(expected, undefined));
  });

  it('count a callee with two phones once, and as reported if one of them reports', async () => {
    // Prepare
    const ports = memoryPorts();
    for (const deviceId of ['b1', 'b2']) {
      ports.devices.add(
        aDevice({ deviceId, appVersion: '4.2.0', tokens: { voip: aToken(deviceId, { state: 'proven' }) } }),
      );
    }
    const callId = await startCall(ports, ['bob'], ringMs / 1000);
    ports.clock.advance(500);
    await receiveReceipts(ports, 'bob', [{ callId, deviceId: 'b1', event: 'callReported', at: isoTime(startMs) }]);
    ports.clock.advance(ringMs);

    // Act
    await runCallTimer(ports, { callId, dueAtMs: startMs + ringMs, task: 'expire' });

    // Assess
    const statistics = await ports.statistics.read([dayOf(startMs)]);
    expect(dayView(statistics, undefined)).toMatchObject([{ appId, rings: 1, ringsUnreported: 0 }]);
    expect(phoneReport(statistics.phones, 'environment')[0]?.rings).toEqual({
      accepted: 2,
      reported: 1,
      lostPercent: 50,
      p50Ms: 550,
      p99Ms: 550,
      timed: 0,
      callees: 1,
      unreported: 0,
      unreportedPercent: 0,
    });
  });

  it('begin with the tap, and for a user who is invited later with the invitation', async () => {
    // Prepare
    const ports = memoryPorts();
    for (const userId of ['bob', 'carol']) {
      const tokens = { voip: aToken(userId, { state: 'proven' }) };
      ports.devices.add(aDevice({ userId, deviceId: `phone-of-${userId}`, appVersion: userId, tokens }));
    }
    const to = { userIds: ['bob'] };
    const call = { from: 'alice', to, callerName: 'Alice', hasVideo: false, timeoutSeconds: 60 };
    const rung = await ring(ports, { ...call, tappedAtMs: startMs - 3000 });
    if (isRefusal(rung)) throw new Error(rung.detail);
    const { callId } = rung.call;
    ports.clock.advance(5000);
    await inviteToCall(ports, { callId, actor: { userId: 'alice' }, userIds: ['carol'], timeoutSeconds: 55 });
    ports.clock.advance(1000);
    for (const userId of ['bob', 'carol']) {
      const report = { callId, deviceId: `phone-of-${userId}`, event: 'callReported', at: isoTime(0) } as const;
      await receiveReceipts(ports, userId, [{ ...report, ageMs: 500 }]);
    }

    // Act
    ports.clock.advance(54_000);
    await runCallTimer(ports, { callId, dueAtMs: startMs + 60_000, task: 'expire' });

    // Assess
    const { phones } = await ports.statistics.read([dayOf(startMs)]);
    const times = phoneReport(phones, 'appVersion').map(({ value, rings }) => [value, rings.p50Ms]);
    expect(times).toEqual([
      ['bob', 8525],
      ['carol', 525],
    ]);
  });

  it('take a ring out of the unreported ones whose report has waited on the phone, and no other', async () => {
    // Prepare
    const ports = memoryPorts();
    const late = { minutes: 10, acceptedAfterMs: 2000 };
    const reports = {
      bob: { ageMs: late.minutes * 60_000 - late.acceptedAfterMs },
      // The phone was off until the ringing was over.
      carol: { ageMs: 1000 },
      // It does not say how long ago it was.
      dave: {},
    };
    const userIds = Object.keys(reports);
    for (const userId of userIds) {
      const tokens = { voip: aToken(userId, { state: 'proven' }) };
      ports.devices.add(aDevice({ userId, deviceId: `phone-of-${userId}`, appVersion: userId, tokens }));
    }
    const callId = await startCall(ports, userIds, ringMs / 1000);
    ports.clock.advance(ringMs);
    await runCallTimer(ports, { callId, dueAtMs: startMs + ringMs, task: 'expire' });
    ports.clock.advance(late.minutes * 60_000 - ringMs);

    // Act
    for (const [userId, age] of Object.entries(reports)) {
      const report = { callId, deviceId: `phone-of-${userId}`, event: 'callReported', at: isoTime(0), ...age } as const;
      await receiveReceipts(ports, userId, [report, report]);
    }

    // Assess
    const { phones } = await ports.statistics.read([dayOf(startMs)]);
    const found = phoneReport(phones, 'appVersion').map(({ value, rings }) => [
      value,
      rings.reported,
      rings.unreported,
    ]);
    expect(found).toEqual([
      ['bob', 1, 0],
      ['carol', 0, 1],
      ['dave', 0, 1],
    ]);
  });
});
