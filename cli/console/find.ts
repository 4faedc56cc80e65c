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

/** @returns what the server routes answer; each is absent if there is no such thing. @throws CommandFailure */
export async function find({ callServer }: Pick<StageAccess, 'callServer'>, id: string): Promise<Found> {
  const path = writePathId(id);
  const read = async (route: string) => foundIn(await callServer('GET', `/v1/server/${route}/${path}`));
  const [message, call, user] = await Promise.all([read('messages'), read('calls'), read('users')]);
  return {
    ...(message !== undefined && { message }),
    ...(call !== undefined && { call }),
    ...(hasDevices(user) && { user }),
  };
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
