import { isoTime } from '../../platform/isoTime.ts';
import type { Device, DeviceToken, TokenKind, TokenRepair } from '../rules/device.ts';
import { type ReachUpdate, reachUpdate } from './reachUpdate.ts';
import { storedRepair } from './storedDevice.ts';

/** A token that was pushed to, and an entry for the device's record about it, if any. */
export interface SentToken {
  device: Device;
  kind: TokenKind;
  /** The token as it was sent to. */
  sent: DeviceToken;
  repair?: TokenRepair | undefined;
}

/** Path of the token in the user's item, or of a part of it. */
export function tokenPath(update: ReachUpdate, { device, kind }: SentToken, ...parts: string[]): string {
  return update.path(device.deviceId, 'tokens', kind, ...parts);
}

/** An update of a device that still holds the token as registered when it was sent to. It may be added to. */
export function updateOfSentToken(TableName: string, token: SentToken): ReachUpdate {
  const { device, sent } = token;
  const update = reachUpdate(TableName, device.userId);
  update.when(`${tokenPath(update, token, 'token')} = ${update.value(sent.token)}`);
  update.when(`${tokenPath(update, token, 'registeredAt')} = ${update.value(isoTime(sent.registeredAtMs))}`);
  addRepair(update, token);
  return update;
}

/** Each adds its entry, so that two concurrent ones both stay. The next registration cuts the list to the last few. */
export function addRepair(update: ReachUpdate, { device, repair }: Pick<SentToken, 'device' | 'repair'>): void {
  if (repair === undefined) return;
  const path = update.path(device.deviceId, 'repairs');
  const [none, entry] = [update.value([]), update.value([storedRepair(repair)])];
  update.setTo(path, `list_append(if_not_exists(${path}, ${none}), ${entry})`);
}
