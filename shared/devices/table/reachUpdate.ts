/** Builds one update of a user's item, from the changes of any number of its devices. */
import { reachKey } from '../../platform/table/keys.ts';
import type { AudienceUser } from '../rules/audienceFacts.ts';
import type { Device, TokenKind } from '../rules/device.ts';
import { inReach } from './reachItem.ts';
import { registeredAttributes, storedTokens } from './storedDevice.ts';

export interface ReachUpdate {
  /** Path of all devices. */
  readonly devices: string;
  /** Path of a device, or of something in it. */
  path(deviceId: string, ...parts: string[]): string;
  /** Path of an attribute of the item. */
  attribute(name: string): string;
  /** Placeholder of a value. */
  value(value: unknown): string;
  set(path: string, value: unknown): void;
  /** @param expression of an update, such as `list_append(…)`. */
  setTo(path: string, expression: string): void;
  remove(path: string): void;
  /** A further condition. */
  when(condition: string): void;
  build(): BuiltUpdate;
}

export interface BuiltUpdate {
  TableName: string;
  Key: ReturnType<typeof reachKey>;
  UpdateExpression: string;
  ConditionExpression: string;
  /** Tells a condition that is not met from an item that is not there. */
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD';
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

export function reachUpdate(TableName: string, userId: string): ReachUpdate {
  const names = new Map<string, string>();
  const values: Record<string, unknown> = {};
  const sets: string[] = [];
  const removes: string[] = [];
  const conditions: string[] = [];

  function nameOf(part: string): string {
    const placeholder = names.get(part) ?? `#n${names.size}`;
    names.set(part, placeholder);
    return placeholder;
  }

  const update: ReachUpdate = {
    devices: nameOf('devices'),
    attribute: nameOf,
    path: (...parts) => ['devices', ...parts].map(nameOf).join('.'),
    value(value) {
      const placeholder = `:v${Object.keys(values).length}`;
      values[placeholder] = value;
      return placeholder;
    },
    set: (path, value) => update.setTo(path, update.value(value)),
    setTo: (path, expression) => sets.push(`${path} = ${expression}`),
    remove: (path) => removes.push(path),
    when: (condition) => conditions.push(condition),
    build: () => ({
      TableName,
      Key: reachKey(userId),
      UpdateExpression: [
        ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
        ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
      ].join(' '),
      ConditionExpression: conditions.join(' AND '),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ExpressionAttributeNames: Object.fromEntries([...names].map(([part, placeholder]) => [placeholder, part])),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    }),
  };
  return update;
}

/**
 * The device still holds the tokens that were read, as registered and marked then. Its time of registration would not
 * do: tokens are also moved, dropped and marked without one.
 */
export function whenUnchanged(update: ReachUpdate, { deviceId, tokens }: Device): void {
  update.when(`${update.path(deviceId, 'tokens')} = ${update.value(storedTokens(tokens))}`);
}

/** The user still has no device with this ID, and the devices are in the item. */
export function whenAbsent(update: ReachUpdate, deviceId: string): void {
  update.when(`attribute_exists(${update.devices}) AND attribute_not_exists(${update.path(deviceId)})`);
}

/** The user's profile and tags are still those that were read: the device's row in the index holds them. */
export function whenUserUnchanged(update: ReachUpdate, { profile, tagged }: AudienceUser): void {
  for (const [name, value] of Object.entries({ profile, tagged })) {
    const path = update.attribute(name);
    update.when(value === undefined ? `attribute_not_exists(${path})` : `${path} = ${update.value(value)}`);
  }
}

/** What the registration says of the device; a concurrent presence or missed report is not lost. */
export function storeRegistered(update: ReachUpdate, previous: Device | undefined, device: Device): void {
  const attributes = inReach({ ...registeredAttributes(device) });
  if (previous === undefined) {
    whenAbsent(update, device.deviceId);
    update.set(update.path(device.deviceId), attributes);
    return;
  }
  whenUnchanged(update, previous);
  for (const [name, value] of Object.entries(attributes)) {
    const path = update.path(device.deviceId, name);
    if (value === undefined) update.remove(path);
    else update.set(path, value);
  }
}

export function removeDevice(update: ReachUpdate, device: Device): void {
  whenUnchanged(update, device);
  update.remove(update.path(device.deviceId));
}

/** A device that keeps no alert token has no row in the index of audiences either. */
export function keepTokens(update: ReachUpdate, device: Device, kinds: readonly TokenKind[]): void {
  whenUnchanged(update, device);
  if (!kinds.includes('alert')) update.remove(update.path(device.deviceId, 'audienceMark'));
  const kept = Object.fromEntries(kinds.map((kind) => [kind, device.tokens[kind]]));
  update.set(update.path(device.deviceId, 'tokens'), storedTokens(kept));
}
