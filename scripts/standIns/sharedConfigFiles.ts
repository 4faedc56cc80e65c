/**
 * Stands in for the AWS SDK's reading of `~/.aws/config` and `~/.aws/credentials` in bundles. On Lambda (and in the
 * lab) everything is in the environment. Each client would look for the files at its first request, and load
 * node:fs/promises for that.
 */
export const CONFIG_PREFIX_SEPARATOR = '.';

export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });
