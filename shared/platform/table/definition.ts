/**
 * The one table: its key, and the attribute that DynamoDB's time-to-live reads. Read by `cdk/`, the lab and the tests,
 * so that they cannot differ. What the keys hold is in `keys.ts`.
 */
export const tableDefinition = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds. Deletion is late (days, on AWS), so reads filter expired items themselves. */
  timeToLiveAttribute: 'ttl',
  /** Who follows the stream sees each item before and after its change. */
  streamView: 'NEW_AND_OLD_IMAGES',
} as const;
