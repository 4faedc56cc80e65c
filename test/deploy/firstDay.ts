/** What only AWS itself shows, measured on the stage of the run: docs/first-day-on-aws.md. */
import { writePathId } from '../../shared/platform/pathId.ts';
import type { Answer } from './stage.ts';

/** Asks the API as one user. */
type Ask = (method: string, path: string) => Promise<Answer>;

/** How a segment of a path is sent, and the ID that Ringpost should get. Undefined: the route does not fit any more. */
const segments: readonly (readonly [string, string | undefined])[] = [
  ['first-day%2Fb', undefined],
  ['first-day%2541', 'first-dayA'],
  ['first-day+b', 'first-day+b'],
];

/** @returns one line for each segment: what API Gateway made of it. The user's blocks are as before. */
export async function measurePaths(ask: Ask): Promise<string[]> {
  const lines: string[] = [];
  for (const [segment, expected] of segments) {
    const before = await blockedUsers(ask);
    const { status } = await ask('PUT', `/v1/blocks/${segment}`);
    const added = (await blockedUsers(ask)).filter((userId) => !before.includes(userId));
    for (const userId of added) await ask('DELETE', `/v1/blocks/${writePathId(userId)}`);
    const seen = added[0];
    const judgement = seen === expected ? 'as expected' : `DIFFERS: expected ${expected ?? 'no ID'}`;
    lines.push(`PUT /v1/blocks/${segment}: ${status}, ${seen ?? 'no ID'}, ${judgement}`);
  }
  return lines;
}

async function blockedUsers(ask: Ask): Promise<string[]> {
  const { status, body } = await ask('GET', '/v1/blocks');
  if (status !== 200) throw new Error(`GET /v1/blocks answered ${status}: ${JSON.stringify(body)}`);
  return (body['blocks'] as { userId: string }[]).map(({ userId }) => userId);
}

/**
 * @param logLines of all functions. @returns one line for each function that answered or pushed: how long after API Gateway got
 * the request, cold starts included.
 */
export function measureTimes(logLines: readonly string[]): string[] {
  const timesMs = new Map<string, number[]>();
  const add = (name: string, time: unknown) => {
    if (typeof time === 'number') timesMs.set(name, [...(timesMs.get(name) ?? []), time]);
  };
  for (const { service, message, sinceRequestMs, pushes } of logLines.flatMap(parsed)) {
    if (message === 'request') add(`${service} request`, sinceRequestMs);
    for (const push of Array.isArray(pushes) ? pushes : []) add(`${service} push`, push.sinceRequestMs);
  }
  return [...timesMs].sort(([a], [b]) => a.localeCompare(b)).map(([name, times]) => `${name}: ${summaryOf(times)}`);
}

function summaryOf(timesMs: readonly number[]): string {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  return `${sorted.length} times, ${sorted[0]} ms at least, median ${median} ms, ${sorted.at(-1)} ms at most`;
}

/** Lambda writes lines of its own, which may not be JSON. */
function parsed(line: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}
