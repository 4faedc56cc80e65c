/** The plots of the documents are those of the tables beside them: after a change of a table, `npm run plots`. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawBarChart } from '../../scripts/plots/barChart.ts';
import { plots } from '../../scripts/plots/charts.ts';
import { columnOf, figureOf, tableBelow } from '../../scripts/plots/markdownTable.ts';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe.each(plots)('$file', ({ file, page, draw }) => {
  it('matches the output of `npm run plots`', () => {
    // Act
    const drawn = drawBarChart(draw(read(page)));
    // Assess
    expect(read(file)).toBe(drawn);
  });

  it('is on its page', () => {
    // Act
    const text = read(page);
    // Assess
    expect(text).toContain(`](${file})`);
  });

  it('has colours for light and dark pages', () => {
    // Act
    const svg = read(file);
    // Assess
    expect(svg.match(/\.card\{/g)).toHaveLength(2);
    expect(svg).toContain('@media(prefers-color-scheme:dark)');
  });
});

describe('a bar', () => {
  const chart = (stacked: boolean) =>
    drawBarChart({
      title: 'A & B',
      unit: 'ms',
      series: ['one', 'two'],
      rows: [{ label: 'row', figures: [{ value: 10 }, { value: 30, range: [20, 40] }] }],
      stacked,
    });
  const lengths = (svg: string) =>
    [...svg.matchAll(/class="s(\d)" [^>]*width="([\d.]+)" height="(?:14|21)"/g)].map(([, series, length]) => [
      Number(series),
      Number(length),
    ]);

  it('of several parts is as long as their sum', () => {
    // Act
    const [[, one = 0] = [], [, two = 0] = []] = lengths(chart(true));
    // Assess
    expect(two / one).toBeCloseTo(3);
    expect(chart(true)).toContain('>40 ms<');
  });

  it('of one value shows its median and range', () => {
    // Act
    const [[, one = 0] = [], [, two = 0] = []] = lengths(chart(false));
    // Assess
    expect(two / one).toBeCloseTo(3);
    expect(chart(false)).toContain('class="range"');
    expect(chart(false)).toContain('<title>A &amp; B</title>');
  });
});

describe('a table of a page', () => {
  const page = '\n## One\n\n| | a | b |\n|---|---|---|\n| **x** | 1,200 [7 – 1,300] | |\n\n## Two\n';

  it('is read column by column, with empty cells as zero', () => {
    // Act
    const table = tableBelow(page, 'One', 'a');
    // Assess
    expect(table.rows.map(({ label }) => label)).toEqual(['x']);
    expect(columnOf(table, 'a').map(figureOf)).toEqual([{ value: 1200, range: [7, 1300] }]);
    expect(columnOf(table, 'b').map(figureOf)).toEqual([{ value: 0 }]);
  });

  it('that is missing throws an error with its name', () => {
    // Act
    const search = () => tableBelow(page, 'Two', 'a');
    // Assess
    expect(search).toThrow('no table with a column a below "Two"');
  });
});
