/**
 * All keys of the one table.
 *
 * | partition        | sort                | holds |
 * |---|---|---|
 * | `USER#<userId>`  | `PROFILE`           | the profile |
 * | `USER#<userId>`  | `DEVICE#<deviceId>` | a device with its tokens and presence |
 * | `USER#<userId>`  | `BADGE#<appId>`     | the badge counter of the user in that app |
 * | `TOKEN#<hash>`   | `HOLDER`            | which device holds the token |
 * | `MESSAGE#<id>`   | `MESSAGE`           | who a message went to and what became of it |
 * | `CALL#<id>`      | `CALL`              | the state of a call |
 */
import { createHash } from 'node:crypto';
import type { TokenKind } from '../rules/device.ts';

export interface Key {
  pk: string;
  sk: string;
}

export const devicePrefix = 'DEVICE#';

export const userPartition = (userId: string): string => `USER#${userId}`;
export const profileKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'PROFILE' });
export const deviceKey = (userId: string, deviceId: string): Key => ({
  pk: userPartition(userId),
  sk: devicePrefix + deviceId,
});
export const badgeKey = (userId: string, appId: string): Key => ({ pk: userPartition(userId), sk: `BADGE#${appId}` });
export const messageKey = (messageId: string): Key => ({ pk: `MESSAGE#${messageId}`, sk: 'MESSAGE' });
export const callKey = (callId: string): Key => ({ pk: `CALL#${callId}`, sk: 'CALL' });

/** The token itself is no key: keys end up in metrics and error texts. */
export function tokenKey(appId: string, kind: TokenKind, token: string): Key {
  const hash = createHash('sha256').update(`${appId}\n${kind}\n${token}`).digest('hex');
  return { pk: `TOKEN#${hash}`, sk: 'HOLDER' };
}
