/** An item of a user, read for the export. */
import type { DirectoryChange } from '../../callDirectory/rules/directory.ts';
import { reachFromItem } from '../../devices/table/reachItem.ts';
import { deviceFromItem } from '../../devices/table/storedDevice.ts';
import { conversationFromItem } from '../../people/table/conversations.ts';
import { profileFromItem } from '../../people/table/profiles.ts';
import { isList, isMap, isNumber, isText, listOf, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf, itemAs, type StoredItem } from '../../platform/table/item.ts';
import {
  badgePrefix,
  blockPrefix,
  callLogPartition,
  conversationPrefix,
  devicePrefix,
  externalPushPrefix,
  membershipPartition,
  numberPrefix,
  numbersPartition,
  numbersStateKey,
  profileKey,
  reachKey,
  tagsKey,
  userPartition,
} from '../../platform/table/keys.ts';
import { handedOverFromItem } from '../../push/table/handedOverStore.ts';
import type { ExportedNumber, StoredEntry } from '../rules/exportEntry.ts';

/** @returns undefined for a copy of something that is exported anyway. @throws UnreadableItem */
export function storedEntry(userId: string, item: StoredItem): StoredEntry | undefined {
  const sort = String(item['sk']);
  switch (item['pk']) {
    case userPartition(userId):
      return entryOfUser(userId, sort, item);
    case membershipPartition(userId):
      return { kind: 'membership', groupId: sort };
    case callLogPartition(userId):
      return { kind: 'logLine', callId: itemAs<{ callId: string }>(item, 'call log entry', { callId: isText }).callId };
    case numbersPartition(userId):
      return entryOfDirectory(userId, sort, item);
    default:
      throw new Error('the item is in no partition of this user');
  }
}

function entryOfUser(userId: string, sort: string, item: StoredItem): StoredEntry | undefined {
  if (sort === reachKey(userId).sk) {
    const { devices, profile } = reachFromItem(userId, item);
    return { kind: 'reach', devices, profile: profile && profileFromItem(profile) };
  }
  if (sort === tagsKey(userId).sk) {
    return { kind: 'tags', tags: itemAs<{ tags: string[] }>(item, 'tags', { tags: listOf(isText) }).tags };
  }
  if (sort.startsWith(badgePrefix)) {
    const { badge } = itemAs<{ badge: number }>(item, 'badge', { badge: isNumber });
    return { kind: 'badge', badge: { appId: sort.slice(badgePrefix.length), badge } };
  }
  if (sort.startsWith(blockPrefix)) return { kind: 'block', userId: sort.slice(blockPrefix.length) };
  if (sort.startsWith(externalPushPrefix)) {
    const { wantedId, deviceId, appId, attempt, payload } = handedOverFromItem(item);
    return { kind: 'handedOver', push: { wantedId, deviceId, appId, attempt, payload: { ...payload } } };
  }
  if (sort.startsWith(conversationPrefix)) {
    const settings = conversationFromItem(item, undefined);
    if (settings === undefined) return undefined;
    return {
      kind: 'conversation',
      conversation: { conversationId: sort.slice(conversationPrefix.length), ...settings },
    };
  }
  // An item of 0.3.0 that expires has been moved to the user's item.
  const isMoved = item['ttl'] !== undefined;
  if (sort === profileKey(userId).sk) {
    return isMoved ? undefined : { kind: 'reach', devices: [], profile: profileFromItem(item) };
  }
  if (sort.startsWith(devicePrefix)) return isMoved ? undefined : { kind: 'reach', devices: [deviceFromItem(item)] };
  throw new Error(`an export does not know the item ${sort}`);
}

function entryOfDirectory(userId: string, sort: string, item: StoredItem): StoredEntry {
  if (sort === numbersStateKey(userId).sk) {
    const shape = { territories: orAbsent(isList) };
    const { territories = [] } = itemAs<{ territories?: string[] }>(item, 'call directory', shape);
    return { kind: 'directory', territories };
  }
  if (sort.startsWith(numberPrefix)) {
    const shape = { number: isText, entry: isMap };
    const { number, entry } = itemAs<{ number: string; entry: Omit<ExportedNumber, 'number'> }>(item, 'number', shape);
    return { kind: 'number', number: { number, ...entry } as ExportedNumber };
  }
  const shape = { number: isText, version: isNumber, before: orAbsent(isMap), after: orAbsent(isMap) };
  return { kind: 'numberChange', change: bodyOf<DirectoryChange>(item, 'change of a number', shape) };
}
