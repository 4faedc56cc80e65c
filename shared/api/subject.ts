import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { longestUserId, userIdPattern } from '../people/rules/userId.ts';
import { BadRequest } from './badRequest.ts';
import { problem } from './problem.ts';

/** What verified a user's token: API Gateway, or on a stage with several issuers the function `userAuthorizer`. */
type Verified = { jwt: { claims: Record<string, unknown> }; lambda?: undefined } | { lambda: Verdict };
interface UserEvent extends APIGatewayProxyEventV2 {
  requestContext: APIGatewayProxyEventV2['requestContext'] & { authorizer: Verified };
}

type Verdict = {
  userId?: string;
  refusal?: 'unauthenticated' | 'token_expired' | 'insufficient_scope';
  detail?: string;
};

/**
 * The caller: the subject of the JWT that has been verified. Nothing else in the token is read: no name, no e-mail
 * address, no role. See docs/identity.md.
 *
 * @throws BadRequest with 401 if the token was refused, or if its user could not be named in other requests.
 */
export function subjectOf(event: APIGatewayProxyEventV2): string {
  const verified = (event as UserEvent).requestContext.authorizer;
  if (verified.lambda?.refusal !== undefined) throw refused(verified.lambda);
  const sub = verified.lambda ? verified.lambda.userId : verified.jwt.claims['sub'];
  if (typeof sub !== 'string' || sub === '') throw unusable('The JWT does not have a `sub`.');
  if (sub.length > longestUserId) throw unusable(`The JWT's \`sub\` is longer than ${longestUserId} characters.`);
  if (!userIdPattern.test(sub)) throw unusable("The JWT's `sub` has a control character.");
  // Half of a character: once stored, it would equal any other half.
  if (!sub.isWellFormed()) throw unusable("The JWT's `sub` is not valid Unicode.");
  return sub;
}

function refused({ refusal = 'unauthenticated', detail = '' }: Verdict): BadRequest {
  const status = refusal === 'insufficient_scope' ? 403 : 401;
  const fix = 'Get a new token of an issuer of this stage and send the request again.';
  return new BadRequest(problem(status, refusal, 'The token is refused', `Refused: ${detail}.`, fix));
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
