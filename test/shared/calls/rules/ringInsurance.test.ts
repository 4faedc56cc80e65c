import { describe, expect, it } from 'vitest';
import { isInsured, isReportedBy, silentPhones } from '../../../../shared/calls/rules/ringInsurance.ts';
import { aCall, aParticipant, isoTime, startMs } from '../../../support/factories.ts';

const b1 = { userId: 'bob', deviceId: 'b1' };
const accepted = { ...b1, kind: 'voip', outcome: 'accepted' } as const;
const acceptedLine = { at: isoTime(startMs + 200), event: 'accepted', ...b1, kind: 'voip' } as const;
const report = { call: aCall(), targets: [accepted], timeline: [acceptedLine] };

describe('a silent phone', () => {
  it('is overdue three seconds after APNs accepted its push', () => {
    // Act
    const silent = silentPhones(report);

    // Assess
    expect(silent).toEqual([{ ...b1, overdueAtMs: startMs + 3200 }]);
  });

  const by = (state: 'answered' | 'declined', deviceId: string | undefined) => {
    const actor = { userId: 'bob', ...(deviceId !== undefined && { deviceId }) };
    return aCall({ participants: [aParticipant({ state, [state === 'answered' ? 'answeredBy' : 'endedBy']: actor })] });
  };

  it.each<[string, Partial<Parameters<typeof silentPhones>[0]>]>([
    ['has reported the call', { timeline: [acceptedLine, { ...acceptedLine, event: 'callReported' }] }],
    ['had no call to report', { timeline: [acceptedLine, { ...acceptedLine, event: 'callReportNotRequired' }] }],
    ['got no push', { targets: [{ ...accepted, outcome: 'failed' }] }],
    ['got an alert instead', { targets: [{ ...accepted, kind: 'alert' }] }],
    ['has answered', { call: by('answered', 'b1') }],
    ['is another one than answered', { call: by('answered', 'b2') }],
    ['is one of a callee who declined', { call: by('declined', undefined) }],
  ])('is not one that %s', (_which, changes) => {
    // Act
    const silent = silentPhones({ ...report, ...changes });

    // Assess
    expect(silent).toEqual([]);
  });

  it('stays silent though another phone of the user has reported', () => {
    // Prepare
    const timeline = [acceptedLine, { ...acceptedLine, event: 'callReported', deviceId: 'b2' }];

    // Act
    const isReported = isReportedBy({ ...report, timeline }, b1);

    // Assess
    expect(isReported).toBe(false);
  });
});

describe('a phone', () => {
  it.each([
    ['whose version of the app has reported here is', '2.0', '2.0', 'auto', true],
    ['of which only an earlier version has reported is not', '1.0', '2.0', 'auto', false],
    ['that has never reported is not', undefined, '2.0', 'auto', false],
    ['of an app that never names its version may be', '', undefined, 'auto', true],
    ['of an app that has switched it off is not', '2.0', '2.0', 'off', false],
  ] as const)('%s insured', (_which, reportingVersion, appVersion, ringInsurance, expected) => {
    // Act
    const insured = isInsured({ appVersion, reports: { reportingVersion } }, { ringInsurance });

    // Assess
    expect(insured).toBe(expected);
  });
});
