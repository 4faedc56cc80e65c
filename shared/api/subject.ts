import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { longestUserId, userIdPattern } from '../people/rules/userId.ts';
import { BadRequest } from './badRequest.ts';
import { problem } from './problem.ts';

/**
 * The caller: the subject of the JWT that API Gateway has verified. Nothing else in the token is read, by API Gateway
 * or here: no name, no e-mail address, no role. See docs/identity.md.
 *
 * @throws BadRequest with 401 if the token's user could not be named in other requests.
 */
export function subjectOf(event: APIGatewayProxyEventV2): string {
  const { sub } = (event as APIGatewayProxyEventV2WithJWTAuthorizer).requestContext.authorizer.jwt.claims;
  if (typeof sub !== 'string' || sub === '') throw unusable('The JWT does not have a `sub`.');
  if (sub.length > longestUserId) throw unusable(`The JWT's \`sub\` is longer than ${longestUserId} characters.`);
  if (!userIdPattern.test(sub)) throw unusable("The JWT's `sub` has a control character.");
  // Half of a character: once stored, it would equal any other half.
  if (!sub.isWellFormed()) throw unusable("The JWT's `sub` is not valid Unicode.");
  return sub;
}

function unusable(detail: string): BadRequest {
  return new BadRequest(
    problem(
      401,
      'unauthenticated',
      'The token names no user',
      detail,
      "Send a token of the stage's OIDC issuer whose `sub` names its user in 1 to 255 characters, without control characters.",
    ),
  );
}
