/** The lab knows its phones by name; a stage knows devices only by ID. */
import { visible } from '../frame/outsideText.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

export type NameOfDevice = (deviceId: string) => string;

/** @returns the name for people: `Bob's iPhone (4f0c…)` in the lab, otherwise the device's ID. Never fails. */
export async function phoneNames({ kind, apiUrl }: Pick<StageAccess, 'kind' | 'apiUrl'>): Promise<NameOfDevice> {
  if (kind !== 'lab') return visible;
  const phones = await fetch(`${apiUrl}/lab/phones`)
    .then(async (response) => (response.ok ? ((await response.json()) as PhoneList).phones : []))
    .catch(() => []);
  const names = new Map(phones.map(({ deviceId, name }) => [deviceId.toLowerCase(), name]));
  return (deviceId) => {
    const name = names.get(deviceId.toLowerCase());
    return visible(name === undefined ? deviceId : `${deviceId} ${name}`);
  };
}

interface PhoneList {
  phones: { deviceId: string; name: string }[];
}
