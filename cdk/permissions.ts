/**
 * What each function may do, and nothing else: one table to review. `statements.ts` turns it into IAM statements, the
 * tests compare it with the template.
 */
import type { FunctionName } from '../shared/functionSettings.ts';

/** What the partition keys of the table start with (shared/store/keys.ts): a kind of thing that is kept. */
export type Partition = 'USER#' | 'TOKEN#' | 'MESSAGE#' | 'CALL#';

/** DynamoDB actions. The writes of a transaction are authorized one by one, as these. */
export type TableAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query' | 'BatchGetItem';

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
}

/**
 * Keeps what a push has shown of a token: proven or quarantined, or dead, and then dropped together with the note of its
 * holder in one transaction.
 */
const keepsTokens: TableGrant = { partitions: ['USER#', 'TOKEN#'], actions: ['UpdateItem', 'DeleteItem'] };

/** Reads the targets as well. */
const pushing: readonly TableGrant[] = [{ partitions: ['USER#'], actions: ['GetItem', 'Query'] }, keepsTokens];

export const permissions: Readonly<Record<FunctionName, Permissions>> = {
  devices: {
    table: [
      // A token moves from device to device in one transaction.
      { partitions: ['USER#', 'TOKEN#'], actions: ['BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
      { partitions: ['USER#'], actions: ['GetItem', 'Query'] },
    ],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  profile: {
    table: [{ partitions: ['USER#'], actions: ['GetItem', 'PutItem'] }],
    readsAppSecrets: false,
    deliveryQueue: [],
  },
  messages: {
    table: [...pushing, { partitions: ['MESSAGE#'], actions: ['GetItem', 'PutItem'] }],
    readsAppSecrets: true,
    deliveryQueue: ['send'],
  },
  calls: {
    table: [...pushing, { partitions: ['CALL#'], actions: ['GetItem', 'PutItem', 'UpdateItem'] }],
    readsAppSecrets: true,
    deliveryQueue: [],
  },
  health: { table: [], readsAppSecrets: false, deliveryQueue: [] },
  deliver: {
    table: [
      { partitions: ['USER#'], actions: ['GetItem'] },
      keepsTokens,
      { partitions: ['MESSAGE#'], actions: ['UpdateItem'] },
    ],
    readsAppSecrets: true,
    deliveryQueue: ['send', 'consume'],
  },
};
