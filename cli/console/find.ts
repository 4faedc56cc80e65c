/** Finds what an ID stands for: a message, a call, a user. */
import { writePathId } from '../../shared/platform/pathId.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

export interface Found {
  message?: unknown;
  call?: unknown;
  user?: unknown;
}

/** @returns what the server routes answer; each is absent if there is no such thing. */
export async function find({ callServer }: Pick<StageAccess, 'callServer'>, id: string): Promise<Found> {
  const path = writePathId(id);
  const [message, call, user] = await Promise.all([
    callServer('GET', `/v1/server/messages/${path}`),
    callServer('GET', `/v1/server/calls/${path}`),
    callServer('GET', `/v1/server/users/${path}`),
  ]);
  return {
    ...(message.status === 200 && { message: message.body }),
    ...(call.status === 200 && { call: call.body }),
    ...(user.status === 200 && hasDevices(user.body) && { user: user.body }),
  };
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
