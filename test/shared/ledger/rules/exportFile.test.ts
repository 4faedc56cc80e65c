import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AppleDay, maxExportBytes, readExport } from '../../../../shared/ledger/rules/exportFile.ts';

const header = 'Push Type,Status,Date (UTC),Count';

const name = fc
  .string({ minLength: 1, maxLength: 30, unit: 'grapheme-ascii' })
  .filter((text) => text.trim() === text && text !== '');
const count = fc.record({ pushType: name, status: name, count: fc.nat(1_000_000) });
const distinct = {
  minLength: 1,
  maxLength: 5,
  selector: (one: { pushType: string; status: string }) => JSON.stringify([one.pushType, one.status]),
};
const days = fc
  .uniqueArray(fc.record({ number: fc.integer({ min: 10, max: 28 }), counts: fc.uniqueArray(count, distinct) }), {
    maxLength: 5,
    selector: ({ number }) => number,
  })
  .map((all): AppleDay[] =>
    all
      .sort((one, other) => one.number - other.number)
      .map(({ number, counts }) => ({ day: `2026-11-${number}`, counts })),
  );

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe('an export of delivery metrics', () => {
  it('keeps each count under its day, push type and state, whatever these are called', () => {
    fc.assert(
      fc.property(days, fc.constantFrom('\n', '\r\n'), (all, lineEnd) => {
        // Prepare
        const rows = all.flatMap(({ day, counts }) =>
          counts.map((each) => [quoted(each.pushType), quoted(each.status), day, each.count].join(',')),
        );

        // Act
        const read = readExport([header, ...rows, ''].join(lineEnd));

        // Assess
        expect(read).toEqual({ days: all });
      }),
    );
  });

  it('may have spaces after its commas, times in its dates, and several rows of one state', () => {
    // Prepare
    const text = [
      '\uFEFFPush Type, Status, Date (UTC), Count',
      'alert, Delivered to Device, 2026-11-29T00:00:00Z, 1200',
      'alert, Delivered to Device, 2026-11-29, 30',
      'voip, "Stored - Device Offline", 2026-11-28 00:00:00, 0',
    ].join('\n');

    // Act
    const read = readExport(text);

    // Assess
    expect(read).toEqual({
      days: [
        { day: '2026-11-28', counts: [{ pushType: 'voip', status: 'Stored - Device Offline', count: 0 }] },
        { day: '2026-11-29', counts: [{ pushType: 'alert', status: 'Delivered to Device', count: 1230 }] },
      ],
    });
  });

  it('has no days if nothing was pushed', () => {
    expect(readExport(header)).toEqual({ days: [] });
  });

  it.each([
    ['another header', 'Type,Status,Date,Count', 'line 1 is not the header'],
    ['nothing', '', 'line 1 is not the header'],
    ['a web page', '<html><body>Sign in</body></html>', 'line 1 is not the header'],
    ['a date that does not exist', `${header}\nalert,delivered,2026-02-30,1`, 'line 2 is not a count of a day'],
    ['a negative count', `${header}\nalert,delivered,2026-11-29,-1`, 'line 2 is not a count of a day'],
    ['a broken count', `${header}\nalert,delivered,2026-11-29,1.5`, 'line 2 is not a count of a day'],
    ['a missing field', `${header}\nalert,delivered,2026-11-29`, 'line 2 is not a count of a day'],
    ['a further field', `${header}\nalert,delivered,2026-11-29,1,2`, 'line 2 is not a count of a day'],
    ['no state', `${header}\nalert,,2026-11-29,1`, 'line 2 is not a count of a day'],
    ['an open quotation mark', `${header}\n"alert,delivered,2026-11-29,1`, 'line 2 is not a count of a day'],
    ['a control character', `${header}\nal\u0007ert,delivered,2026-11-29,1`, 'line 2 is not a count of a day'],
    ['a long name', `${header}\n${'a'.repeat(65)},delivered,2026-11-29,1`, 'line 2 is not a count of a day'],
    ['too many bytes', 'x'.repeat(maxExportBytes + 1), 'more than 1048576 bytes'],
    ['too many lines', `${header}${'\n'.repeat(10_001)}`, 'more than 10000 lines'],
    [
      'too many states of a day',
      [header, ...Array.from({ length: 501 }, (_, index) => `alert,state ${index},2026-11-29,1`)].join('\n'),
      'more than 500 rows of one day',
    ],
  ])('is rejected as a whole with %s', (_what, text, fault) => {
    expect(readExport(text)).toEqual({ fault });
  });
});
