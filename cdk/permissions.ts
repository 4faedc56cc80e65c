/**
 * What each function may do, and nothing else: one table to review. `statements.ts` turns it into IAM statements, and the tests
 * compare it with the template.
 */
import type { FunctionName } from '../shared/api/functionSettings.ts';

/** First part of the partition keys of the table (shared/platform/table/keys.ts): a kind of stored item. */
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
  | 'ERASURE#'
  | 'CHANNELS'
  | 'WEBHOOKS'
  | 'IDEMPOTENCY#'
  | 'STATISTICS#'
  | 'SPENDING'
  | 'LEDGER'
  | 'RATE#'
  | 'AUDIENCE#'
  | 'BROADCASTS'
  | 'BROADCAST#';

/** DynamoDB actions. The writes of a transaction are authorized one by one, as these. */
export type TableAction =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'BatchGetItem'
  | 'BatchWriteItem';

/** `consume` is what Lambda's poller does on behalf of the function. */
export type QueueUse = 'send' | 'consume';

export type ScheduleUse = 'add' | 'remove';

/** Actions on partitions of these kinds. Everything that one request touches must be in one grant. */
export interface TableGrant {
  partitions: readonly Partition[];
  actions: readonly TableAction[];
}

export interface Permissions {
  table: readonly TableGrant[];
  /** May read the secrets of the stage's apps. */
  readsAppSecrets: boolean;
  deliveryQueue: readonly QueueUse[];
  /** Puts deliveries that keep failing into the dead-letter queue, with the reason. */
  setsAside?: boolean;
  callTimerQueue?: readonly QueueUse[];
  broadcastQueue?: readonly QueueUse[];
  /** Schedules of broadcasts that wait. */
  schedules?: readonly ScheduleUse[];
  /**
   * Follows the table's stream, and notes in the failure queue what it could not publish: Lambda's poller does both on behalf of
   * the function.
   */
  followsTable?: boolean;
  /** Puts events on the stage's bus. */
  putsEvents?: boolean;
  /** The queue of webhooks, where the stage publishes events. */
  webhookQueue?: readonly QueueUse[];
  /** Puts deliveries that keep failing into the dead-letter queue of webhooks. */
  setsWebhooksAside?: boolean;
  /** May read the key from which the secrets of webhooks are derived. */
  readsWebhookKey?: boolean;
  /** Publishes to ringing phones, where the stage has a ring channel. */
  publishesRings?: boolean;
  /** May read the key that signs tickets. */
  readsTicketKey?: boolean;
}

/**
 * Stores what a push showed about a token: proven, quarantined, or dead. A dead token is dropped together with the note of its
 * holder, and its row in the index of audiences, in one transaction.
 */
const keepsTokens: TableGrant = {
  partitions: ['USER#', 'TOKEN#', 'AUDIENCE#'],
  actions: ['UpdateItem', 'DeleteItem'],
};

/** How users are reached, by known keys. What 0.3.0 has stored of them is found by a query. */
const readsUsers: TableGrant = { partitions: ['USER#'], actions: ['GetItem', 'BatchGetItem', 'Query'] };

/** Also reads the targets. */
const pushing: readonly TableGrant[] = [readsUsers, keepsTokens];

/** Adds to the counters of a day. */
const counts: TableGrant = { partitions: ['STATISTICS#'], actions: ['UpdateItem'] };

/** What the month has cost so far. */
const readsSpending: readonly TableGrant[] = [
  { partitions: ['STATISTICS#'], actions: ['Query'] },
  { partitions: ['SPENDING'], actions: ['GetItem'] },
];

/** Counts a user's requests per minute. */
const countsRates: TableGrant = { partitions: ['RATE#'], actions: ['UpdateItem'] };
/** The team's settings for its apps, which apply to its users too. */
const readsAppSettings: TableGrant = { partitions: ['APPS'], actions: ['GetItem'] };

/** Answers to requests with an Idempotency-Key. */
const keepsAnswers: TableGrant = {
  partitions: ['IDEMPOTENCY#'],
  actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
};

