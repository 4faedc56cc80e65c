import type { Device, TokenKind } from '../../../shared/devices/rules/device.ts';
import { reachFromItem } from '../../../shared/devices/table/reachItem.ts';
import { tokenKey } from '../../../shared/platform/table/keys.ts';
import type { Table } from '../../../shared/platform/table/table.ts';
import { allItems } from '../table.ts';

interface Claim {
  /** The partition key of the token's note. */
  token: string;
  device: string;
}

/**
 * Where the table contradicts itself about who holds a token: a device has one that its note gives to another or to
 * nobody, or a note names a device that has it not. Empty when all is well: then each token has one holder.
 */
export async function contradictions(table: Table): Promise<{ claimed: Claim[]; noted: Claim[] }> {
  const items = await allItems(table);
  const claimed = items
    .filter(({ sk }) => sk === 'REACH')
    .flatMap((item) => reachFromItem(String(item['pk']).slice('USER#'.length), item).devices.flatMap(claimsOf));
  const noted = items
    .filter(({ sk }) => sk === 'HOLDER')
    .map((item): Claim => ({ token: String(item['pk']), device: `${item['userId']}/${item['deviceId']}` }));
  return { claimed: without(claimed, noted), noted: without(noted, claimed) };
}

export const noContradictions = { claimed: [], noted: [] };

function claimsOf({ userId, deviceId, appId, tokens }: Device): Claim[] {
  return Object.entries(tokens).map(([kind, { token }]) => ({
    token: tokenKey(appId, kind as TokenKind, token).pk,
    device: `${userId}/${deviceId}`,
  }));
}

function without(claims: readonly Claim[], others: readonly Claim[]): Claim[] {
  return claims.filter(
    (claim) => !others.some(({ token, device }) => token === claim.token && device === claim.device),
  );
}
