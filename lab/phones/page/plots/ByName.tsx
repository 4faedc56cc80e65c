import type { DrawingProps } from './ByDay.tsx';
import { largestOf, type PlotRow } from './plotData.ts';
import { stacked, ticksTo } from './scales.ts';

const labelHeight = 20;
const noteHeight = 16;
/** Width of a letter of a label, in pixels: at most. */
const letterWidth = 7.4;
const barHeight = 14;
const rowGap = 12;
const axisHeight = 40;
/** For the value behind a bar. */
const valueWidth = 66;

/** A line of bars for each row: one for each series, or one of stacked parts. */
export function ByName({ title, data, unit, width, isStacked }: DrawingProps) {
  const { rows, series } = data;
  const ticks = ticksTo(largestOf(data, isStacked), width < 420 ? 3 : 4);
  const highest = ticks.at(-1) ?? 1;
  const x = (value: number) => 1 + (value / highest) * (width - valueWidth);
  const barsHeight = (isStacked ? 1 : series.length) * barHeight + rowGap;
  const isNoteBelow = ({ label, note = '' }: PlotRow) => (label.length + note.length) * letterWidth > width;
  const headHeight = (row: PlotRow) => labelHeight + (isNoteBelow(row) ? noteHeight : 0);
  const places = stacked(rows.map((row) => headHeight(row) + barsHeight));
  const bottom = places.at(-1)?.to ?? 0;
  const height = bottom + axisHeight;

  const drawParts = ({ values }: PlotRow, y: number) => (
    <>
      {stacked(values).map(({ from, to }, part) =>
        to > from ? (
          <rect
            key={series[part]?.name}
            class={`plot-${series[part]?.colour}`}
            x={x(from)}
            y={y}
            width={Math.max(x(to) - x(from), 1)}
            height={barHeight - 2}
          />
        ) : null,
      )}
      <Value at={x(sumOf(values))} y={y} text={unit.text(sumOf(values))} />
    </>
  );
  const drawBars = ({ values }: PlotRow, y: number) =>
    values.map((value, index) => (
      <g key={series[index]?.name}>
        {value !== undefined && (
          <rect
            class={`plot-${series[index]?.colour}`}
            x={x(0)}
            y={y + index * barHeight}
            width={Math.max(x(value) - x(0), 1)}
            height={barHeight - 2}
          />
        )}
        <Value
          at={x(value ?? 0)}
          y={y + index * barHeight}
          text={value === undefined ? 'not known' : unit.text(value)}
          isUnknown={value === undefined}
        />
      </g>
    ));

  return (
    <svg class="drawing" role="img" aria-label={title} viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class={tick === 0 ? 'base' : 'grid'} x1={x(tick)} x2={x(tick)} y1={0} y2={bottom} />
          <text class="tick" x={x(tick)} y={bottom + 15} text-anchor={tick === 0 ? 'start' : 'middle'}>
            {unit.tick(tick)}
          </text>
        </g>
      ))}
      <text class="axis-name" x={1} y={height - 5}>
        {unit.name}
      </text>
      {rows.map((row, index) => {
        const top = places[index]?.from ?? 0;
        const y = top + headHeight(row);
        return (
          <g key={row.label}>
            <text class="row-label" x={8} y={top + labelHeight - 6}>
              {row.label}
              {row.note && (
                <tspan class="row-note" {...(isNoteBelow(row) ? { x: 8, dy: noteHeight } : { dx: 8 })}>
                  {row.note}
                </tspan>
              )}
            </text>
            {isStacked ? drawParts(row, y) : drawBars(row, y)}
          </g>
        );
      })}
    </svg>
  );
}

function Value({ at, y, text, isUnknown = false }: { at: number; y: number; text: string; isUnknown?: boolean }) {
  return (
    <text class={isUnknown ? 'bar-value unknown' : 'bar-value'} x={at + 6} y={y + barHeight - 3}>
      {text}
    </text>
  );
}

const sumOf = (values: PlotRow['values']): number => values.reduce<number>((sum, value = 0) => sum + value, 0);
