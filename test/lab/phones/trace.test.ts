import { describe, expect, it } from 'vitest';
import { causeWords, rungStates, rungs } from '../../../lab/phones/page/trace/ladder.ts';
import { type Report, traceOf } from '../../../lab/phones/page/trace/traceOf.ts';
import { silenceCauses } from '../../../shared/push/rules/silence/verdict.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 11, 1) + ms).toISOString();

describe('traceOf', () => {
  it('puts each event into its lane, at the milliseconds since the request', () => {
    // Prepare
    const report: Report = {
      messageId: 'm',
      from: 'alice',
      to: ['bob'],
      createdAt: at(0),
      targets: [
        { userId: 'bob', deviceId: 'A', kind: 'alert', outcome: 'accepted' },
        { userId: 'bob', deviceId: 'B', kind: 'alert', outcome: 'accepted' },
      ],
      summary: { accepted: 2, skipped: 0, rejected: 0, failed: 0, retrying: 0 },
      reasons: {},
      receipts: { delivered: 1, shown: 0, tapped: 0 },
      timeline: [
        { at: at(0), event: 'received' },
        { at: at(30), event: 'retrying', deviceId: 'B', kind: 'alert', reason: 'TooManyRequests' },
        { at: at(41), event: 'accepted', deviceId: 'A', kind: 'alert' },
        { at: at(41), event: 'accepted', deviceId: 'B', kind: 'alert' },
        { at: at(95), event: 'delivered', deviceId: 'A' },
      ],
      silence: [],
    };

    // Act
    const { instantsMs, lanes } = traceOf(report, (deviceId) => `iPhone ${deviceId}`);

    // Assess
    expect(instantsMs).toEqual([0, 30, 41, 95]);
    expect(lanes.map(({ name, marks }) => [name, ...marks.map(({ column, words }) => `${column} ${words}`)])).toEqual([
      ['Sender', '0 sent'],
      ['Ringpost', '0 received'],
      ['Queue', '1 waits for a retry: TooManyRequests'],
      ['Apple', '2 2 accepted'],
      ['iPhone A', '3 delivered'],
      ['iPhone B'],
    ]);
  });

  it.each([
    ['before Apple’s answer', { A: 30, B: 60 }, true],
    ['after it, on each phone', { A: 45, B: 60 }, false],
    ['of a push whose acceptance is not listed', { C: 1 }, false],
  ])('says whether a phone has reported %s', (_when, reportedMs, expected) => {
    // Prepare
    const report = {
      createdAt: at(0),
      targets: ['A', 'B', 'C'].map((deviceId) => ({ deviceId })),
      timeline: [
        { at: at(41), event: 'accepted', deviceId: 'A' },
        { at: at(50), event: 'accepted', deviceId: 'B' },
        ...Object.entries(reportedMs).map(([deviceId, ms]) => ({ at: at(ms), event: 'callReported', deviceId })),
      ],
    } as Report;

    // Act
    const { isReportedFirst } = traceOf(report, String);

    // Assess
    expect(isReportedFirst).toBe(expected);
  });
});

describe('the ladder', () => {
  it.each([
    ['muted', 'The conversation is not muted', 4],
    ['rejected', 'Apple accepts', 8],
    // What is known of a phone comes from facts, and not from a check.
    ['permission_off', 'Alerts are allowed', 9],
    ['too_early', undefined, 9],
    ['unknown', undefined, 9],
  ] as const)('of %s stops at %s, and claims only what was checked', (cause, stop, held) => {
    // Prepare
    const count = (wanted: string) => rungStates(cause).filter((state) => state === wanted).length;

    // Act
    const states = rungStates(cause);

    // Assess
    expect(rungs[states.indexOf('stopped')]).toBe(stop);
    expect(count('held')).toBe(held);
  });

  it('has words for each cause, and no condition without a cause', () => {
    // Prepare
    const stops = silenceCauses.map((cause) => causeWords[cause].rung);

    // Act
    const unused = rungs.filter((rung) => !stops.includes(rung));

    // Assess
    expect(unused).toEqual([]);
    expect(Object.keys(causeWords).toSorted()).toEqual([...silenceCauses].toSorted());
  });
});
