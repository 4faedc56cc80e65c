/**
 * What each function may do, and nothing else: one table to review. `statements.ts` turns it into IAM statements, the
 * tests compare it with the template.
 */
import type { FunctionName } from '../shared/api/functionSettings.ts';

/** What the partition keys of the table start with (shared/platform/table/keys.ts): a kind of thing that is kept. */
export type Partition =
  | 'USER#'
  | 'TOKEN#'
  | 'MESSAGE#'
  | 'CALL#'
  | 'CALLS#'
  | 'NUMBERS#'
  | 'GROUP#'
  | 'GROUPS#'
  | 'POLICIES'
  | 'APPS'
  | 'IDEMPOTENCY#'
  | 'STATISTICS#'
  | 'RATE#';

/** DynamoDB actions. The writes of a transaction are authorized one by one, as these. */
export type TableAction =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'BatchGetItem'
  | 'PartiQLSelect'
  | 'BatchWriteItem';

/** `consume` is what Lambda's poller does in the function's name. */
export type QueueUse = 'send' | 'consume';

/** Actions on partitions of these kinds. What one request touches together must be in one grant. */
export interface TableGrant {
  partitions: readonly Partition[];
  actions: readonly TableAction[];
}

export interface Permissions {
  table: readonly TableGrant[];
  /** May read the secrets of the stage's apps. */
  readsAppSecrets: boolean;
  deliveryQueue: readonly QueueUse[];
  /** Puts deliveries that cannot be worked on into the dead-letter queue, with the reason. */
  setsAside?: boolean;
  callTimerQueue?: readonly QueueUse[];
  /** Follows the table's stream, and notes in the failure queue what it could not tell: Lambda's poller does both in the function's name. */
  followsTable?: boolean;
  /** Puts events on the stage's bus. */
  putsEvents?: boolean;
  /** May read the key that signs ring tickets. */
  readsTicketKey?: boolean;
}

/**
 * Keeps what a push has shown of a token: proven or quarantined, or dead, and then dropped together with the note of its
 * holder in one transaction.
 */
const keepsTokens: TableGrant = { partitions: ['USER#', 'TOKEN#'], actions: ['UpdateItem', 'DeleteItem'] };

/** Reads the targets as well. */
const pushing: readonly TableGrant[] = [{ partitions: ['USER#'], actions: ['GetItem', 'Query'] }, keepsTokens];

/** Adds to the counters of a day. */
const counts: TableGrant = { partitions: ['STATISTICS#'], actions: ['UpdateItem'] };

/** Counts what a user does in a minute. */
const countsRates: TableGrant = { partitions: ['RATE#'], actions: ['UpdateItem'] };
/** What the team has set for its apps, for its users too. */
const readsAppSettings: TableGrant = { partitions: ['APPS'], actions: ['GetItem'] };

/** What requests with an Idempotency-Key were answered. */
const keepsAnswers: TableGrant = {
  partitions: ['IDEMPOTENCY#'],
  actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
};

