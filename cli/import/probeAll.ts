/**
 * Asks Apple about the tokens that an import has registered, by a push that shows nothing: `pushType: background`. Apple
 * refuses a token that it does not know, or that has died; a token registered for the wrong environment is corrected on
 * the way. A VoIP token cannot be asked about: the app would have to report a call.
 */
import { inBatches } from '../../shared/platform/inBatches.ts';
import { someAtATime } from '../frame/someAtATime.ts';
import type { Pace } from '../stage/pace.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { CallServer } from '../stage/serverCaller.ts';
import type { Registration } from './planned.ts';
import type { Probed, Progress } from './progressFile.ts';

/** How many users one request is for: up to a hundred, the answer has the outcome of each. */
export const usersTogether = 50;

/** Sender of the message. No user has to have that name. */
const sender = 'ringpost-import';

export interface Probe {
  /** Number of the request, from 0 on: the same in each run of the same import. */
  number: number;
  userIds: readonly string[];
}

/** @returns the requests for the users whose alert tokens have come along. */
export function probesFor(registrations: readonly Registration[]): Probe[] {
  const users = new Set(
    registrations.filter(({ body }) => body.tokens.alert !== undefined).map(({ userId }) => userId),
  );
  return inBatches([...users], usersTogether).map((userIds, number) => ({ number, userIds }));
}

interface SentTarget {
  userId: string;
  deviceId?: string | undefined;
  outcome: string;
  reason?: string | undefined;
}

export interface ProbeAll {
  registrations: readonly Registration[];
  progress: Progress;
  callServer: CallServer;
  pace: Pace;
  concurrency: number;
  onDone(): void;
}

export async function probeAll({
  registrations,
  progress,
  callServer,
  pace,
  concurrency,
  onDone,
}: ProbeAll): Promise<void> {
  const numbers = new Map(registrations.map((registration, n) => [nameOf(registration), n]));
  const open = probesFor(registrations).filter(({ number }) => !progress.probes.has(number));
  await someAtATime(open, concurrency, async ({ number, userIds }) => {
    const answer = await pace.send(() => callServer('POST', '/v1/server/messages', probeOf(userIds)));
    const { targets } = bodyOf<{ targets: SentTarget[] }>(answer);
    progress.addProbe(number, probedOf(targets, numbers));
    onDone();
  });
}

/** Apple discards it if the phone is offline: a late probe would have no use. */
const probeOf = (userIds: readonly string[]) => ({
  from: sender,
  to: { userIds },
  elements: [{ type: 'custom' }],
  offlinePush: { pushType: 'background', pushWhen: 'always', ttlSeconds: 0 },
});

/** Only of devices of the import: the users may have others. */
function probedOf(targets: readonly SentTarget[], numbers: ReadonlyMap<string, number>): Probed {
  const counts: Record<string, number> = {};
  const dead: Probed['dead'] = [];
  for (const { userId, deviceId = '', outcome, reason } of targets) {
    const n = numbers.get(nameOf({ userId, deviceId }));
    if (n === undefined) continue;
    const name = reason === undefined ? outcome : `${outcome}/${reason}`;
    counts[name] = (counts[name] ?? 0) + 1;
    if (outcome === 'rejected') dead.push({ n, reason: reason ?? outcome });
  }
  return { counts, dead };
}

const nameOf = ({ userId, deviceId }: Pick<Registration, 'userId' | 'deviceId'>) =>
  `${userId}\n${deviceId.toLowerCase()}`;
