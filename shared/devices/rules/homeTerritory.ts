import type { Device } from './device.ts';

/** The home of a user's phones: the territory in the newest registration that names one. */
export function homeTerritory(devices: readonly Pick<Device, 'territory' | 'registeredAtMs'>[]): string | undefined {
  return devices
    .filter(({ territory }) => territory !== undefined)
    .toSorted((one, other) => other.registeredAtMs - one.registeredAtMs)[0]?.territory;
}
