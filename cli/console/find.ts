/** Finds what an ID stands for: a message, a call, a user. */
import { writePathId } from '../../shared/platform/pathId.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { ServerAnswer } from '../stage/serverCaller.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

export interface Found {
  message?: unknown;
  call?: unknown;
  user?: unknown;
}

/**
 * @returns what the server routes answer; each is absent if there is no such thing.
 * @throws CommandFailure if a route refuses, unless another one has found something.
 */
export async function find({ callServer }: Pick<StageAccess, 'callServer'>, id: string): Promise<Found> {
  const path = writePathId(id);
  const read = async (route: string) => foundIn(await callServer('GET', `/v1/server/${route}/${path}`));
  const answers = await Promise.allSettled([read('messages'), read('calls'), read('users')]);
  const [message, call, user] = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined));
  const found = {
    ...(message !== undefined && { message }),
    ...(call !== undefined && { call }),
    ...(hasDevices(user) && { user }),
  };
  const refused = answers.find(({ status }) => status === 'rejected');
  if (refused?.status === 'rejected' && Object.keys(found).length === 0) throw refused.reason;
  return found;
}

/** @returns undefined if the ID names nothing of that kind. @throws CommandFailure for any other refusal. */
function foundIn(answer: ServerAnswer): unknown {
  return answer.status === 404 || answer.status === 400 ? undefined : bodyOf(answer);
}

/** Ringpost has no list of users: any ID could be one. */
function hasDevices(user: unknown): boolean {
  return (
    typeof user === 'object' &&
    user !== null &&
    'devices' in user &&
    Array.isArray(user.devices) &&
    user.devices.length > 0
  );
}
