/**
 * Limit of a user's devices, and which ones give way: those that were seen longest ago. A device is seen when its app
 * registers it or reports its presence. Every app registers at each start.
 */
import type { Device } from './device.ts';

type Seen = Pick<Device, 'deviceId' | 'registeredAtMs' | 'presence'>;

/** Epoch milliseconds. */
export function lastSeenMs({ registeredAtMs, presence }: Pick<Device, 'registeredAtMs' | 'presence'>): number {
  return Math.max(registeredAtMs, presence?.atMs ?? 0);
}

/** Last seen first. Of two that were seen at the same time, always the same one comes first. */
function newestFirst(one: Seen, other: Seen): number {
  return lastSeenMs(other) - lastSeenMs(one) || (one.deviceId < other.deviceId ? -1 : 1);
}

/** Devices that get pushes: all, or as many as the limit allows, in their original order. */
export function devicesInUse<D extends Seen>(devices: readonly D[]): D[] {
  if (devices.length <= maxDevices) return [...devices];
  const inUse = new Set(devices.toSorted(newestFirst).slice(0, maxDevices));
  return devices.filter((device) => inUse.has(device));
}

/** Devices that give way so that at most `most` are left, seen longest ago first. */
export function givingWay<D extends Seen>(devices: readonly D[], most: number): D[] {
  return devices.toSorted(newestFirst).slice(most).reverse();
}

/**
 * How many devices one user may have. Each is a push for each message. More than anyone has phones, tablets and
 * installations of a team's apps.
 */
export const maxDevices = 20;
