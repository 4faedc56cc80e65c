import type { Device } from './device.ts';

/** The home of a user's phones: the territory in the newest registration that names one. */
export function homeTerritory(devices: readonly Pick<Device, 'territory' | 'registeredAt'>[]): string | undefined {
  return devices
    .filter(({ territory }) => territory !== undefined)
    .toSorted((one, other) => other.registeredAt.localeCompare(one.registeredAt))[0]?.territory;
}
