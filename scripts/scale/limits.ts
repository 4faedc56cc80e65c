/** Published limits of AWS, and what Apple documents, as far as a large broadcast meets them. */

/**
 * How Lambda's poller of a standard queue grows: five batches at once, and 300 more a minute.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const pollers = { atFirst: 5, morePerSecond: 300 / 60 } as const;

/**
 * With provisioned pollers of an event source: ten invocations each, and 1,000 more a minute. At least two.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const provisionedPoller = { invocations: 10, morePerSecond: 1000 / 60 } as const;

/**
 * Read units a second: of a partition, of an on-demand table that has not been busier before, and of any table of an
 * account. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
export const readUnitsPerSecond = { partition: 3000, newTable: 12_000, table: 40_000 } as const;

/** A read unit reads so many bytes with eventual consistency. */
export const bytesPerReadUnit = 8192;

/**
 * Apple publishes no limit of connections, and none of pushes a second. Its servers let a connection have this many
 * requests open, by their SETTINGS frame.
 */
export const streamsPerConnection = 1000;