export const permissions: Readonly<Record<FunctionName, Permissions>> = {
  devices: {
    table: [
      // A token moves from device to device in one transaction.
      { partitions: ['USER#', 'TOKEN#'], actions: ['BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
      { partitions: ['USER#'], actions: ['GetItem', 'Query'] },
      readsAppSettings,
      countsRates,
    ],
    readsAppSecrets: false,
    // When a user reads on one phone, the badges of the others follow.
    deliveryQueue: ['send'],
  },
  profile: {
    table: [
      { partitions: ['USER#'], actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'] },
      // Which group a conversation is: there may have been another one with its ID.
      { partitions: ['GROUP#'], actions: ['GetItem'] },
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  messages: {
    table: [
      ...pushing,
      // What every recipient of a message has in common: its group, its policy, and what the team has set for its apps.
      { partitions: ['GROUP#'], actions: ['GetItem', 'Query'] },
      // Whether a user shares a group with another, where only those may reach each other.
      { partitions: ['GROUPS#'], actions: ['Query'] },
      { partitions: ['POLICIES', 'APPS'], actions: ['GetItem'] },
      { partitions: ['MESSAGE#'], actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem'] },
      keepsAnswers,
      counts,
      countsRates,
    ],
    readsAppSecrets: true,
    deliveryQueue: ['send'],
  },
  calls: {
    table: [
      ...pushing,
      { partitions: ['CALL#'], actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'] },
      // The members of a group that is called, and how the apps ring.
      { partitions: ['GROUP#'], actions: ['GetItem', 'Query'] },
      // Whether a user shares a group with another, where only those may reach each other.
      { partitions: ['GROUPS#'], actions: ['Query'] },
      { partitions: ['APPS'], actions: ['GetItem'] },
      // Who blocks the number that a call shows.
      { partitions: ['NUMBERS#'], actions: ['BatchGetItem'] },
      keepsAnswers,
      countsRates,
    ],
    readsAppSecrets: true,
    deliveryQueue: [],
    readsTicketKey: true,
  },
  callLog: {
    table: [
      { partitions: ['CALLS#'], actions: ['Query'] },
      { partitions: ['CALL#'], actions: ['BatchGetItem'] },
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  directory: {
    table: [
      // The territory of the user's phones.
      { partitions: ['USER#'], actions: ['Query'] },
      { partitions: ['NUMBERS#'], actions: ['GetItem', 'Query', 'PutItem', 'DeleteItem'] },
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  rings: {
    table: [{ partitions: ['CALL#'], actions: ['GetItem'] }],
    readsAppSecrets: false,
    deliveryQueue: [],
    readsTicketKey: true,
  },
  receipts: {
    table: [
      // A device, and its report guard; the apps of a user.
      { partitions: ['USER#'], actions: ['GetItem', 'Query', 'UpdateItem'] },
      // Whether its user is in the large group that a message went to.
      { partitions: ['GROUP#'], actions: ['GetItem'] },
      { partitions: ['MESSAGE#'], actions: ['GetItem', 'UpdateItem'] },
      { partitions: ['CALL#'], actions: ['GetItem', 'PutItem'] },
      counts,
      readsAppSettings,
      countsRates,
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  groups: {
    table: [
      {
        partitions: ['GROUP#'],
        actions: ['GetItem', 'Query'],
      },
      // A member, and the note that the user is in the group, in one transaction; and whether two users share one.
      { partitions: ['GROUP#', 'GROUPS#'], actions: ['PutItem', 'UpdateItem', 'DeleteItem'] },
      { partitions: ['GROUPS#'], actions: ['Query'] },
      // Whether who is to be added has blocked who adds; the apps of a user.
      { partitions: ['USER#'], actions: ['Query'] },
      readsAppSettings,
      countsRates,
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  server: {
    table: [
      { partitions: ['POLICIES', 'APPS'], actions: ['GetItem', 'PutItem', 'DeleteItem', 'Query'] },
      // Logs one device of a user out, or all.
      { partitions: ['USER#'], actions: ['GetItem', 'Query'] },
      { partitions: ['USER#', 'TOKEN#'], actions: ['DeleteItem'] },
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  statistics: {
    table: [{ partitions: ['STATISTICS#'], actions: ['Query'] }],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  health: { table: [], readsAppSecrets: false, deliveryQueue: [] },
  deliver: {
    table: [
      // Many recipients in one request; the device of a push that is tried again.
      { partitions: ['USER#'], actions: ['PartiQLSelect', 'GetItem'] },
      keepsTokens,
      // The rest of a group's members, where the request had no time for all.
      { partitions: ['GROUP#'], actions: ['Query'] },
      { partitions: ['APPS'], actions: ['GetItem'] },
      { partitions: ['MESSAGE#'], actions: ['GetItem', 'UpdateItem'] },
      counts,
    ],
    readsAppSecrets: true,
    deliveryQueue: ['send', 'consume'],
    setsAside: true,
  },
  callTimer: {
    table: [
      { partitions: ['CALL#'], actions: ['GetItem', 'Query', 'UpdateItem', 'BatchWriteItem'] },
      // Each repetition decides anew: by the callees' settings, and by the numbers that they block.
      { partitions: ['USER#'], actions: ['GetItem', 'Query'] },
      { partitions: ['APPS'], actions: ['GetItem'] },
      { partitions: ['NUMBERS#'], actions: ['BatchGetItem'] },
      keepsTokens,
    ],
    readsAppSecrets: true,
    deliveryQueue: [],
    // It puts a timer back that has come too early.
    callTimerQueue: ['send', 'consume'],
    readsTicketKey: true,
  },
  events: {
    table: [
      { partitions: ['CALLS#'], actions: ['BatchWriteItem'] },
      // A callee who blocks the caller, or the number that the call shows, gets no line in the call log.
      { partitions: ['USER#'], actions: ['Query'] },
      { partitions: ['NUMBERS#'], actions: ['BatchGetItem'] },
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
    callTimerQueue: ['send'],
    followsTable: true,
    putsEvents: true,
  },
  watch: { table: [], readsAppSecrets: true, deliveryQueue: [] },
};
