import { describe, expect, it } from 'vitest';
import { phoneReport } from '../../../../shared/push/rules/phoneReport.ts';
import type { DayPhoneCounts } from '../../../../shared/push/rules/phoneStatistics.ts';

const day = '2026-11-30';
const appId = 'com.example.app';

function counted(appVersion: string, counters: Record<string, number>, rest: Partial<DayPhoneCounts> = {}) {
  return { day, appId, appVersion, osVersion: '26.4', environment: 'production', counters, ...rest };
}

const none = { timed: 0, callees: 0, unreported: 0 };

const rings = (appVersion: string, rung: number, reported: number) => counted(appVersion, { rung, reported });

describe('the report about phones', () => {
  it('has losses, times and reasons by whatever the phones have in common', () => {
    // Prepare
    const days = [
      counted('4.2.0', { accepted: 900, delivered: 880, 'deliveredIn.3': 880, 'refused.BadDeviceToken': 2 }),
      counted('4.2.0', { accepted: 100, delivered: 90, 'deliveredIn.40': 90, shown: 7 }, { osVersion: '18.6' }),
      counted('4.1.0', { accepted: 50, rung: 10, reported: 9, 'reportedIn.2': 9 }, { day: '2026-11-29' }),
    ];

    // Act
    const byVersion = phoneReport(days, 'appVersion');
    const byOs = phoneReport(days, 'osVersion');
    const byDay = phoneReport(days, 'day');

    // Assess
    expect(byVersion).toEqual([
      {
        appId,
        value: '4.1.0',
        messages: { accepted: 50, reported: 0, shown: 0, tapped: 0, refused: [] },
        rings: { accepted: 10, reported: 9, lostPercent: 10, p50Ms: 250, p99Ms: 250, ...none },
      },
      {
        appId,
        value: '4.2.0',
        messages: {
          accepted: 1000,
          reported: 970,
          lostPercent: 3,
          p50Ms: 350,
          p99Ms: 4050,
          shown: 7,
          tapped: 0,
          refused: [{ reason: 'BadDeviceToken', count: 2 }],
        },
        rings: { accepted: 0, reported: 0, ...none },
      },
    ]);
    expect(byOs.map(({ value, messages }) => [value, messages.accepted])).toEqual([
      ['18.6', 100],
      ['26.4', 950],
    ]);
    expect(byDay.map(({ value, messages }) => [value, messages.accepted])).toEqual([
      ['2026-11-29', 50],
      [day, 1000],
    ]);
  });

  it('has the times of the reports that say how old they are, where there are any, and the callees of whom none came', () => {
    // Prepare
    const days = [
      counted('4.2.0', { rung: 4, reported: 3, 'reportedIn.90': 2, 'callKitIn.9': 1, rings: 3, ringsUnreported: 1 }),
    ];

    // Act
    const [row] = phoneReport(days, 'environment');

    // Assess
    expect(row?.rings).toEqual({
      accepted: 4,
      reported: 3,
      lostPercent: 25,
      p50Ms: 475,
      p99Ms: 475,
      timed: 1,
      callees: 3,
      unreported: 1,
      unreportedPercent: 33.33,
    });
  });

  it.each([
    [
      'a version that loses more than the one before it',
      [rings('4.9.0', 1000, 995), rings('4.10.0', 1000, 960)],
      '4.9.0',
    ],
    ['not one that loses as much', [rings('4.9.0', 1000, 960), rings('4.10.0', 1000, 955)], undefined],
    [
      'not one with a difference that chance explains',
      [rings('4.9.0', 120, 119), rings('4.10.0', 120, 116)],
      undefined,
    ],
    ['not one with few rings', [rings('4.9.0', 1000, 999), rings('4.10.0', 60, 30)], undefined],
    [
      'one that is compared with the last version that has enough',
      [rings('4.8.0', 1000, 995), rings('4.9.0', 20, 20), rings('4.10.0', 1000, 960)],
      '4.8.0',
    ],
    ['not one of another app', [{ ...rings('4.9.0', 1000, 995), appId: 'a' }, rings('4.10.0', 1000, 900)], undefined],
  ])('names %s', (_which, days, version) => {
    // Act
    const last = phoneReport(days, 'appVersion').at(-1);

    // Assess
    expect(last?.value).toBe('4.10.0');
    expect(last?.worseThan).toEqual(version && { what: 'rings', version, lostPercent: 0.5 });
  });

  it('names a version that rings later than the one before it, unless it also loses more', () => {
    // Prepare
    const took = (appVersion: string, bucket: number, lost = 0) =>
      counted(appVersion, { rung: 500, reported: 500 - lost, [`callKitIn.${bucket}`]: 500 - lost });

    // Act
    const later = phoneReport([took('4.9.0', 10), took('4.10.0', 18)], 'appVersion').at(-1);
    const both = phoneReport([took('4.9.0', 10), took('4.10.0', 18, 50)], 'appVersion').at(-1);

    // Assess
    expect(later?.worseThan).toEqual({ what: 'ringTimes', version: '4.9.0', p50Ms: 525, p99Ms: 525 });
    expect(both?.worseThan).toEqual({ what: 'rings', version: '4.9.0', lostPercent: 0 });
  });
});
