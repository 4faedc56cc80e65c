/** Horizontal bars as SVG, legible on light and dark pages: a picture of its own, with its own background. */
import type { Figure } from './markdownTable.ts';

export interface BarChart {
  title: string;
  /** Unit after each number: `µs`. A dollar sign goes in front. */
  unit: string;
  /** Names of the parts of a bar (`stacked`), or of the bars of a row. */
  series: string[];
  /** `total` if the sum of the rounded parts differs from it. */
  rows: { label: string; figures: Figure[]; total?: number }[];
  stacked: boolean;
}

const width = 760;
const padding = 24;
const labelWidth = 236;
const numberWidth = 104;
const barHeight = { stacked: 22, grouped: 15 };
const rowGap = 12;

/** Colours that people with colour blindness can tell apart (Okabe and Ito), a little darker on light pages. */
const colours = {
  light: ['#d6511d', '#0b6fb8', '#0a8f6a', '#8a5bb0', '#c08a00', '#7a8391'],
  dark: ['#ff8a5c', '#5ab4f0', '#3ecf9f', '#c69af0', '#f0c64a', '#a3adbb'],
};

export function drawBarChart({ title, unit, series, rows, stacked }: BarChart): string {
  const height = stacked ? barHeight.stacked : barHeight.grouped;
  const rowHeight = height * (stacked ? 1 : series.length) + rowGap;
  const legend = series.length > 1 ? drawLegend(series) : { lines: [], height: 0 };
  const top = padding + 34 + legend.height;
  const largest = Math.max(...rows.flatMap(({ figures }) => (stacked ? [sum(figures)] : figures.flatMap(upTo))));
  const scale = (width - 2 * padding - labelWidth - numberWidth) / largest;

  const bars = rows.flatMap(({ label, figures, total = sum(figures) }, index) => {
    const y = top + index * rowHeight;
    const middle = y + (rowHeight - rowGap) / 2;
    const text = `<text class="label" x="${padding}" y="${round(middle + 4.5)}">${escapeXml(label)}</text>`;
    return [text, ...(stacked ? stackedBar(figures, total, y) : figures.flatMap((one, bar) => singleBar(one, y, bar)))];
  });
  const bottom = top + rows.length * rowHeight - rowGap + padding;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom}" width="${width}" height="${bottom}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${style(series.length)}</style>`,
    `<rect class="card" x=".5" y=".5" width="${width - 1}" height="${bottom - 1}" rx="10"/>`,
    `<text class="title" x="${padding}" y="${padding + 13}">${escapeXml(title)}</text>`,
    ...legend.lines,
    ...bars,
    '</svg>',
    '',
  ].join('\n');

  function stackedBar(figures: readonly Figure[], total: number, y: number): string[] {
    let x = padding + labelWidth;
    const parts = figures.map(({ value }, index) => {
      const part = bar(index, x, y, value * scale);
      x += value * scale;
      return part;
    });
    return [...parts, number(x, y + barHeight.stacked / 2, total)];
  }

  function singleBar({ value, range }: Figure, rowY: number, index: number): string[] {
    const x = padding + labelWidth;
    const y = rowY + index * barHeight.grouped;
    const middle = y + barHeight.grouped / 2;
    const end = x + Math.max(value, range?.[1] ?? 0) * scale;
    const whisker = range && `M${round(x + range[0] * scale)} ${round(middle)}H${round(x + range[1] * scale)}`;
    return [
      bar(index, x, y, value * scale),
      ...(whisker === undefined ? [] : [`<path class="range" d="${whisker}"/>`]),
      number(end, middle, value),
    ];
  }

  function bar(index: number, x: number, y: number, length: number): string {
    return `<rect class="s${index}" x="${round(x)}" y="${round(y)}" width="${round(length)}" height="${height - 1}"/>`;
  }

  function number(x: number, middle: number, value: number): string {
    const text = unit === '$' ? `$${value.toFixed(2)}` : `${value.toLocaleString('en-US')} ${unit}`;
    return `<text class="number" x="${round(x + 8)}" y="${round(middle + 4)}">${escapeXml(text)}</text>`;
  }
}

function drawLegend(series: readonly string[]): { lines: string[]; height: number } {
  let [x, y] = [padding, padding + 38];
  const lines = series.flatMap((name, index) => {
    const length = 30 + name.length * 8;
    if (x + length > width - padding) [x, y] = [padding, y + 20];
    const entry = [
      `<rect class="s${index}" x="${x}" y="${y - 10}" width="11" height="11" rx="2"/>`,
      `<text class="number" x="${x + 17}" y="${y}">${escapeXml(name)}</text>`,
    ];
    x += length;
    return entry;
  });
  return { lines, height: y - padding - 38 + 24 };
}

function style(count: number): string {
  const theme = (name: 'light' | 'dark', card: string, border: string, strong: string, weak: string) =>
    `.card{fill:${card};stroke:${border}}.title,.label{fill:${strong}}.number{fill:${weak}}.range{stroke:${strong}}${colours[
      name
    ]
      .slice(0, Math.max(count, 1))
      .map((colour, index) => `.s${index}{fill:${colour}}`)
      .join('')}`;
  return [
    'text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif}.title{font-weight:600;font-size:15px}',
    '.number{font-variant-numeric:tabular-nums}.range{stroke-width:1.5;opacity:.65}',
    theme('light', '#ffffff', '#d9dde3', '#1a1f27', '#4a5361'),
    `@media(prefers-color-scheme:dark){${theme('dark', '#161b22', '#343c48', '#e8ecf2', '#aeb7c4')}}`,
  ].join('');
}

const sum = (figures: readonly Figure[]): number => figures.reduce((total, { value }) => total + value, 0);
const upTo = ({ value, range }: Figure): number[] => [value, ...(range ?? [])];
const round = (value: number): number => Math.round(value * 10) / 10;
const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
