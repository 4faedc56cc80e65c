import { useCallback, useState } from 'preact/hooks';
import type { Answer } from '../http.ts';
import { Plot } from '../plots/Plot.tsx';
import { countUnit, dollarUnit, percentUnit, timeUnit } from '../plots/plotData.ts';
import { dollarWords } from '../pushes/sessionCost.ts';
import { countsByDay, discardsByStatus, shortDays } from './applePlots.ts';
import { AskedState, useAsked } from './asked.tsx';
import { type AllStatistics, type ConsoleApi, type Days, useConsoleApi } from './consoleApi.ts';
import {
  appsOf,
  costByDay,
  daysTo,
  lastDayOf,
  lossesBy,
  messageTimesByDay,
  ofApp,
  pushesByDay,
  refusalsByReason,
  ringTimesByVersion,
  totalsOf,
} from './statisticsPlots.ts';

const choices: readonly Days[] = [7, 30];
const dimensions = ['appVersion', 'osVersion', 'environment'] as const;
const lossWords = { appVersion: 'app version', osVersion: 'iOS version', environment: 'environment' } as const;

/** What was sent, lost and paid in the last days, as plots. */
export function StatisticsView() {
  const api = useConsoleApi();
  const [days, setDays] = useState<Days>(7);
  const [wanted, setWanted] = useState<string>();
  const asked = useAsked(useCallback(() => statisticsOf(api, days), [api, days]));
  const { value: statistics } = asked;
  const apps = statistics ? appsOf(statistics) : [];
  const app = apps.find((each) => each === wanted) ?? apps[0];

  return (
    <>
      <div class="view-tools">
        <fieldset class="segments">
          <legend class="visually-hidden">Days</legend>
          {choices.map((choice) => (
            <button key={choice} type="button" aria-pressed={choice === days} onClick={() => setDays(choice)}>
              {choice} days
            </button>
          ))}
        </fieldset>
        {apps.length > 1 && (
          <select aria-label="App" value={app} onChange={({ currentTarget }) => setWanted(currentTarget.value)}>
            {apps.map((appId) => (
              <option key={appId}>{appId}</option>
            ))}
          </select>
        )}
        <p class="report-facts">{asked.isLoading ? 'Reading…' : 'Days are UTC, today included.'}</p>
      </div>
      <AskedState asked={asked} loading="Reading the statistics…" />
      {statistics && (
        <StatisticsPlots
          statistics={ofApp(statistics, app)}
          days={daysTo(lastDayOf(statistics, Date.now()), statistics.asked)}
          hasOthers={apps.length > 1}
        />
      )}
    </>
  );
}

/** Nothing says whether the app has a token: its rows may only be missing. */
const aboutMetricsToken =
  'They come once a day, for an app with a metrics token. To store one: ringpost credentials add --metrics-token.';

/** With the number of days that it is of: other ones may be chosen before the answer comes. */
async function statisticsOf(api: ConsoleApi, asked: Days): Promise<Answer<AllStatistics & { asked: Days }>> {
  const answer = await api.statistics(asked);
  return answer.ok ? { ok: true, value: { ...answer.value, asked } } : answer;
}

interface StatisticsPlotsProps {
  statistics: AllStatistics;
  /** Oldest first. */
  days: readonly string[];
  /** Whether other apps are left out. */
  hasOthers: boolean;
}

function StatisticsPlots({ statistics, days, hasOthers }: StatisticsPlotsProps) {
  const none = `in these ${days.length} days`;
  return (
    <>
      <Sums statistics={statistics} />
      <div class="plots">
        <Plot
          kind="stack"
          title="Pushes by day"
          explains={`By their final outcome.${hasOthers ? ' Recipients without a device belong to no app, and are left out.' : ''}`}
          data={pushesByDay(statistics, days)}
          unit={countUnit('pushes')}
          empty={`No push was counted ${none}.`}
        />
        <Plot
          kind="lines"
          title="Time to the receipt, by day"
          explains="Messages: from the request until the phone reported it."
          data={messageTimesByDay(statistics, days)}
          unit={timeUnit}
          empty={`No phone reported a message ${none}, so nothing is known of times.`}
        />
        <Plot
          kind="bars"
          title="Tap to ring, by app version"
          explains="Calls: from the caller’s tap until CallKit took the call."
          data={ringTimesByVersion(statistics)}
          unit={timeUnit}
          empty={`No phone reported a call ${none}, so nothing is known of times.`}
        />
        {dimensions.map((by) => (
          <Plot
            key={by}
            kind="bars"
            title={`Losses by ${lossWords[by]}`}
            explains="Accepted by Apple, reported by no phone."
            data={lossesBy(by, statistics)}
            unit={percentUnit}
            empty={`Apple accepted no push ${none}.`}
          />
        ))}
        <Plot
          kind="shares"
          title="Refused by Apple, by reason"
          explains="Messages that APNs did not accept."
          data={refusalsByReason(statistics)}
          unit={countUnit('pushes')}
          empty={`Apple refused no message ${none}.`}
        />
        <Plot
          kind="lines"
          title="Apple’s count beside ours, by day"
          explains={`Messages and rings in production that Apple accepted. Apple rounds what it counts, and also counts broadcasts, raw pushes and other senders. ${shortDays(statistics) ?? ''}`}
          data={countsByDay(statistics, days)}
          unit={countUnit('pushes')}
          empty={`No count of Apple’s is stored ${none}. ${aboutMetricsToken}`}
        />
        <Plot
          kind="shares"
          title="Discarded by Apple, in its words"
          explains="Pushes that Apple accepted and did not deliver, rounded by Apple."
          data={discardsByStatus(statistics)}
          unit={countUnit('pushes')}
          empty={`Apple has reported no discarded push ${none}. ${aboutMetricsToken}`}
        />
        <Plot
          kind="stack"
          title="Cost by day, an estimate"
          explains="Counted messages and receipts, at list prices of AWS. At most this: each push counts as a request of its own. Calls, registrations and broadcasts have no counter by day."
          data={costByDay(statistics, days)}
          unit={dollarUnit(dollarWords)}
          empty={`Nothing was counted ${none}, so there is nothing to estimate.`}
        />
      </div>
    </>
  );
}

/** The answers that most people come for. */
function Sums({ statistics }: { statistics: AllStatistics }) {
  const { accepted, sent, callees, unreported } = totalsOf(statistics);
  const { month } = statistics;
  const share = (part: number, whole: number) => (whole === 0 ? 'not known' : `${((part / whole) * 100).toFixed(2)} %`);
  const sums = [
    { name: 'Pushes accepted', value: accepted.toLocaleString('en-US'), of: `of ${sent.toLocaleString('en-US')} sent` },
    { name: 'Refused or failed', value: share(sent - accepted, sent), of: 'of the pushes sent' },
    {
      name: 'Rings that no phone reported',
      value: share(unreported, callees),
      of: `of ${callees.toLocaleString('en-US')} callees`,
    },
    {
      name: `Cost of ${month.month}, estimated`,
      value: dollarWords(month.costUsd),
      of: `all apps; the whole month ${dollarWords(month.forecastUsd)}${month.budgetUsd === undefined ? '' : ` of a budget of ${dollarWords(month.budgetUsd)}`}`,
    },
  ];
  return (
    <dl class="sums">
      {sums.map(({ name, value, of }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <span>{of}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
