/** The way of a message or call as swim lanes: sender, Ringpost, queue, Apple, and each phone. */
import type { Schemas } from '../../../../client/js/src/index.ts';

export type Report = Schemas['MessageReportAsServer'] | Schemas['CallAsServer'];
type TimelineEvent = { at: string; event: string; userId?: string; deviceId?: string; reason?: string };

export interface TraceMark {
  /** Place of its instant in `Trace.instantsMs`. */
  column: number;
  words: string;
  look: 'good' | 'bad' | 'wait' | 'plain';
}

export interface TraceLane {
  name: string;
  marks: TraceMark[];
}

export interface Trace {
  /** Milliseconds since the beginning, ascending, each once. */
  instantsMs: number[];
  lanes: TraceLane[];
  /** A phone's report stands before Apple's acceptance, which is known once Apple has answered. */
  isReportedFirst: boolean;
}

const looks: Readonly<Record<string, TraceMark['look']>> = {
  accepted: 'good',
  delivered: 'good',
  shown: 'good',
  tapped: 'good',
  callReported: 'good',
  answered: 'good',
  rejected: 'bad',
  failed: 'bad',
  retrying: 'wait',
  skipped: 'wait',
};

const words: Readonly<Record<string, string>> = {
  received: 'received',
  callReported: 'reported to CallKit',
  timedOut: 'timed out',
  retrying: 'waits for a retry',
};

/** @param nameOf a device. */
export function traceOf(report: Report, nameOf: (deviceId: string) => string): Trace {
  const beganMs = Date.parse(report.createdAt);
  const sent = { at: report.createdAt, event: 'sent' };
  const events: TimelineEvent[] = [sent, ...(report.timeline ?? [])];
  const msOf = ({ at }: TimelineEvent) => Math.max(0, Date.parse(at) - beganMs);
  const instantsMs = [...new Set(events.map(msOf))].toSorted((one, other) => one - other);
  const devices = [...new Set((report.targets ?? []).flatMap(({ deviceId }) => deviceId ?? []))];
  const lanes = new Map(['Sender', 'Ringpost', 'Queue', 'Apple', ...devices].map((id) => [id, [] as TimelineEvent[]]));
  for (const event of events) {
    const id = laneOf(event);
    lanes.set(id, [...(lanes.get(id) ?? []), event]);
  }
  return {
    instantsMs,
    isReportedFirst: devices.some((deviceId) => isReportedFirst(events.filter((event) => event.deviceId === deviceId))),
    lanes: [...lanes].map(([id, own]) => ({
      name: fixedLanes.has(id) ? id : nameOf(id),
      marks: marksOf(own, (event) => instantsMs.indexOf(msOf(event))),
    })),
  };
}

const reports = new Set(['delivered', 'shown', 'tapped', 'callReported']);

/** @param events of one phone. */
function isReportedFirst(events: readonly TimelineEvent[]): boolean {
  const timesOf = (isOne: (event: string) => boolean) =>
    events.filter(({ event }) => isOne(event)).map(({ at }) => Date.parse(at));
  const accepted = timesOf((event) => event === 'accepted');
  return Math.min(...timesOf((event) => reports.has(event))) < Math.min(...accepted) && accepted.length > 0;
}

const fixedLanes = new Set(['Sender', 'Ringpost', 'Queue', 'Apple']);
const ofSender = new Set(['sent', 'recalled', 'cancelled']);
const ofApple = new Set(['accepted', 'rejected', 'failed']);

function laneOf({ event, deviceId }: TimelineEvent): string {
  if (ofSender.has(event)) return 'Sender';
  if (ofApple.has(event)) return 'Apple';
  if (event === 'retrying') return 'Queue';
  return event === 'skipped' ? 'Ringpost' : (deviceId ?? 'Ringpost');
}

/** Events of one kind at one instant are one mark. */
function marksOf(events: readonly TimelineEvent[], columnOf: (event: TimelineEvent) => number): TraceMark[] {
  const kinds = Map.groupBy(events, (event) => `${columnOf(event)} ${event.event} ${event.reason ?? ''}`);
  return [...kinds.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const { event, reason } = first;
    const name = words[event] ?? event;
    const text = [others.length > 0 ? `${others.length + 1} ${name}` : name, reason].filter(Boolean).join(': ');
    return { column: columnOf(first), words: text, look: looks[event] ?? 'plain' };
  });
}
