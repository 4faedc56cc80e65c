import { isoTime } from '../../platform/isoTime.ts';
import { deviceKey } from '../../platform/table/keys.ts';
import type { Device, DeviceToken, TokenKind, TokenRepair } from '../rules/device.ts';
import { storedRepair } from './storedDevice.ts';

/** A token that was pushed to, and an entry for the device's record about it, if any. */
export interface SentToken {
  device: Device;
  kind: TokenKind;
  /** The token as it was sent to. */
  sent: DeviceToken;
  repair?: TokenRepair | undefined;
}

/** By path; `#kind` and `#state` stand for the names. */
interface Change {
  set?: Readonly<Record<string, unknown>> | undefined;
  remove?: readonly string[] | undefined;
}

/** The device still holds the token as registered when it was sent to. */
const stillHeld = 'tokens.#kind.#token = :sent AND tokens.#kind.registeredAt = :sentRegisteredAt';

/** An update of a device that still holds the token. Condition and values may be added to. */
export function updateOfSentToken(TableName: string, { device, kind, sent, repair }: SentToken, change: Change) {
  const setting = Object.entries(change.set ?? {});
  const sets = setting.map(([path], index) => `${path} = :set${index}`);
  if (repair !== undefined) sets.push(addRepair);
  const UpdateExpression = [
    sets.length > 0 ? `SET ${sets.join(', ')}` : '',
    change.remove ? `REMOVE ${change.remove.join(', ')}` : '',
  ].join(' ');
  return {
    TableName,
    Key: deviceKey(device.userId, device.deviceId),
    UpdateExpression: UpdateExpression.trim(),
    ConditionExpression: stillHeld,
    ExpressionAttributeNames: {
      '#kind': kind,
      '#token': 'token',
      ...(UpdateExpression.includes('#state') && { '#state': 'state' }),
    },
    ExpressionAttributeValues: {
      ':sent': sent.token,
      ':sentRegisteredAt': isoTime(sent.registeredAtMs),
      ...Object.fromEntries(setting.map(([, value], index) => [`:set${index}`, value])),
      ...(repair !== undefined && repairValues(repair)),
    },
  };
}

/** Each adds its entry, so that two concurrent ones both stay. The next registration cuts the list to the last few. */
export const addRepair = 'repairs = list_append(if_not_exists(repairs, :none), :repairs)';
export const repairValues = (repair: TokenRepair) => ({ ':none': [], ':repairs': [storedRepair(repair)] });
