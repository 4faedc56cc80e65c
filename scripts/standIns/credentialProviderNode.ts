/**
 * Stands in for `@aws-sdk/credential-provider-node` in bundles. On Lambda (and in the lab) credentials are always in
 * the environment; the full chain (SSO, INI files, container metadata…) would be 130 KB that never runs.
 */
import { fromEnv } from '@aws-sdk/credential-provider-env';

export const defaultProvider = fromEnv;
