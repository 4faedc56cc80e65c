/** Devices that lose something to a registration: their tokens, or their installation. */
import { isSameDeviceId } from '../../platform/deviceId.ts';
import type { Table } from '../../platform/table/table.ts';
import type { Device, TokenKind } from '../rules/device.ts';
import { mayBeSamePhone } from '../rules/registration.ts';
import { kindsOf, type TokenHolder } from './deviceItem.ts';
import { moveDevices } from './onReach.ts';
import { readReach } from './readReach.ts';
import type { RegistrationState } from './registrationState.ts';

/**
 * What happens to such a device. `absent`: it was removed since its note was read, and must not come back before the
 * registration is written.
 */
export type Loss = TokenHolder &
  ({ fate: 'absent' } | { fate: 'removed' | 'reduced'; device: Device; kept: readonly TokenKind[] });

export function isHeldBy(holder: TokenHolder | undefined, { userId, deviceId }: Device): boolean {
  return holder?.userId === userId && holder.deviceId === deviceId;
}

export async function lossesTo(
  table: Table,
  device: Device,
  { devices, holders, installation }: RegistrationState,
): Promise<Loss[]> {
  const former = new Map<string, TokenHolder>();
  for (const holder of [...Object.values(holders), installation]) {
    if (holder !== undefined && !isHeldBy(holder, device)) former.set(nameOf(holder), holder);
  }
  const holdsTokens = new Set(Object.values(holders).map(nameOf));
  const losses = await Promise.all(
    [...former].map(async ([name, { userId, deviceId }]) => {
      const theirs = userId === device.userId ? devices : await storedDevices(table, userId);
      const found = theirs.find((each) => each.deviceId === deviceId);
      if (found === undefined) return [{ userId, deviceId, fate: 'absent' as const }];
      return lossOf(found, device, holdsTokens.has(name));
    }),
  );
  return losses.flat();
}

export const nameOf = ({ userId, deviceId }: TokenHolder): string => `${userId}\n${deviceId}`;

/** The user's item will be written, so the devices must be in it. */
async function storedDevices(table: Table, userId: string): Promise<readonly Device[]> {
  const reach = await readReach(table, userId);
  if (reach.isStored) return reach.devices;
  await moveDevices(table, userId);
  return (await readReach(table, userId)).devices;
}

/**
 * The device that held the tokens loses them. One without any left is removed: a token lives on one phone, so the phone
 * has changed hands, or its app was installed again. The same installation under another user is removed in any case,
 * or that user's calls would keep ringing on it.
 */
function lossOf(former: Device, device: Device, holdsTokens: boolean): Loss[] {
  const { userId, deviceId } = former;
  const isTaken = (kind: TokenKind) => former.tokens[kind]?.token === device.tokens[kind]?.token;
  const kept = kindsOf(former.tokens).filter((kind) => !isTaken(kind));
  const isInstallation = isSameDeviceId(deviceId, device.deviceId) && former.appId === device.appId;
  const loss = (fate: 'removed' | 'reduced'): Loss[] => [{ userId, deviceId, fate, device: former, kept }];
  if (!holdsTokens) return isInstallation && mayBeSamePhone(former, device) ? loss('removed') : [];
  // Also if it holds none of them any more: it must not take them back before they are noted as moved.
  return loss(kept.length > 0 && !isInstallation ? 'reduced' : 'removed');
}
