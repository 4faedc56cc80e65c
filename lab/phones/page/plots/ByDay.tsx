import { largestOf, type PlotData, type PlotUnit } from './plotData.ts';
import { labelStep, runsOf, stacked, ticksTo } from './scales.ts';

export interface DrawingProps {
  title: string;
  data: PlotData;
  unit: PlotUnit;
  /** Pixels. */
  width: number;
  isStacked: boolean;
}

const height = 210;
const top = 24;
const bottom = 24;
const right = 6;
/** Width of a label such as `28 Nov` with air, in pixels. */
const labelWidth = 52;
/** Width of a letter at the axis, in pixels: at most. */
const letterWidth = 6.6;
const widestBar = 44;

/** Rows along the horizontal axis: columns of stacked parts, or a line for each series. */
export function ByDay({ title, data, unit, width, isStacked }: DrawingProps) {
  const { rows, series } = data;
  const ticks = ticksTo(largestOf(data, isStacked));
  const left = 14 + letterWidth * Math.max(3, ...ticks.map((tick) => unit.tick(tick).length));
  const highest = ticks.at(-1) ?? 1;
  const y = (value: number) => height - bottom - (value / highest) * (height - top - bottom);
  const slot = (width - left - right) / rows.length;
  const centre = (index: number) => left + (index + 0.5) * slot;
  const step = labelStep(rows.length, width - left - right, labelWidth);
  return (
    <svg class="drawing" role="img" aria-label={title} viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <text class="axis-name" x={0} y={10}>
        {unit.name}
      </text>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class={tick === 0 ? 'base' : 'grid'} x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
          <text class="tick" x={left - 8} y={y(tick) + 4} text-anchor="end">
            {unit.tick(tick)}
          </text>
        </g>
      ))}
      {rows.map(({ label, short = label }, index) =>
        // Counted from the last one, which is today.
        (rows.length - 1 - index) % step === 0 ? (
          <text
            key={label}
            class="tick"
            x={Math.min(centre(index), width - (short.length * letterWidth) / 2)}
            y={height - 7}
            text-anchor="middle"
          >
            {short}
          </text>
        ) : null,
      )}
      {isStacked
        ? rows.map(({ label, values }, index) => (
            <g key={label}>
              <title>{describe(label, data, values, unit)}</title>
              {stacked(values).map(({ from, to }, part) =>
                to > from ? (
                  <rect
                    key={series[part]?.name}
                    class={`plot-${series[part]?.colour}`}
                    x={centre(index) - barWidth(slot) / 2}
                    width={barWidth(slot)}
                    y={y(to)}
                    height={Math.max(y(from) - y(to), 1)}
                  />
                ) : null,
              )}
            </g>
          ))
        : series.map(({ name, colour }, line) => (
            <g key={name} class={`line line-${line} plot-${colour}`}>
              {runsOf(rows.map(({ values }) => values[line])).map((run) => (
                <g key={run[0]?.index}>
                  <polyline points={run.map(({ index, value }) => `${centre(index)},${y(value)}`).join(' ')} />
                  {run.map(({ index, value }) => (
                    <circle key={index} cx={centre(index)} cy={y(value)} r="3.5">
                      <title>{`${rows[index]?.label}, ${name}: ${unit.text(value)}`}</title>
                    </circle>
                  ))}
                </g>
              ))}
            </g>
          ))}
    </svg>
  );
}

const barWidth = (slot: number): number => Math.max(Math.min(slot * 0.68, widestBar), 2);

/** What shows while somebody points at a column. */
function describe(label: string, { series }: PlotData, values: readonly (number | undefined)[], unit: PlotUnit) {
  const parts = series.map(({ name }, index) => `${name} ${unit.text(values[index] ?? 0)}`);
  return `${label}: ${parts.join(', ')}`;
}
