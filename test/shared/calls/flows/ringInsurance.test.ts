/** An alert for each phone whose app is known to report its calls, and that has not reported a VoIP push in time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportWithinMs } from '../../../../shared/calls/rules/ringInsurance.ts';
import { startMs } from '../../../support/factories.ts';
import { type InsuredCall, type InsuredPhone, liveInsuredCall, type SeenPhone } from '../../../support/insuredCall.ts';

/** Some seconds on an idle machine, and much longer beside other tests. */
const withinMs = 600_000;
/** From APNs' answer to the alert on the screen. */
const shownWithinMs = 3500;
/** From a late report until its alert has gone: the stream, a second for the alert, and the queue's whole seconds. */
const goneWithinMs = 4000;

const phone: fc.Arbitrary<InsuredPhone> = fc.record({
  isKnown: fc.boolean(),
  isLost: fc.boolean(),
  arrivesAfterMs: fc.oneof(fc.integer({ min: 10, max: 500 }), fc.integer({ min: 500, max: 9000 })),
  reportsAfterMs: fc.option(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 400, max: 8000 })), {
    nil: undefined,
  }),
});

const insuredCall: fc.Arbitrary<InsuredCall> = fc.record({
  phones: fc.array(phone, { minLength: 1, maxLength: 3 }),
  ringInsurance: fc.constantFrom('auto', 'auto', 'auto', 'off'),
  apnsMs: fc.integer({ min: 5, max: 200 }),
  streamMs: fc.integer({ min: 0, max: 900 }),
  queueMs: fc.integer({ min: 0, max: 200 }),
  comesTwice: fc.boolean(),
  end: fc.option(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 12_000 }),
      action: fc.constantFrom('answer', 'cancel', 'decline'),
      phone: fc.nat(2),
    }),
    { nil: undefined },
  ),
});

/** Said of the phones from outside, in other words than the rule. */
function check(life: InsuredCall, phones: readonly SeenPhone[], endedAtMs: number): void {
  for (const [
    index,
    { acceptedAtMs, reportedAtMs = Number.POSITIVE_INFINITY, alertedAtMs, showsAlert },
  ] of phones.entries()) {
    const [accepted = Number.NaN, ...others] = acceptedAtMs;
    expect(others, 'a second VoIP push').toEqual([]);
    expect(alertedAtMs.length, 'more than one alert').toBeLessThanOrEqual(1);
    const [alerted] = alertedAtMs;
    const mayBeInsured = life.phones[index]?.isKnown === true && life.ringInsurance === 'auto';
    const dueMs = accepted + reportWithinMs;
    if (!mayBeInsured) expect(alerted, 'an alert for a phone that is not insured').toBeUndefined();
    if (reportedAtMs < dueMs) expect(alerted, 'an alert for a phone that has reported').toBeUndefined();
    if (endedAtMs < dueMs) expect(alerted, 'an alert after the end of the ringing').toBeUndefined();
    const isSilent = Math.min(reportedAtMs, endedAtMs) > accepted + shownWithinMs;
    if (mayBeInsured && isSilent) expect(alerted, 'no alert in time').toBeLessThanOrEqual(accepted + shownWithinMs);
    const hasReported = reportedAtMs < startMs + 30_000 - goneWithinMs;
    if (hasReported) expect(showsAlert, 'an alert that stays after the report').toBe(false);
  }
}

const calm: InsuredCall = {
  phones: [],
  ringInsurance: 'auto',
  apnsMs: 50,
  streamMs: 300,
  queueMs: 50,
  comesTwice: false,
};
const reporting: InsuredPhone = { isKnown: true, isLost: false, arrivesAfterMs: 200, reportsAfterMs: 100 };

describe('ring insurance', () => {
  it('holds over 10,000 random calls with lost and late pushes', { timeout: withinMs }, async () => {
    await fc.assert(
      fc.asyncProperty(insuredCall, async (life) => {
        // Act
        const { phones, endedAtMs } = await liveInsuredCall(life);

        // Assess
        check(life, phones, endedAtMs);
      }),
      { numRuns: 10_000 },
    );
  });

  it.each<[string, Partial<InsuredPhone>, Partial<InsuredCall>, Partial<SeenPhone>]>([
    ['sends nothing to a phone that reports in time', {}, {}, { alertedAtMs: [] }],
    [
      'sends an alert to a phone whose push is lost',
      { isLost: true },
      {},
      { alertedAtMs: [startMs + 3100], showsAlert: true },
    ],
    [
      'withdraws it when the report comes after all',
      { arrivesAfterMs: 6000 },
      {},
      { alertedAtMs: [startMs + 3100], showsAlert: false },
    ],
    ['sends nothing where the app is not known to report', { isLost: true, isKnown: false }, {}, { alertedAtMs: [] }],
    ['sends nothing where it is off', { isLost: true }, { ringInsurance: 'off' }, { alertedAtMs: [] }],
    [
      'sends nothing to a call that was cancelled before',
      { isLost: true },
      { end: { afterMs: 2900, action: 'cancel', phone: 0 } },
      { alertedAtMs: [] },
    ],
    [
      'sends one alert though its timer comes twice',
      { isLost: true },
      { comesTwice: true },
      { alertedAtMs: [startMs + 3100] },
    ],
  ])('%s', async (_what, fate, changes, expected) => {
    // Prepare
    const life = { ...calm, phones: [{ ...reporting, ...fate }], ...changes };

    // Act
    const { phones } = await liveInsuredCall(life);

    // Assess
    expect(phones).toMatchObject([{ acceptedAtMs: [startMs + 50], ...expected }]);
  });

  it('follows the phones of a user one by one', async () => {
    // Prepare
    const life = { ...calm, phones: [reporting, { ...reporting, isLost: true }, { ...reporting, isKnown: false }] };

    // Act
    const { phones } = await liveInsuredCall(life);

    // Assess
    expect(phones.map(({ alertedAtMs }) => alertedAtMs)).toEqual([[], [startMs + 3100], []]);
  });
});
