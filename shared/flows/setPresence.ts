import type { Presence } from '../rules/device.ts';
import type { Ports } from './ports.ts';
import { type Refusal, refuse } from './refusal.ts';

export interface PresenceInput {
  userId: string;
  deviceId: string;
  state: 'foreground' | 'background';
  ttlSeconds: number;
  /** What the app shows as unread now: the badge counter goes on from there. */
  unreadCount?: number | undefined;
}

export async function setPresence(
  ports: Pick<Ports, 'clock' | 'devices' | 'badges'>,
  input: PresenceInput,
): Promise<Presence | Refusal> {
  const { userId, deviceId, state, ttlSeconds, unreadCount } = input;
  const until = new Date(ports.clock.nowMs() + ttlSeconds * 1000).toISOString();
  const presence = { state, until };
  const device = await ports.devices.setPresence(userId, deviceId, presence);
  if (device === undefined) return refuse('unknown_device', `You have no device ${deviceId}.`);
  if (unreadCount !== undefined) await ports.badges.set(userId, device.appId, unreadCount);
  return presence;
}
