/**
 * Stands in for `bowser` in bundles. The AWS SDK reads the names of browsers with it, and loads it nowhere else. It would
 * be a file of 34 KB beside each bundle.
 */
export const parse = (): never => {
  throw new Error('the AWS SDK took a function for a browser: scripts/bundle.ts leaves bowser out of the bundles');
};
