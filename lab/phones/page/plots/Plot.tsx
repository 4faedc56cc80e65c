import { useId, useState } from 'preact/hooks';
import { ByDay } from './ByDay.tsx';
import { ByName } from './ByName.tsx';
import { isEmpty, type PlotData, type PlotUnit } from './plotData.ts';
import { useWidth } from './useWidth.ts';

export interface PlotProps {
  title: string;
  /** What the numbers are, in a sentence. */
  explains: string;
  data: PlotData;
  unit: PlotUnit;
  /** `stack` and `lines`: a place on the axis for each row, in their order. `bars` and `shares`: a line for each row. */
  kind: 'stack' | 'lines' | 'bars' | 'shares';
  /** What there is instead of a plot without data. */
  empty: string;
}

/** A plot with its title and legend, or the same as a table. */
export function Plot({ title, explains, data, unit, kind, empty }: PlotProps) {
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  const [drawing, width] = useWidth<HTMLDivElement>();
  const isCount = kind === 'stack' || kind === 'shares';
  const nothing = isEmpty(data, { isCount });
  const Drawing = kind === 'stack' || kind === 'lines' ? ByDay : ByName;
  return (
    <figure class={nothing ? 'plot nothing' : 'plot'} aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
        <p>{explains}</p>
      </figcaption>
      {!nothing && (
        <button
          type="button"
          class="quiet-button outlined plot-toggle"
          aria-label={`As a table: ${title}`}
          aria-pressed={isTable}
          onClick={() => setIsTable(!isTable)}
        >
          As a table
        </button>
      )}
      {nothing && <p class="plot-empty">{empty}</p>}
      {!nothing && !isTable && data.series.length > 1 && <Legend series={data.series} />}
      {!nothing && isTable && <PlotTable title={title} data={data} unit={unit} />}
      <div class="plot-drawing" ref={drawing} hidden={nothing}>
        {!nothing && !isTable && <Drawing title={title} data={data} unit={unit} width={width} isStacked={isCount} />}
      </div>
    </figure>
  );
}

function Legend({ series }: Pick<PlotData, 'series'>) {
  return (
    <ul class="plot-legend">
      {series.map(({ name, colour }) => (
        <li key={name}>
          <i class={`plot-${colour}`} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  );
}

function PlotTable({ title, data: { rowName, series, rows }, unit }: Pick<PlotProps, 'title' | 'data' | 'unit'>) {
  const hasNotes = rows.some(({ note = '' }) => note !== '');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="lanes" tabIndex={0} aria-label={`${title}, as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{rowName}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" class="figure">
                {name}
              </th>
            ))}
            {hasNotes && <th scope="col">Note</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, values, note }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {values.map((value, index) => (
                <td key={series[index]?.name} class="figure">
                  {value === undefined ? 'not known' : unit.text(value)}
                </td>
              ))}
              {hasNotes && <td>{note}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
