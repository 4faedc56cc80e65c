import { transportNamed } from '../../../shared/apns/connection/transports.ts';

/** The transport of the tests' connections to APNs: vitest runs those tests once for each (`vitest.config.ts`). */
export const testedTransport = transportNamed(process.env['RINGPOST_APNS_TRANSPORT']);
