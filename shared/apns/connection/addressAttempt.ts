/**
 * For `net.connect`, of which both transports are made: how long the first address of a host has before the next one is tried
 * beside it. Node's own 250 ms cut off every attempt from a region whose round trip to Apple takes longer.
 */
export const addressAttempt = { autoSelectFamilyAttemptTimeout: 2000 };
