/** What the console's plots make of Apple's ledger in `GET /v1/server/stats`. */
import { describe, expect, it } from 'vitest';
import { countsByDay, discardsByStatus, shortDays } from '../../../lab/phones/page/console/applePlots.ts';
import type { AppleRow } from '../../../lab/phones/page/console/consoleApi.ts';

const aRow = (row: Partial<AppleRow> = {}): AppleRow => ({
  day: '2026-11-29',
  appId: 'com.example.chat',
  accepted: 1004,
  appleLeast: 1000,
  appleMost: 1000,
  difference: 4,
  rounding: 76,
  verdict: 'agrees',
  isFinal: true,
  counts: [],
  ...row,
});
const threeDays = ['2026-11-28', '2026-11-29', '2026-11-30'];

describe('Apple’s count beside ours', () => {
  it('is not known, rather than 0, on a day that Apple has not exported', () => {
    // Act
    const { rows } = countsByDay({ apple: [aRow()] }, threeDays);

    // Assess
    expect(rows.map(({ values }) => values)).toEqual([
      [undefined, undefined],
      [1004, 1000],
      [undefined, undefined],
    ]);
  });

  it.each([
    [{}, 'difference 4, rounding ±76'],
    [{ appleLeast: 900 }, 'Apple: 900 to 1,000, difference 4, rounding ±76'],
    [{ difference: 400, verdict: 'apple_fewer' as const }, 'difference 400, rounding ±76, Apple counts fewer'],
    [{ verdict: 'apple_fewer' as const, isFinal: false }, 'difference 4, rounding ±76, not final'],
  ])('says how far the two are apart, and what explains it: %j', (row, words) => {
    // Act
    const { rows } = countsByDay({ apple: [aRow(row)] }, threeDays);

    // Assess
    expect(rows.map(({ note }) => note)).toEqual([undefined, words, undefined]);
  });

  it('names the final days on which Apple counts fewer, and no others', () => {
    // Prepare
    const fewer = { verdict: 'apple_fewer' as const };
    const apple = [
      aRow(),
      aRow({ day: '2026-11-30', ...fewer }),
      aRow({ day: '2026-12-01', ...fewer, isFinal: false }),
    ];

    // Act
    const said = [shortDays({ apple }), shortDays({ apple: [aRow()] })];

    // Assess
    expect(said).toEqual([
      'Apple counts fewer than it accepted on 2026-11-30, beyond what rounding explains.',
      undefined,
    ]);
  });
});

describe('what Apple discarded', () => {
  it('adds up the days by push type and Apple’s words, most frequent first, and leaves out what was delivered', () => {
    // Prepare
    const count = (status: string, of: number, reason?: string) => ({
      pushType: 'alert',
      status,
      count: of,
      ...(reason !== undefined && { reason }),
    });
    const apple = [
      aRow({ counts: [count('Discarded - Full Moon', 40), count('Discarded - Disabled', 30, 'notifications off')] }),
      aRow({ counts: [count('Delivered to Device', 900), count('Discarded - Disabled', 20, 'notifications off')] }),
    ];

    // Act
    const { rows } = discardsByStatus({ apple });

    // Assess
    expect(rows).toEqual([
      { label: 'alert: Discarded - Disabled', values: [50], note: 'notifications off' },
      { label: 'alert: Discarded - Full Moon', values: [40], note: undefined },
    ]);
  });
});
