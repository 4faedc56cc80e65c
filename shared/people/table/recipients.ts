import type { Device } from '../../devices/rules/device.ts';
import { devicesInUse } from '../../devices/rules/deviceLimit.ts';
import { deviceFromItem } from '../../devices/table/storedDevice.ts';
import { blockKey, conversationKey, devicePrefix, profileKey, userPartition } from '../../platform/table/keys.ts';
import { queryAll } from '../../platform/table/queryAll.ts';
import type { Table } from '../../platform/table/table.ts';
import type { RecipientStore } from '../ports.ts';
import type { Contact } from '../rules/contact.ts';
import type { ConversationSettings, Profile, Recipient } from '../rules/recipient.ts';
import { unlessAllFail, unreadable } from '../rules/unreadableRecipient.ts';
import { conversationFromItem } from './conversations.ts';
import { profileFromItem } from './profiles.ts';

/** One Query brings everything about a user: it is all in one partition. */
export function recipientStore(table: Table): RecipientStore {
  const store: RecipientStore = {
    async find(userId, about) {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': userPartition(userId) },
        ConsistentRead: true,
      });
      return recipientFromItems(userId, items, about);
    },

    findAll: async (userIds, about) =>
      unlessAllFail(
        await Promise.all(
          userIds.map((userId) => store.find(userId, about).catch((fault: unknown) => unreadable(userId, fault))),
        ),
      ),
  };
  return store;
}

/** @param items all of the user's partition. */
export function recipientFromItems(
  userId: string,
  items: readonly Record<string, unknown>[],
  { from, actor = from, conversationId, generation }: Contact,
): Recipient {
  const devices: Device[] = [];
  let profile: Profile | undefined;
  let conversation: ConversationSettings | undefined;
  let hasBlockedSender = false;
  for (const item of items) {
    const { sk } = item;
    if (typeof sk === 'string' && sk.startsWith(devicePrefix)) devices.push(deviceFromItem(item));
    if (sk === profileKey(userId).sk) profile = profileFromItem(item);
    if (sk === conversationKey(userId, conversationId).sk) conversation = conversationFromItem(item, generation);
    if (sk === blockKey(userId, from).sk || sk === blockKey(userId, actor).sk) hasBlockedSender = true;
  }
  return { userId, devices: devicesInUse(devices), profile, conversation, hasBlockedSender };
}
