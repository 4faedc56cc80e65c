import { useEffect, useState } from 'preact/hooks';
import type { Schemas } from '../../../../client/js/src/index.ts';
import { consoleApi } from './consoleApi.ts';

const columns = ['sent', 'accepted', 'skipped', 'rejected', 'failed', 'delivered', 'shown', 'tapped'] as const;

/** The last seven days: a row for each day and app. */
export function StatisticsView() {
  const [days, setDays] = useState<Schemas['Statistics']['days']>();
  useEffect(() => {
    void consoleApi.statistics().then((answer) => answer.ok && setDays(answer.value.days));
  }, []);
  if (days === undefined || days.length === 0) {
    return days ? <p class="report-facts">No push in the last seven days.</p> : null;
  }
  return (
    <section class="report" aria-label="Statistics">
      <h2>The last seven days</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="lanes" tabIndex={0} aria-label="Pushes by day and app">
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">App</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((row) => (
              <tr key={row.day + row.appId}>
                <th scope="row">{row.day}</th>
                <td>{row.appId}</td>
                {columns.map((name) => (
                  <td key={name} class="figure">
                    {row[name].toLocaleString('en-US')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
