/** `npx ringpost events --follow`: prints events as they happen. See docs/events.md. */
import { eventSubjects, eventTypes } from '../../shared/events/rules/eventTypes.ts';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { CommandFailure, WrongUsage } from '../frame/failure.ts';
import { nearest } from '../frame/nearest.ts';
import { visible } from '../frame/outsideText.ts';
import { waitForStopRequest } from '../frame/stopRequest.ts';
import type { Terminal } from '../frame/terminal.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import type { BusEvent, EventSource } from './eventSource.ts';
import { maxFollowSeconds } from './stageEvents.ts';

const options = {
  follow: { type: 'boolean' },
  type: { type: 'string', multiple: true },
  seconds: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const eventsCommand: CommandDefinition<typeof options> = {
  name: 'ringpost events',
  help: `Usage: ringpost events --follow [options]

Prints the events of a stage or the lab as they happen, one a line, until Ctrl-C. On AWS it makes a rule on the stage's
event bus and a queue, and removes both in the end. With --json each line is the event as JSON.

Options:
  --follow       follow the events from now on: past ones are not stored
  --type <type>  only events such as message.sent, or all of a subject such as call.*; may be repeated (default: *)
  --seconds <n>  end after this time (default and maximum: ${maxFollowSeconds})
`,
  example: "npx ringpost events --follow --type 'call.*' --stage prod",
  options,
  async run({ options: { follow, type: patterns = ['*'], seconds, json = false }, terminal, openStage }) {
    if (!follow) throw new WrongUsage('missing --follow: past events are not stored');
    for (const pattern of patterns) checkPattern(pattern);
    const limitMs = secondsFrom(seconds) * 1000;
    const stage = await openStage();
    const stop = new AbortController();
    void waitForStopRequest().then(() => stop.abort());
    const source = await openSource(stage, patterns, terminal);
    terminal.say(`following the events of ${stage.label}; Ctrl-C ends it`);
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(limitMs)]);
    const count = await followUntil(source, signal, (event) => terminal.print(json ? jsonLine(event) : lineOf(event)));
    terminal.say(`${count} ${count === 1 ? 'event' : 'events'}`);
    return { ok: true, document: undefined, text: '' };
  },
};

async function openSource(stage: StageAccess, patterns: readonly string[], terminal: Terminal): Promise<EventSource> {
  if (stage.kind === 'lab') return (await import('./labEvents.ts')).labEvents(stage.apiUrl, patterns);
  if (stage.webhookQueueUrl === undefined) {
    throw new CommandFailure({
      code: 'no_events',
      message: `${stage.label} publishes no events`,
      fix: "Set `events: 'calls'` or `events: 'all'` for it in cdk/stages.ts, and deploy it.",
    });
  }
  const { openStageBus } = await import('./openStageBus.ts');
  const { removeLeftovers, stageEvents } = await import('./stageEvents.ts');
  const bus = openStageBus(stage);
  const source = await stageEvents(bus, patterns, Date.now());
  const removed = await removeLeftovers(bus, Date.now()).catch(() => []);
  for (const name of removed) terminal.say(`removed the rule and the queue ${name} of a command that was killed`);
  return source;
}

/** @returns how many events there were. */
export async function followUntil(
  source: EventSource,
  signal: AbortSignal,
  show: (event: BusEvent) => void,
): Promise<number> {
  let count = 0;
  try {
    while (!signal.aborted) {
      const events = await source.next(signal);
      for (const event of events) show(event);
      count += events.length;
    }
  } finally {
    await source.close();
  }
  return count;
}

const known: readonly string[] = ['*', ...eventSubjects.map((subject) => `${subject}.*`), ...eventTypes];

function checkPattern(pattern: string): void {
  if (known.includes(pattern)) return;
  const near = nearest(pattern, known);
  throw new WrongUsage(`there is no event \`${pattern}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`);
}

function secondsFrom(text: string | undefined): number {
  if (text === undefined) return maxFollowSeconds;
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= maxFollowSeconds) return seconds;
  throw new WrongUsage(`--seconds must be a whole number from 1 to ${maxFollowSeconds}`);
}

const jsonLine = (event: BusEvent): string => `${JSON.stringify(event)}\n`;

/** The time, the type and the facts that are one word each: `callId=…`. */
export function lineOf({ time, detail, 'detail-type': type }: BusEvent): string {
  const { eventId: _id, at: _at, ...facts } = detail;
  const words = Object.entries(facts).flatMap(([name, value]) =>
    typeof value === 'object' ? [] : [`${name}=${String(value)}`],
  );
  return `${[time, type, ...words].map((word) => visible(word)).join('  ')}\n`;
}

/** @returns the exit status. */
export function runEvents(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(eventsCommand, args, terminal);
}