export const permissions: Readonly<Record<FunctionName, Permissions>> = {
  devices: {
    table: [
      // A token moves from device to device in one transaction.
      { partitions: ['USER#', 'TOKEN#', 'AUDIENCE#'], actions: ['PutItem', 'UpdateItem', 'DeleteItem'] },
      { partitions: ['USER#', 'TOKEN#'], actions: ['BatchGetItem'] },
      readsUsers,
      readsAppSettings,
      countsRates,
    ],
    readsAppSecrets: false,
    // When a user reads on one phone, the badges of the user's other phones follow.
    deliveryQueue: ['send'],
  },
  profile: {
    table: [
      { partitions: ['USER#'], actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'] },
      // What broadcasts know of a user.
      { partitions: ['AUDIENCE#'], actions: ['UpdateItem'] },
      // Which group a conversation belongs to: an earlier group may have had the same ID.
      { partitions: ['GROUP#'], actions: ['GetItem'] },
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  messages: {
    table: [
      ...pushing,
      // What all recipients of a message have in common: its group, its policy, and the team's settings for its apps.
      { partitions: ['GROUP#'], actions: ['GetItem', 'Query'] },
      // Whether a user shares a group with another, where only contacts may reach each other.
      { partitions: ['GROUPS#'], actions: ['Query'] },
      { partitions: ['POLICIES', 'APPS'], actions: ['GetItem'] },
      { partitions: ['MESSAGE#'], actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem'] },
      keepsAnswers,
      counts,
      countsRates,
    ],
    readsAppSecrets: true,
    deliveryQueue: ['send'],
    readsTicketKey: true,
    // Events `push.wanted`.
    webhookQueue: ['send'],
  },
  calls: {
    table: [
      ...pushing,
      { partitions: ['CALL#'], actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'] },
      // The members of a group that is called, and how the apps ring.
      { partitions: ['GROUP#'], actions: ['GetItem', 'Query'] },
      // Whether a user shares a group with another, where only contacts may reach each other.
      { partitions: ['GROUPS#'], actions: ['Query'] },
      { partitions: ['APPS'], actions: ['GetItem'] },
      // Users who block the number that a call shows.
      { partitions: ['NUMBERS#'], actions: ['BatchGetItem'] },
      keepsAnswers,
      countsRates,
    ],
    readsAppSecrets: true,
    deliveryQueue: [],
    readsTicketKey: true,
    // Events `push.wanted`.
    webhookQueue: ['send'],
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
      // Territory of the user's phones.
      { partitions: ['USER#'], actions: ['GetItem', 'Query'] },
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
      // A device and its report guard; the apps of a user.
      { partitions: ['USER#'], actions: ['GetItem', 'Query', 'UpdateItem'] },
      // Whether the user is in the large group that a message went to.
      { partitions: ['GROUP#'], actions: ['GetItem'] },
      { partitions: ['MESSAGE#'], actions: ['GetItem', 'UpdateItem'] },
      // All reports about a call, for one that comes after the ringing.
      { partitions: ['CALL#'], actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem'] },
      counts,
      readsAppSettings,
      countsRates,
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
    readsTicketKey: true,
  },
  groups: {
    table: [
      {
        partitions: ['GROUP#'],
        actions: ['GetItem', 'BatchGetItem', 'Query'],
      },
      // A member, and the note that the user is in the group, in one transaction; and whether two users share a group.
      { partitions: ['GROUP#', 'GROUPS#'], actions: ['PutItem', 'UpdateItem', 'DeleteItem'] },
      { partitions: ['GROUPS#'], actions: ['Query'] },
      // Whether the user to be added has blocked the user who adds; the apps of a user.
      readsUsers,
      readsAppSettings,
      countsRates,
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  activities: {
    table: [
      { partitions: ['CHANNELS'], actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'] },
      // The tokens of users' devices. A dead one is dropped with the note of its holder.
      { partitions: ['USER#'], actions: ['GetItem', 'Query'] },
      { partitions: ['USER#', 'TOKEN#'], actions: ['UpdateItem', 'DeleteItem'] },
    ],
    readsAppSecrets: true,
    deliveryQueue: [],
  },
  pushes: {
    table: [
      { partitions: ['USER#'], actions: ['GetItem', 'Query'] },
      keepsTokens,
      keepsAnswers,
      // Outcomes that the team's function reports.
      { partitions: ['MESSAGE#', 'CALL#'], actions: ['GetItem', 'UpdateItem'] },
      counts,
    ],
    readsAppSecrets: true,
    // Pushes that are retried, because the function has asked for it; the ring of a call at once.
    deliveryQueue: ['send'],
    webhookQueue: ['send'],
  },
  server: {
    table: [
      { partitions: ['POLICIES', 'APPS'], actions: ['GetItem', 'PutItem', 'DeleteItem', 'Query'] },
      // Logs out one device of a user, or all.
      readsUsers,
      { partitions: ['USER#', 'TOKEN#', 'AUDIENCE#'], actions: ['UpdateItem', 'DeleteItem'] },
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  userData: {
    table: [
      // All partitions of a user.
      { partitions: ['USER#', 'GROUPS#', 'CALLS#', 'NUMBERS#'], actions: ['Query'] },
      // What their items refer to: groups with the user's nickname there, and calls.
      { partitions: ['GROUP#', 'CALL#'], actions: ['GetItem'] },
      // Receipts of erasures, which the worker of the delivery queue carries out.
      { partitions: ['ERASURE#'], actions: ['GetItem', 'PutItem'] },
      // The apps of a user.
      { partitions: ['USER#'], actions: ['GetItem'] },
      readsAppSettings,
      countsRates,
    ],
    readsAppSecrets: false,
    deliveryQueue: ['send'],
  },
  statistics: {
    // Apple's counts stand beside Ringpost's.
    table: [...readsSpending, { partitions: ['LEDGER'], actions: ['Query'] }],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  health: { table: [], readsAppSecrets: false, deliveryQueue: [] },
  deliver: {
    table: [
      ...pushing,
      // The rest of a group's members, when the request had no time for all; groups that an erased user owns.
      { partitions: ['GROUP#'], actions: ['GetItem', 'Query'] },
      { partitions: ['APPS'], actions: ['GetItem'] },
      { partitions: ['MESSAGE#'], actions: ['GetItem', 'UpdateItem'] },
      counts,
      // Erases users: all partitions of theirs, and their place in groups.
      { partitions: ['USER#', 'GROUPS#', 'CALLS#', 'NUMBERS#'], actions: ['Query', 'BatchWriteItem'] },
      { partitions: ['GROUP#', 'GROUPS#'], actions: ['UpdateItem', 'DeleteItem'] },
      { partitions: ['ERASURE#'], actions: ['GetItem', 'UpdateItem'] },
    ],
    readsAppSecrets: true,
    deliveryQueue: ['send', 'consume'],
    setsAside: true,
    readsTicketKey: true,
    // Events `push.wanted`.
    webhookQueue: ['send'],
  },
  broadcasts: {
    table: [
      // A broadcast and its line in the list are written in one transaction.
      { partitions: ['BROADCASTS', 'BROADCAST#'], actions: ['PutItem'] },
      {
        partitions: ['BROADCAST#'],
        actions: ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
      },
      { partitions: ['BROADCASTS'], actions: ['Query', 'DeleteItem'] },
      // A broadcast is prepared as a message is: its policy, and the profile of its sender, which it does not have.
      { partitions: ['POLICIES'], actions: ['GetItem'] },
      { partitions: ['USER#'], actions: ['GetItem'] },
      keepsAnswers,
      ...readsSpending,
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
    broadcastQueue: ['send'],
    schedules: ['add', 'remove'],
  },
  broadcastWorker: {
    table: [
      ...pushing,
      { partitions: ['AUDIENCE#'], actions: ['Query'] },
      { partitions: ['BROADCAST#'], actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem'] },
      { partitions: ['STATISTICS#'], actions: ['Query'] },
      // Each part of a broadcast adds what it has used to the month.
      { partitions: ['SPENDING'], actions: ['GetItem', 'UpdateItem'] },
    ],
    readsAppSecrets: true,
    deliveryQueue: [],
    // Puts back what its time was too short for, and what is to be retried.
    broadcastQueue: ['send', 'consume'],
    // What waits for the end of quiet hours.
    schedules: ['add'],
  },
  callTimer: {
    table: [
      { partitions: ['CALL#'], actions: ['GetItem', 'Query', 'UpdateItem', 'BatchWriteItem'] },
      // The members of a called group, who get its Live Activity.
      { partitions: ['GROUP#'], actions: ['GetItem', 'Query'] },
      // Each repetition decides again: by the callees' settings, and by the numbers that they block.
      readsUsers,
      { partitions: ['APPS'], actions: ['GetItem'] },
      { partitions: ['NUMBERS#'], actions: ['BatchGetItem'] },
      keepsTokens,
      counts,
    ],
    readsAppSecrets: true,
    deliveryQueue: [],
    // Puts back a timer that came too early.
    callTimerQueue: ['send', 'consume'],
    readsTicketKey: true,
    // Events `push.wanted`.
    webhookQueue: ['send'],
  },
  callChanges: {
    table: [
      { partitions: ['CALLS#'], actions: ['BatchWriteItem'] },
      // A callee who blocks the caller, or the number that the call shows, gets no entry in the call log.
      readsUsers,
      { partitions: ['NUMBERS#'], actions: ['BatchGetItem'] },
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
    callTimerQueue: ['send'],
    followsTable: true,
    publishesRings: true,
  },
  events: {
    // Which webhooks want an event.
    table: [{ partitions: ['WEBHOOKS'], actions: ['Query'] }],
    readsAppSecrets: false,
    deliveryQueue: [],
    followsTable: true,
    putsEvents: true,
    webhookQueue: ['send'],
  },
  webhooks: {
    // How a webhook has fared.
    table: [{ partitions: ['WEBHOOKS'], actions: ['Query', 'UpdateItem'] }],
    readsAppSecrets: false,
    deliveryQueue: [],
    putsEvents: true,
    webhookQueue: ['send', 'consume'],
    setsWebhooksAside: true,
    readsWebhookKey: true,
  },
  webhookSettings: {
    table: [{ partitions: ['WEBHOOKS'], actions: ['GetItem', 'PutItem', 'DeleteItem', 'Query'] }],
    readsAppSecrets: false,
    deliveryQueue: [],
    readsWebhookKey: true,
  },
  ringAuthorizer: { table: [], readsAppSecrets: false, deliveryQueue: [], readsTicketKey: true },
  userAuthorizer: { table: [], readsAppSecrets: false, deliveryQueue: [] },
  watch: {
    // Apple's counts, where an app has a metrics token.
    table: [...readsSpending, { partitions: ['LEDGER'], actions: ['GetItem', 'PutItem'] }],
    readsAppSecrets: true,
    deliveryQueue: [],
  },
};
