import { describe, expect, it } from 'vitest';
import { phoneReport } from '../../../../shared/push/rules/phoneReport.ts';
import type { DayPhoneCounts } from '../../../../shared/push/rules/phoneStatistics.ts';

const day = '2026-11-30';
const appId = 'com.example.app';

function counted(appVersion: string, counters: Record<string, number>, rest: Partial<DayPhoneCounts> = {}) {
  return { day, appId, appVersion, osVersion: '26.4', environment: 'production', counters, ...rest };
}

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
        rings: { accepted: 10, reported: 9, lostPercent: 10, p50Ms: 250, p99Ms: 250 },
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
        rings: { accepted: 0, reported: 0 },
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
});
