/** Partitions that hold nothing but one user's own items, in the order in which an export reads them. */
import { callLogPartition, membershipPartition, numbersPartition, userPartition } from '../../platform/table/keys.ts';

export const userPartitions: readonly ((userId: string) => string)[] = [
  userPartition,
  membershipPartition,
  callLogPartition,
  numbersPartition,
];
