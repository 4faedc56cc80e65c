import { describe, expect, it } from 'vitest';
import { watchVersions } from '../../../../shared/push/flows/watchVersions.ts';
import { countRing } from '../../../../shared/push/rules/phoneStatistics.ts';
import { appId, startMs } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

interface Version {
  appVersion: string;
  rung: number;
  lost: number;
}

async function portsAfter(versions: readonly Version[]) {
  const ports = memoryPorts();
  const phones = versions.flatMap(({ appVersion, rung, lost }) => {
    const group = { appId, appVersion, osVersion: '26.4', environment: 'production' };
    return Array.from({ length: rung }, (_, index) => countRing(group, index >= lost, { name: 'callKitIn', ms: 500 }));
  });
  await ports.statistics.add(startMs, [], phones);
  return ports;
}

const good = { appVersion: '4.9.0', rung: 1000, lost: 5 };
const bad = { appVersion: '4.10.0', rung: 1000, lost: 40 };

describe('the daily comparison of versions', () => {
  it.each([
    ['a latest version that loses more', [good, bad], 1],
    ['the same while developers try the next one', [good, bad, { appVersion: '4.11.0', rung: 3, lost: 0 }], 1],
    ['nothing once a later version is good again', [good, bad, { ...good, appVersion: '4.11.0' }], 0],
    ['nothing while all is well', [good, { ...good, appVersion: '4.10.0' }], 0],
    ['nothing without a version', [], 0],
  ])('reports %s', async (_what, versions, worse) => {
    // Prepare
    const ports = await portsAfter(versions);

    // Act
    const found = await watchVersions(ports, [appId]);

    // Assess
    expect(found.map(({ value }) => value)).toEqual(worse === 0 ? [] : ['4.10.0']);
    expect(ports.metrics.recorded).toContainEqual(expect.objectContaining({ name: 'AppVersionsWorse', value: worse }));
    expect(ports.log.lines.map(({ fields }) => fields)).toEqual(
      worse === 0
        ? []
        : [{ appId, appVersion: '4.10.0', what: 'rings', lostPercent: 4, before: '4.9.0', beforePercent: 0.5 }],
    );
  });

  it('leaves out apps that are not of the stage', async () => {
    // Prepare
    const ports = await portsAfter([good, bad]);

    // Act
    const found = await watchVersions(ports, ['com.example.other']);

    // Assess
    expect(found).toEqual([]);
  });
});
