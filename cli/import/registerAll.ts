/** Registers the devices of a plan, some at a time, and notes each. */

import { writePathId } from '../../shared/platform/pathId.ts';
import { someAtATime } from '../frame/someAtATime.ts';
import { type Pace, refuseAll } from '../stage/pace.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { CallServer, ServerAnswer } from '../stage/serverCaller.ts';
import type { Registration } from './planned.ts';
import type { Outcome, Progress } from './progressFile.ts';

export interface RegisterAll {
  registrations: readonly Registration[];
  progress: Progress;
  callServer: CallServer;
  pace: Pace;
  /** How many requests are under way at a time. */
  concurrency: number;
  onDone(): void;
}

/** @throws CommandFailure when no further registration can succeed. The progress file keeps what is done. */
export function registerAll(all: RegisterAll): Promise<void> {
  const { registrations, progress, callServer, pace, concurrency, onDone } = all;
  const open = [...registrations.entries()].filter(([n]) => !progress.outcomes.has(n));
  return someAtATime(open, concurrency, async ([n, registration]) => {
    const { userId, deviceId, body } = registration;
    const path = `/v1/server/users/${writePathId(userId)}/devices/${writePathId(deviceId)}`;
    const answer = await pace.send(() => callServer('PUT', path, body));
    progress.addOutcome(n, outcomeOf(answer, registration));
    onDone();
  });
}

function outcomeOf(answer: ServerAnswer, { names }: Registration): Outcome {
  if (answer.status < 300) return { outcome: 'registered' };
  refuseAll(answer);
  const { code, detail, errors = [] } = problemOf(answer);
  if (code === 'already_registered') return { outcome: 'already_registered' };
  // The app is not one of the stage, or the stage has no such route: no device can be registered.
  if (code === 'unknown_app' || code === undefined || answer.status === 404) bodyOf(answer);
  const [error] = errors;
  const field = error?.path.split('/')[1] ?? '';
  return { outcome: 'refused', field: names[field] ?? field, reason: detail ?? `The API answered ${answer.status}.` };
}

interface SomeProblem {
  code?: string;
  detail?: string;
  errors?: { path: string }[];
}

const problemOf = ({ body }: ServerAnswer): SomeProblem => (typeof body === 'object' && body !== null ? body : {});
