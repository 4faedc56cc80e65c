import { describe, expect, it } from 'vitest';
import { hasReacted, ringTimes } from '../../../../shared/calls/rules/reported.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import { countsAsMissed, isGuarded, isOtherVersion } from '../../../../shared/devices/rules/reportGuard.ts';
import type { MissedReport } from '../../../../shared/devices/rules/reportRecord.ts';
import { aCall, aDevice, aParticipant, missedTwice, startMs } from '../../../support/factories.ts';

const minutesMs = 60_000;
const reporting = { appVersion: '1.2', reports: { reportingVersion: '1.2' } };
const missedOnce = {
  appVersion: '1.2',
  reports: {
    reportingVersion: '1.2',
    missedReports: ['c1'],
    missedCallers: ['alice'],
    missedReportAtMs: startMs + minutesMs,
    missedRangAtMs: startMs,
    missedReportVersion: '1.2',
  },
};
const seenLater = { registeredAtMs: startMs + 2 * minutesMs };
const missed = (changes: Partial<MissedReport> = {}): MissedReport => ({
  callId: 'c2',
  from: 'carol',
  createdAtMs: startMs + 5 * minutesMs,
  rangAtMs: startMs + 5 * minutesMs,
  stoppedAtMs: startMs + 6 * minutesMs,
  ...changes,
});

describe('the report guard', () => {
  it.each<[string, Partial<Device>, boolean]>([
    ['of a device that has missed nothing', {}, false],
    ['of a device that has missed one report', { ...missedOnce, ...seenLater }, false],
    ['of a device that has missed two, and was seen since', { ...missedTwice }, true],
    ['of one that was seen by its presence', { ...missedTwice, ...seenBefore(), presence: seenInBackground() }, true],
    [
      'of one that has sent a receipt since',
      { ...seenBefore(), reports: { ...missedTwice.reports, receiptAtMs: startMs } },
      true,
    ],
    ['of one that may be off', { ...missedTwice, ...seenBefore() }, false],
    [
      'of one that two calls of one caller were missed on',
      { reports: { ...missedTwice.reports, missedCallers: ['alice', 'alice'] } },
      false,
    ],
    ['of one that version 0.3.0 has counted for', { reports: { missedReports: ['c1', 'c2'] } }, false],
  ])('%s', (_device, changes, expected) => {
    // Prepare
    const device = aDevice(changes);

    // Act
    const guarded = isGuarded(device);

    // Assess
    expect(guarded).toBe(expected);
  });

  it.each<[string, Partial<Device>, Partial<MissedReport>, boolean]>([
    ['a ring that lasted, by a version that has reported before', reporting, {}, true],
    ['by an app that names no version', { reports: { reportingVersion: '' } }, {}, true],
    ['by an app that has never reported', { appVersion: '1.2' }, {}, false],
    ['by a version that has not reported yet', { ...reporting, appVersion: '1.3' }, {}, false],
    ['a ring that was over within 20 seconds', reporting, { stoppedAtMs: startMs + 5 * minutesMs + 19_999 }, false],
    ['a ring of 20 seconds', reporting, { stoppedAtMs: startMs + 5 * minutesMs + 20_000 }, true],
    [
      'a call from before a report',
      { ...reporting, reports: { ...reporting.reports, settledUntilMs: startMs + 5 * minutesMs } },
      {},
      false,
    ],
    ['a second call, of another caller, after a sign of life', { ...missedOnce, ...seenLater }, {}, true],
    ['a second call of the same caller', { ...missedOnce, ...seenLater }, { from: 'alice' }, false],
    ['the same call again', { ...missedOnce, ...seenLater }, { callId: 'c1' }, false],
    ['a second call within two minutes', { ...missedOnce, ...seenLater }, { rangAtMs: startMs + 119_999 }, false],
    ['a second call to a phone that may be off', { ...missedOnce, ...seenBefore() }, {}, false],
    [
      'a third call',
      { ...missedOnce, ...seenLater, reports: { ...missedTwice.reports, reportingVersion: '1.2' } },
      { callId: 'c3', from: 'dave' },
      false,
    ],
    [
      'a call after a count of version 0.3.0',
      { ...reporting, reports: { ...reporting.reports, missedReports: ['a', 'b'] } },
      {},
      true,
    ],
  ])('counts or not: %s', (_what, changes, call, expected) => {
    // Prepare
    const device = aDevice(changes);

    // Act
    const counts = countsAsMissed(device, missed(call));

    // Assess
    expect(counts).toBe(expected);
  });

  it.each<[string, Pick<Device, 'appVersion' | 'reports'>, boolean]>([
    ['with nothing missed', { appVersion: '1.2' }, false],
    ['by the same version, which a push may have launched', missedOnce, false],
    ['by another version of the app', { ...missedOnce, appVersion: '1.3' }, true],
    [
      'by an app that never sends its version',
      { reports: { missedReportAtMs: startMs, missedReportVersion: '' } },
      false,
    ],
    [
      'by an app that no longer sends its version',
      { reports: { missedReportAtMs: startMs, missedReportVersion: '1.2' } },
      true,
    ],
  ])('is lifted or not by a registration: %s', (_when, device, expected) => {
    // Act
    const result = isOtherVersion(device);

    // Assess
    expect(result).toBe(expected);
  });
});

describe('how long a phone rang', () => {
  const second = (seconds: number) => startMs + seconds * 1000;

  it.each([
    ['until it was cancelled', { ringing: second(0), cancelled: second(7) }, 0, 7],
    [
      'until another phone answered, for any length of the call',
      { ringing: second(0), answered: second(9), ended: second(900) },
      0,
      9,
    ],
    ['from a later invitation on', { ringing: second(30), cancelled: second(45) }, 30, 45],
    ['until the deadline, whenever that was written', { ringing: second(0), timedOut: second(75) }, 0, 60],
    ['until now', { ringing: second(0) }, 0, 50],
    ['from the beginning of a call of version 0.3.0', undefined, 0, 50],
  ])('%s', (_how, times, rangAfter, stoppedAfter) => {
    // Prepare
    const call = aCall({ participants: [aParticipant({ times })] });

    // Act
    const ring = ringTimes(
      call,
      'bob',
      times !== undefined && Object.keys(times).length > 1 ? second(1000) : second(50),
    );

    // Assess
    expect(ring).toEqual({ rangAtMs: second(rangAfter), stoppedAtMs: second(stoppedAfter) });
  });
});

describe('a phone that has acted on a call', () => {
  const phone = { userId: 'bob', deviceId: 'b1' };

  it.each([
    ['answered', { answeredBy: phone }, true],
    ['declined', { endedBy: phone }, true],
    ['acted without its ID', { endedBy: { userId: 'bob' } }, true],
    ['is another phone', { answeredBy: { userId: 'bob', deviceId: 'b2' } }, false],
    ['was cancelled by the caller', { endedBy: { userId: 'alice' } }, false],
    ['has not acted', {}, false],
  ])('%s', (_what, changes, expected) => {
    // Prepare
    const call = aCall({ participants: [aParticipant(changes)] });

    // Act
    const reacted = hasReacted(call, phone);

    // Assess
    expect(reacted).toBe(expected);
  });
});

function seenBefore() {
  return { registeredAtMs: startMs - 600_000 };
}

function seenInBackground() {
  return { state: 'background', untilMs: startMs, atMs: startMs } as const;
}
