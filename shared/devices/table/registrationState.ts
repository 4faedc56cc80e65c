/** What a registration must know from the table before it decides: read in one request. */

import { spellingsOf } from '../../platform/deviceId.ts';
import { batchGet } from '../../platform/table/batchGet.ts';
import { countsKey, deviceKey, installationKey, type Key, tokenKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { Device, TokenKind } from '../rules/device.ts';
import type { Registration } from '../rules/registration.ts';
import { holderFromItem, type TokenHolder } from './deviceItem.ts';
import { deviceFromItem } from './storedDevice.ts';

export type Holders = Partial<Record<TokenKind, TokenHolder>>;

export interface RegistrationState {
  /** The device before. */
  previous: Device | undefined;
  /** Current holders of the tokens. */
  holders: Holders;
  /** The device of the installation. */
  installation: TokenHolder | undefined;
  /** How many devices the user has ever added; absent in records from before Ringpost counted them. */
  devicesAdded: number | undefined;
}

export async function readRegistrationState(table: Table, registration: Registration): Promise<RegistrationState> {
  const { userId, deviceId, appId, tokens } = registration;
  const deviceKeys = spellingsOf(deviceId).map((spelling) => deviceKey(userId, spelling));
  const kinds = Object.keys(tokens) as TokenKind[];
  const holderKey = (kind: TokenKind): Key => tokenKey(appId, kind, tokens[kind]?.token ?? '');
  const others = [installationKey(appId, deviceId), countsKey(userId)] as const;
  const items = await batchGet(table, [...deviceKeys, ...kinds.map(holderKey), ...others]);
  const itemOf = ({ pk, sk }: Key) => items.find((item) => item['pk'] === pk && item['sk'] === sk);
  const previous = deviceKeys.map(itemOf).find((item) => item !== undefined);
  const holders: Holders = {};
  for (const kind of kinds) {
    const holder = itemOf(holderKey(kind));
    if (holder) holders[kind] = holderFromItem(holder);
  }
  const [installation, counts] = others.map(itemOf);
  return {
    previous: previous && deviceFromItem(previous),
    holders,
    installation: installation && holderFromItem(installation),
    devicesAdded: counts?.['devicesAdded'] as number | undefined,
  };
}
