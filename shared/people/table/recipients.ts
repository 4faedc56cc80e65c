import { devicesInUse } from '../../devices/rules/deviceLimit.ts';
import { type Reach, reachFromItem } from '../../devices/table/reachItem.ts';
import { orEarlier } from '../../devices/table/readReach.ts';
import { inBatches } from '../../platform/inBatches.ts';
import { batchGet, type Freshness } from '../../platform/table/batchGet.ts';
import { blockKey, conversationKey, type Key, reachKey } from '../../platform/table/keys.ts';
import type { Table } from '../../platform/table/table.ts';
import type { RecipientStore } from '../ports.ts';
import type { Contact } from '../rules/contact.ts';
import type { Recipient } from '../rules/recipient.ts';
import { unlessAllFail, unreadable } from '../rules/unreadableRecipient.ts';
import { conversationFromItem } from './conversations.ts';
import { profileFromItem } from './profiles.ts';

/** BatchGetItem takes up to 100 keys. */
const keysAtOnce = 100;

type Items = ReadonlyMap<string, Record<string, unknown>>;

/**
 * Reads by keys that are known beforehand, so a user who has blocked a thousand others costs no more than one who has
 * blocked one: docs/decisions/0084.
 * @param freshness of what is read: the latest, unless said otherwise.
 */
export function recipientStore(table: Table, freshness?: Freshness): RecipientStore {
  async function read(keys: readonly Key[]): Promise<Items> {
    const unique = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
    const batches = await Promise.all(
      inBatches(unique, keysAtOnce).map((batch) => batchGet(table, batch, [], freshness)),
    );
    return new Map(batches.flat().map((item) => [nameOf(item as unknown as Key), item]));
  }

  async function readAll(userIds: readonly string[], about: Contact): Promise<Recipient[]> {
    const items = await read(userIds.map(reachKey));
    const reaches = await Promise.all(
      userIds.map(async (userId): Promise<Reach | Recipient> => {
        try {
          return await reachOf(userId, items);
        } catch (fault) {
          return unreadable(userId, fault);
        }
      }),
    );
    const ruleKeys = userIds.map((userId, index) => {
      const reach = reaches[index];
      return reach === undefined || 'userId' in reach ? [] : neededKeys(userId, about, reach);
    });
    const rules = await read(ruleKeys.flat());
    return userIds.flatMap((userId, index) => {
      const reach = reaches[index];
      if (reach === undefined) return [];
      if ('userId' in reach) return reach;
      try {
        return recipientFrom(userId, reach, rules, about);
      } catch (fault) {
        return unreadable(userId, fault);
      }
    });
  }

  const reachOf = (userId: string, items: Items): Promise<Reach> =>
    orEarlier(table, userId, reachFromItem(userId, items.get(nameOf(reachKey(userId)))));

  return {
    async find(userId, about) {
      const [recipient] = await readAll([userId], about);
      if (recipient === undefined) throw new Error('the user was not read');
      if (recipient.fault !== undefined) throw recipient.fault;
      return recipient;
    },

    /** In one request for a hundred, and another one for those who have blocked anybody or set anything. */
    findAll: async (userIds, about) =>
      unlessAllFail(
        (
          await Promise.all(
            inBatches(userIds, keysAtOnce).map((batch) =>
              readAll(batch, about).catch((fault: unknown) => batch.map((userId) => unreadable(userId, fault))),
            ),
          )
        ).flat(),
      ),
  };
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** The sender, and who acts for the sender. */
function blockKeys(userId: string, { from, actor = from }: Contact): Key[] {
  return [...new Set([from, actor])].map((blocked) => blockKey(userId, blocked));
}

/** Items of the user's rules that may exist. A count that is unknown may be any number. */
function neededKeys(userId: string, about: Contact, { blocks, conversations }: Reach): Key[] {
  return [
    ...(blocks === 0 ? [] : blockKeys(userId, about)),
    ...(conversations === 0 ? [] : [conversationKey(userId, about.conversationId)]),
  ];
}

function recipientFrom(userId: string, { devices, profile }: Reach, rules: Items, about: Contact): Recipient {
  const settings = rules.get(nameOf(conversationKey(userId, about.conversationId)));
  return {
    userId,
    devices: devicesInUse(devices),
    profile: profile && profileFromItem(profile),
    conversation: settings && conversationFromItem(settings, about.generation),
    hasBlockedSender: blockKeys(userId, about).some((key) => rules.has(nameOf(key))),
  };
}
