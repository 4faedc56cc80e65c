import { secretsManagerTicketKeys } from '../shared/calls/aws/ticketKeys.ts';
import { authorizeRing } from '../shared/calls/flows/authorizeRing.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { systemClock } from '../shared/platform/aws/system.ts';
import { errorFields } from '../shared/platform/errorFields.ts';

const log = openLog('ringAuthorizer', optionalVariable('RINGPOST_LOG_LEVEL'));
const ports = {
  clock: systemClock,
  ticketKeys: secretsManagerTicketKeys(requireVariable('RINGPOST_SECRETS_PREFIX'), systemClock),
};

/** https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html */
export interface AppSyncAuthorizerEvent {
  authorizationToken: string;
  requestContext: {
    operation: 'EVENT_CONNECT' | 'EVENT_SUBSCRIBE' | 'EVENT_PUBLISH';
    /** With EVENT_SUBSCRIBE. */
    channel?: string | null;
  };
}

export interface AppSyncAuthorizerAnswer {
  isAuthorized: boolean;
  /** Seconds. */
  ttlOverride?: number;
}

const operations = { EVENT_CONNECT: 'connect', EVENT_SUBSCRIBE: 'subscribe', EVENT_PUBLISH: 'publish' } as const;

/** Lets phones with a ring ticket hear about their ring. */
export async function handler(event: AppSyncAuthorizerEvent): Promise<AppSyncAuthorizerAnswer> {
  const { authorizationToken: ticket, requestContext } = event;
  const { operation, channel } = requestContext;
  try {
    const request = { operation: operations[operation], channel: channel ?? undefined, ticket };
    const ttlOverride = await authorizeRing(ports, request);
    return ttlOverride === undefined ? { isAuthorized: false, ttlOverride: 0 } : { isAuthorized: true, ttlOverride };
  } catch (error) {
    log.error('ring channel not authorized', errorFields(error));
    return { isAuthorized: false, ttlOverride: 0 };
  }
}
