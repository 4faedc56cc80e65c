import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { fetchJson } from '../shared/people/client/fetchJson.ts';
import { tokenCheck } from '../shared/people/client/tokenCheck.ts';
import { readIssuers } from '../shared/people/rules/issuers.ts';
import { optionalVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { systemClock } from '../shared/platform/aws/system.ts';
import { errorFields } from '../shared/platform/errorFields.ts';

const log = openLog('userAuthorizer', optionalVariable('RINGPOST_LOG_LEVEL'));
const check = tokenCheck(readIssuers(optionalVariable('RINGPOST_ISSUERS') ?? '[]'), fetchJson, () =>
  systemClock.nowMs(),
);

/** What the function behind the route gets as `requestContext.authorizer.lambda`. */
export interface UserAuthorizerAnswer {
  isAuthorized: true;
  context: { userId: string } | { refusal: string; detail: string };
}

/**
 * Finds out which user sends a request. A refused token passes too, with the reason: the function answers it as 401 with
 * problem details, while a refusal here would always be answered 403, and apps renew their token at 401 only.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 *
 * @throws Error if an issuer's keys cannot be had; API Gateway then answers 500.
 */
export async function handler(event: APIGatewayRequestAuthorizerEventV2): Promise<UserAuthorizerAnswer> {
  try {
    const { userId, refusal, detail } = await check(event.headers?.['authorization'] ?? '');
    return { isAuthorized: true, context: refusal === undefined ? { userId } : { refusal, detail } };
  } catch (error) {
    log.error('user not authorized', errorFields(error));
    throw error;
  }
}
