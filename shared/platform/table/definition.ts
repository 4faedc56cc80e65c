/**
 * The one table: its key, and the attribute that DynamoDB's time-to-live reads. Read by `cdk/`, the lab and the tests,
 * so that they cannot differ. `keys.ts` defines the values of the keys.
 */
export const tableDefinition = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds. Deletion is late (days, on AWS), so reads filter expired items themselves. */
  timeToLiveAttribute: 'ttl',
  /** Followers of the stream see each item before and after its change. */
  streamView: 'NEW_AND_OLD_IMAGES',
} as const;
