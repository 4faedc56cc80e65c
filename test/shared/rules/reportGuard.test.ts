import { describe, expect, it } from 'vitest';
import { isGuarded, isOtherVersion, type ReportRecord } from '../../../shared/rules/reportGuard.ts';
import { isoTime, startMs } from '../../support/factories.ts';

const missedOnce: ReportRecord = {
  missedReports: ['c1'],
  missedReportAt: isoTime(startMs),
  missedReportVersion: '1.2',
};

describe('the report guard', () => {
  it.each<[string, ReportRecord, boolean]>([
    ['a device that has missed nothing', {}, false],
    ['a device that has missed one report', missedOnce, false],
    ['a device that has missed two', { ...missedOnce, missedReports: ['c1', 'c2'] }, true],
    ['a device that has missed more', { ...missedOnce, missedReports: ['c1', 'c2', 'c3'] }, true],
  ])('of %s', (_device, record, expected) => {
    // Act
    const guarded = isGuarded(record);

    // Assess
    expect(guarded).toBe(expected);
  });

  it.each<[string, ReportRecord & { appVersion?: string }, boolean]>([
    ['with nothing to forget', { appVersion: '1.2' }, false],
    ['by the same version, which a push may have launched', { ...missedOnce, appVersion: '1.2' }, false],
    ['by another version of the app', { ...missedOnce, appVersion: '1.3' }, true],
    ['by an app that never says its version', { ...missedOnce, missedReportVersion: '' }, false],
    ['by an app that no longer says its version', missedOnce, true],
  ])('is lifted by a registration or not: %s', (_when, record, expected) => {
    // Act
    const result = isOtherVersion(record);

    // Assess
    expect(result).toBe(expected);
  });
});
