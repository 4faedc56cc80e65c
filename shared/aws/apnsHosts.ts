import { readFileSync } from 'node:fs';
import { appleOrigins } from '../apns/pusher.ts';
import { optionalVariable } from '../environment.ts';
import type { ApnsEnvironment } from '../rules/device.ts';

/** Where APNs is, and the CA (PEM) to trust for it: Apple's own, unless the environment names others. */
export function apnsHosts(): { origins: Readonly<Record<ApnsEnvironment, string>>; ca?: string } {
  const caFile = optionalVariable('RINGPOST_APNS_CA_FILE');
  return {
    origins: {
      production: optionalVariable('RINGPOST_APNS_PRODUCTION_ORIGIN') ?? appleOrigins.production,
      development: optionalVariable('RINGPOST_APNS_DEVELOPMENT_ORIGIN') ?? appleOrigins.development,
    },
    ...(caFile !== undefined && { ca: readFileSync(caFile, 'utf8') }),
  };
}
