/** Who is reached, and by which rule not. Pure: the same decision serves every way of asking. */
import { type Device, type DeviceToken, isOnline, type TokenKind } from './device.ts';

export type SkipReason =
  | 'sender'
  | 'online_only'
  | 'push_disabled'
  | 'no_device'
  | 'online'
  | 'no_token'
  | 'quarantined';

/** One device token that one push goes to. Without `deviceId`: a user who has no device. */
export interface Target {
  userId: string;
  deviceId?: string;
  kind?: TokenKind;
}

export type Decision =
  | { decision: 'push'; target: Required<Target>; device: Device; token: DeviceToken }
  | { decision: 'skip'; target: Target; rule: SkipReason };

/** What the sender asked for, as far as it decides who is reached. */
export interface Occasion {
  from: string;
  kind: TokenKind;
  onlineUserOnly: boolean;
  pushDisabled: boolean;
}

/** One decision for each device of a recipient, or a single one for the user as a whole. */
export function decide(occasion: Occasion, userId: string, devices: readonly Device[], nowMs: number): Decision[] {
  const skipUser = (rule: SkipReason): Decision[] => [{ decision: 'skip', target: { userId }, rule }];
  if (userId === occasion.from) return skipUser('sender');
  if (occasion.onlineUserOnly) return skipUser('online_only');
  if (occasion.pushDisabled) return skipUser('push_disabled');
  if (devices.length === 0) return skipUser('no_device');
  const userIsOnline = devices.some((device) => isOnline(device, nowMs));
  return devices.map((device) => decideDevice(device, occasion.kind, userIsOnline));
}

function decideDevice(device: Device, kind: TokenKind, userIsOnline: boolean): Decision {
  const target = { userId: device.userId, deviceId: device.deviceId, kind };
  const skip = (rule: SkipReason): Decision => ({ decision: 'skip', target, rule });
  // The app is in front of the user and gets it over its own connection; the user's other phones stay quiet (S0-02).
  if (userIsOnline) return skip('online');
  const token = device.tokens[kind];
  if (token === undefined) return skip('no_token');
  if (token.state === 'quarantined') return skip('quarantined');
  return { decision: 'push', target, device, token };
}
