import { readFileSync } from 'node:fs';
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import { optionalVariable } from '../../platform/aws/environment.ts';
import { type TransportName, transportNamed } from '../connection/transports.ts';
import { appleOrigins } from './pusher.ts';

export interface ApnsHosts {
  origins: Readonly<Record<ApnsEnvironment, string>>;
  /** PEM of the CA to trust for them; without it, the CAs that Node trusts. */
  ca?: string;
  /** Implementation of the connections to them; the usual transport if absent. */
  transport?: TransportName;
}

/**
 * Address of APNs: Apple's own hosts, unless the environment names others.
 * @throws Error if the environment names a transport that does not exist.
 */
export function apnsHosts(): ApnsHosts {
  const caFile = optionalVariable('RINGPOST_APNS_CA_FILE');
  return {
    origins: {
      production: optionalVariable('RINGPOST_APNS_PRODUCTION_ORIGIN') ?? appleOrigins.production,
      development: optionalVariable('RINGPOST_APNS_DEVELOPMENT_ORIGIN') ?? appleOrigins.development,
    },
    transport: transportNamed(optionalVariable('RINGPOST_APNS_TRANSPORT')),
    ...(caFile !== undefined && { ca: readFileSync(caFile, 'utf8') }),
  };
}

/** Hosts for creating, reading, listing and deleting channels. Broadcasts go to the hosts of all pushes. */
export const appleChannelOrigins: Readonly<Record<ApnsEnvironment, string>> = {
  production: 'https://api-manage-broadcast.push.apple.com:2196',
  development: 'https://api-manage-broadcast.sandbox.push.apple.com:2195',
};

/** Where channels are managed: with Apple, unless the environment names a host in Apple's place. */
export function apnsChannelOrigins(): Readonly<Record<ApnsEnvironment, string>> {
  return {
    production: optionalVariable('RINGPOST_APNS_PRODUCTION_ORIGIN') ?? appleChannelOrigins.production,
    development: optionalVariable('RINGPOST_APNS_DEVELOPMENT_ORIGIN') ?? appleChannelOrigins.development,
  };
}
