import { Plot } from '../plots/Plot.tsx';
import { countUnit, type PlotData } from '../plots/plotData.ts';
import { dollarWords } from '../pushes/sessionCost.ts';
import { AskedState, useAsked } from './asked.tsx';
import { type Broadcast, useConsoleApi } from './consoleApi.ts';

/** The last broadcasts, as `ringpost broadcast list` shows them, with their outcomes. */
export function BroadcastsView() {
  const asked = useAsked(useConsoleApi().broadcasts);
  const { value, isLoading, again } = asked;
  const broadcasts = value?.broadcasts ?? [];
  return (
    <>
      <AskedState asked={asked} loading="Reading the broadcasts…" />
      {value && (
        <>
          <div class="view-tools">
            <button type="button" class="quiet-button outlined" disabled={isLoading} onClick={again}>
              {isLoading ? 'Reading…' : 'Read again'}
            </button>
            <p class="report-facts">
              {value.cursor === undefined ? 'All broadcasts of the last 30 days' : 'The last 20 broadcasts'}, newest
              first.
            </p>
          </div>
          {broadcasts.length > 0 && (
            <div class="plots one">
              <Plot
                kind="shares"
                title="Devices by broadcast"
                explains="How many devices each broadcast has dealt with so far, by outcome."
                data={devicesByBroadcast(broadcasts)}
                unit={countUnit('devices')}
                empty="None of them has reached a device yet."
              />
            </div>
          )}
          {broadcasts.length === 0 && (
            <p class="report" role="status">
              There is no broadcast. <code>npx ringpost broadcast send</code> starts one.
            </p>
          )}
          <ul class="broadcasts">
            {broadcasts.map((broadcast) => (
              <BroadcastCard key={broadcast.broadcastId} broadcast={broadcast} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const outcomes = [
  { name: 'accepted', colour: 'blue' },
  { name: 'skipped', colour: 'grey' },
  { name: 'waiting', colour: 'purple' },
  { name: 'retrying', colour: 'green' },
  { name: 'rejected', colour: 'orange' },
  { name: 'failed', colour: 'red' },
] as const;

/** Outcomes that none of them has are left out. */
export function devicesByBroadcast(broadcasts: readonly Broadcast[]): PlotData {
  const series = outcomes.filter(({ name }) => broadcasts.some(({ counts }) => counts[name] > 0));
  return {
    rowName: 'Broadcast',
    series,
    rows: broadcasts.map(({ broadcastId, name, createdAt, counts }) => ({
      label: `${name ?? broadcastId.slice(0, 8)}, ${new Date(createdAt).toLocaleString('en-GB')}`,
      values: series.map((outcome) => counts[outcome.name]),
    })),
  };
}

function BroadcastCard({ broadcast }: { broadcast: Broadcast }) {
  const { broadcastId, appId, name, state, progress, counts, reasons, estimatedDevices, costUsd } = broadcast;
  const why = Object.entries(reasons).toSorted(([, one], [, other]) => other - one);
  const title = name ?? broadcastId;
  const percent = Math.floor(100 * progress);
  return (
    <li class="report broadcast">
      <h2>
        {title} <span class={`state ${state}`}>{state}</span>
      </h2>
      <p class="report-facts">
        {appId} · {audienceOf(broadcast)} · {timesOf(broadcast)}
      </p>
      {state !== 'scheduled' && (
        <p class="broadcast-progress">
          <progress aria-label={`Progress of ${title}`} max={100} value={percent} />
          {percent} %
        </p>
      )}
      <dl class="counts">
        <div>
          <dt>devices</dt>
          <dd>
            {counts.devices.toLocaleString('en-US')}
            {state !== 'finished' &&
              estimatedDevices > counts.devices &&
              ` of about ${estimatedDevices.toLocaleString('en-US')}`}
          </dd>
        </div>
        {outcomes
          .filter((outcome) => counts[outcome.name] > 0)
          .map((outcome) => (
            <div key={outcome.name}>
              <dt>{outcome.name}</dt>
              <dd>{counts[outcome.name].toLocaleString('en-US')}</dd>
            </div>
          ))}
        {why.map(([reason, count]) => (
          <div key={reason}>
            <dt>
              <code>{reason}</code>
            </dt>
            <dd>{count.toLocaleString('en-US')}</dd>
          </div>
        ))}
        <div>
          <dt>cost, estimated</dt>
          <dd>{dollarWords(costUsd)}</dd>
        </div>
      </dl>
      {name !== undefined && <p class="finding-code">{broadcastId}</p>}
    </li>
  );
}

function audienceOf({ audience }: Broadcast): string {
  if ('all' in audience) return 'all users';
  if ('users' in audience) return `a list of ${audience.users} users`;
  const { any = [], all = [], none = [] } = audience.tags;
  return [
    any.length > 0 && `any of ${any.join(', ')}`,
    all.length > 0 && `all of ${all.join(', ')}`,
    none.length > 0 && `none of ${none.join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ');
}

function timesOf({ createdAt, sendAt, startedAt, finishedAt, recalledAt, waitingUntil, stoppedBy }: Broadcast): string {
  const at = (time: string) => new Date(time).toLocaleString('en-GB');
  return [
    startedAt === undefined
      ? sendAt === undefined
        ? `created ${at(createdAt)}`
        : `due ${at(sendAt)}`
      : `started ${at(startedAt)}`,
    finishedAt && `finished ${at(finishedAt)}`,
    recalledAt && `recalled ${at(recalledAt)}`,
    waitingUntil && `quiet hours end until ${at(waitingUntil.last)}`,
    stoppedBy === 'budget' && 'stopped by the monthly budget',
  ]
    .filter(Boolean)
    .join(' · ');
}
