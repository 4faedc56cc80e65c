/**
 * How long a client of the AWS SDK waits. Without limits, a connection whose other side closed it while the function
 * was frozen holds a request until the function times out. Each attempt has these limits; the SDK makes three.
 */

/** Pass it as `requestHandler` to every client. */
export const timeLimits = {
  /** How long it takes to connect to an endpoint of the same region, with a margin. */
  connectionTimeout: 3000,
  /** How long an answer may take: three attempts end before the 10 seconds of most functions. */
  requestTimeout: 3000,
  // Without it the SDK only logs a warning.
  throwOnRequestTimeout: true,
};
