/** A broadcast as a person at a terminal sees it. */
import { visible } from '../frame/outsideText.ts';

/** The parts of the API's answer that are shown. */
export interface Broadcast {
  broadcastId: string;
  appId: string;
  name?: string | undefined;
  state: 'scheduled' | 'running' | 'stopped' | 'finished';
  counts: Record<'devices' | 'accepted' | 'skipped' | 'rejected' | 'failed' | 'retrying' | 'waiting', number>;
  reasons: Record<string, number>;
  /** When those that wait for the end of their users' quiet hours get it. */
  waitingUntil?: { first: string; last: string } | undefined;
  progress: number;
  estimatedDevices: number;
  createdAt: string;
  sendAt?: string | undefined;
  startedAt?: string | undefined;
  finishedAt?: string | undefined;
  recalledAt?: string | undefined;
  stoppedBy?: 'budget' | undefined;
  costUsd: number;
}

const width = 30;
const number = (value: number): string => value.toLocaleString('en');

/** One line: `[####....] 41 %  412,300 devices, 16,400/s, 13,900 skipped, 35 s left`. @param nowMs epoch milliseconds. */
export function progressLine({ counts, progress, startedAt, state, waitingUntil }: Broadcast, nowMs: number): string {
  const filled = Math.floor(width * progress);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.floor(100 * progress)} %`;
  const seconds = startedAt === undefined ? 0 : Math.max((nowMs - Date.parse(startedAt)) / 1000, 0.001);
  // Pushes that wait for a time do not wait for each other: a rate would mislead.
  const isMoving = state === 'running' && progress > 0 && progress < 1 && seconds > 0 && waitingUntil === undefined;
  const { devices: _sum, accepted: _most, ...others } = counts;
  const parts = [
    countOf(counts.devices),
    ...(isMoving ? [`${number(Math.round(counts.devices / seconds))}/s`] : []),
    ...outcomesIn(others),
    ...(isMoving ? [`${duration((seconds * (1 - progress)) / progress)} left`] : []),
    ...(waitingUntil === undefined ? [] : [`quiet hours end ${timesText(waitingUntil)}`]),
  ];
  return `${bar}  ${parts.join(', ')}`;
}

const countOf = (devices: number): string => `${number(devices)} ${devices === 1 ? 'device' : 'devices'}`;

function outcomesIn(counts: Record<string, number>): string[] {
  return Object.entries(counts).flatMap(([outcome, count]) => (count > 0 ? [`${number(count)} ${outcome}`] : []));
}

function duration(seconds: number): string {
  return seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

function timesText({ first, last }: { first: string; last: string }): string {
  return first === last ? `at ${first}` : `from ${first} to ${last}`;
}

/** All that is known of a broadcast, in whole lines. */
export function broadcastText(broadcast: Broadcast): string {
  const {
    broadcastId,
    name,
    state,
    counts,
    reasons,
    sendAt,
    startedAt,
    finishedAt,
    recalledAt,
    waitingUntil,
    stoppedBy,
    costUsd,
  } = broadcast;
  const { devices, ...outcomes } = counts;
  const why = Object.entries(reasons).toSorted(([, one], [, other]) => other - one);
  const title = name === undefined ? '' : ` ${visible(name)}`;
  const recalled = recalledAt === undefined ? '' : `, recalled at ${recalledAt}`;
  const when = [
    ...(startedAt === undefined && sendAt !== undefined ? [`  is due at ${sendAt}\n`] : []),
    ...(startedAt === undefined
      ? []
      : [`  started at ${startedAt}${finishedAt ? `, finished at ${finishedAt}` : ''}\n`]),
  ];
  return [
    `broadcast ${broadcastId}${title}: ${state}${stoppedBy === undefined ? '' : ' by the monthly budget'}${recalled}\n`,
    ...when,
    `  ${countOf(devices)}: ${outcomesIn(outcomes).join(', ') || 'none yet'}\n`,
    ...(waitingUntil === undefined ? [] : [`  quiet hours end ${timesText(waitingUntil)}\n`]),
    ...why.map(([reason, count]) => `    ${visible(reason)}: ${number(count)}\n`),
    `  costs some $${costUsd.toFixed(4)} by list prices\n`,
  ].join('');
}
