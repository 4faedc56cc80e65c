/**
 * How many devices a user may have, and which ones give way: those that were seen longest ago. A device is seen when its
 * app registers it or says whether it is in front. Every app does the first at each start.
 */
import type { Device } from './device.ts';

type Seen = Pick<Device, 'deviceId' | 'registeredAt' | 'presence'>;

/** Epoch milliseconds. */
export function lastSeenMs({ registeredAt, presence }: Pick<Device, 'registeredAt' | 'presence'>): number {
  return Math.max(Date.parse(registeredAt) || 0, Date.parse(presence?.at ?? '') || 0);
}

/** Last seen first. Of two that were seen in the same moment, always the same one comes first. */
function newestFirst(one: Seen, other: Seen): number {
  return lastSeenMs(other) - lastSeenMs(one) || (one.deviceId < other.deviceId ? -1 : 1);
}

/** The devices that are pushed to: all, or the most that a user may have, in the order in which they came. */
export function devicesInUse<D extends Seen>(devices: readonly D[]): D[] {
  if (devices.length <= maxDevices) return [...devices];
  const inUse = new Set(devices.toSorted(newestFirst).slice(0, maxDevices));
  return devices.filter((device) => inUse.has(device));
}

/** Those that give way so that no more than `most` are left, seen longest ago first. */
export function givingWay<D extends Seen>(devices: readonly D[], most: number): D[] {
  return devices.toSorted(newestFirst).slice(most).reverse();
}

/** Of one user. Each is a push for each message. More than anybody has phones, tablets and installations of a team's apps. */
export const maxDevices = 20;
