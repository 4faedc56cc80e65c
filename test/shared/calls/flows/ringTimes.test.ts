/** Planted losses, times and bad versions, and what the statistics make of them. */
import { describe, expect, it } from 'vitest';
import { watchVersions } from '../../../../shared/push/flows/watchVersions.ts';
import { phoneReport } from '../../../../shared/push/rules/phoneReport.ts';
import { lastDays } from '../../../../shared/push/rules/statistics.ts';
import { appId } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';
import { exactly, type PlantedVersion, plantRings, playRings } from '../../../support/plantedRings.ts';

const good: PlantedVersion = { appVersion: '4.9.0', rings: 2000, lossShare: 1 / 200, slowerMs: 0 };

describe('the time from the tap to CallKit, and the rings that nobody reports', () => {
  it.each([
    ['one that loses more', { lossShare: 1 / 25 }, 'app version loses more'],
    ['one that rings later', { slowerMs: 300 }, 'app version rings later'],
    ['none where both are as good', {}, undefined],
  ])('come out as planted, and name %s', async (_which, flaw, alarm) => {
    // Prepare
    const ports = memoryPorts();
    const versions = [good, { ...good, ...flaw, appVersion: '4.10.0' }];
    const rings = plantRings(versions, 7);

    // Act
    await playRings(ports, rings);
    const worse = await watchVersions(ports, [appId]);

    // Assess
    const { phones } = await ports.statistics.read(lastDays(ports.clock.nowMs(), 2));
    const rows = phoneReport(phones, 'appVersion');
    expect(rows.map(({ value }) => value)).toEqual(['4.9.0', '4.10.0']);
    for (const { value, rings: found } of rows) {
      const planted = exactly(rings, value);
      expect(found).toMatchObject({ accepted: 2000, callees: 2000, timed: found.reported });
      expect(Math.abs((found.lostPercent ?? 100) - planted.lostPercent)).toBeLessThan(0.1);
      expect(Math.abs((found.unreportedPercent ?? 100) - planted.lostPercent)).toBeLessThan(0.1);
      expect(Math.abs((found.p50Ms ?? 0) - planted.p50Ms)).toBeLessThanOrEqual(50);
      expect(Math.abs((found.p99Ms ?? 0) - planted.p99Ms)).toBeLessThanOrEqual(50);
    }
    expect(worse.map(({ value, worseThan }) => [value, worseThan?.version])).toEqual(
      alarm ? [['4.10.0', '4.9.0']] : [],
    );
    const warnings = ports.log.lines.filter(({ fields }) => fields?.['appVersion'] !== undefined);
    expect(warnings.map(({ message }) => message)).toEqual(alarm ? [alarm] : []);
  });
});
