/**
 * Stands in for `@aws-sdk/middleware-endpoint-discovery` in bundles. The DynamoDB client makes a cache of discovered
 * endpoints and never asks it: no DynamoDB operation discovers its endpoint. With what it brings along it would be 8 KB
 * of each bundle.
 */
export const resolveEndpointDiscoveryConfig = <T>(config: T): T => config;

export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: undefined,
};
