import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { csvRecords, csvRows } from '../../../cli/import/csvRecords.ts';

const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;

test('reads any table back that is written as RFC 4180 has it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }), { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      (table, end) => {
        // Act
        const rows = csvRows(table.map((row) => row.map(quote).join(',')).join(end));
        // Assess
        expect(rows.map(({ values }) => values)).toEqual(table);
      },
    ),
  );
});

describe('a line', () => {
  it('is numbered as an editor numbers it', () => {
    // Prepare
    const text = 'a,b\r\n1,"x\ny"\r\n\r\n2,z\r\n';
    // Act
    const rows = csvRows(text);
    // Assess
    expect(rows.map(({ line, values }) => [line, ...values])).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x\ny'],
      [5, '2', 'z'],
    ]);
  });

  it('with too many or too few values is left out', () => {
    // Act
    const { records, leftOut } = csvRecords('userId,token\nbob,1\ncarol\ndave,2,3\n');
    // Assess
    expect(records.map(({ place }) => place)).toEqual(['line 2']);
    expect(leftOut.map(({ place, code }) => [place, code])).toEqual([
      ['line 3', 'unreadable'],
      ['line 4', 'unreadable'],
    ]);
  });
});
