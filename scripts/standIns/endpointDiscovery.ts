/**
 * Stands in for `@aws-sdk/middleware-endpoint-discovery` in bundles. The DynamoDB client creates a cache of discovered
 * endpoints and never uses it: no DynamoDB operation discovers its endpoint. With its dependencies it would be 8 KB of
 * each bundle.
 */
export const resolveEndpointDiscoveryConfig = <T>(config: T): T => config;

export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: undefined,
};
