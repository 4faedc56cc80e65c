/** Partitions of an app's audience. Each takes 1,000 write units a second, and gives 90,000 rows. */
export const audienceShards = 16;
/** Characters of a row's sort key: hexadecimal digits, evenly distributed. */
export const audienceSortLength = 20;
