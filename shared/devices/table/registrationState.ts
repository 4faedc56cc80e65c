/** What a registration must know from the table before it decides: read in one request. */

import { spellingsOf } from '../../platform/deviceId.ts';
import { batchGet } from '../../platform/table/batchGet.ts';
import { installationKey, type Key, reachKey, tokenKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { AudienceUser } from '../rules/audienceFacts.ts';
import type { Device, TokenKind } from '../rules/device.ts';
import type { Registration } from '../rules/registration.ts';
import { holderFromItem, type TokenHolder } from './deviceItem.ts';
import { reachFromItem } from './reachItem.ts';

export type Holders = Partial<Record<TokenKind, TokenHolder>>;

export interface RegistrationState {
  /** The device before. */
  previous: Device | undefined;
  /** All devices of the user. */
  devices: readonly Device[];
  /** Current holders of the tokens. */
  holders: Holders;
  /** The user's profile and tags. */
  user: AudienceUser;
  /** The device of the installation. */
  installation: TokenHolder | undefined;
}

/** @returns undefined if the user's devices must be moved into the user's item first. */
export async function readRegistrationState(
  table: Table,
  registration: Registration,
): Promise<RegistrationState | undefined> {
  const { userId, deviceId, appId, tokens } = registration;
  const kinds = Object.keys(tokens) as TokenKind[];
  const holderKey = (kind: TokenKind): Key => tokenKey(appId, kind, tokens[kind]?.token ?? '');
  const others = [reachKey(userId), installationKey(appId, deviceId)] as const;
  const items = await batchGet(table, [...kinds.map(holderKey), ...others]);
  const itemOf = ({ pk, sk }: Key) => items.find((item) => item['pk'] === pk && item['sk'] === sk);
  const holders: Holders = {};
  for (const kind of kinds) {
    const holder = itemOf(holderKey(kind));
    if (holder) holders[kind] = holderFromItem(holder);
  }
  const [reach, installation] = others.map(itemOf);
  const { devices, profile, tagged, isStored } = reachFromItem(userId, reach);
  if (!isStored) return undefined;
  return {
    previous: findDevice(devices, deviceId),
    devices,
    holders,
    user: { profile, tagged },
    installation: installation && holderFromItem(installation),
  };
}

/** By any spelling of its ID. */
export function findDevice(devices: readonly Device[], deviceId: string): Device | undefined {
  for (const spelling of spellingsOf(deviceId)) {
    const device = devices.find((each) => each.deviceId === spelling);
    if (device !== undefined) return device;
  }
  return undefined;
}
