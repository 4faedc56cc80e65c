/**
 * Draws the plots of docs/performance.md, docs/cost.md and docs/scale.md from their tables: `npm run plots`. The figures in the tables
 * come from the commands that the pages name.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { drawBarChart } from './plots/barChart.ts';
import { plots } from './plots/charts.ts';

for (const { file, page, draw } of plots) {
  const path = (name: string) => new URL(`../docs/${name}`, import.meta.url);
  writeFileSync(path(file), drawBarChart(draw(readFileSync(path(page), 'utf8'))));
  process.stdout.write(`docs/${file}\n`);
}
