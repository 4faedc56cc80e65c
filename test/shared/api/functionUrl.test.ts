import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { answerAtUrl } from '../../../shared/api/functionUrl.ts';
import type { KnownRouteKey } from '../../../shared/api/routes.ts';
import { aFunctionUrlEvent } from '../../support/functionUrlEvent.ts';
import { captureLog } from '../../support/memory/captureLog.ts';

const routeKeys: KnownRouteKey[] = [
  'POST /v1/messages',
  'GET /v1/server/messages/{messageId}',
  'POST /v1/server/messages',
  'POST /v1/server/messages/{messageId}/recall',
  'POST /v1/server/messages/batch',
  'GET /v1/server/users/{userId}/conversations/{conversationId}/settings',
];

/** Answers at the URL of a function that has the routes above. */
async function answer(event: APIGatewayProxyEventV2) {
  const log = captureLog();
  const routed: APIGatewayProxyEventV2[] = [];
  const operations = Object.fromEntries(routeKeys.map((routeKey) => [routeKey, {}]));
  const { statusCode, body = 'null' } = await answerAtUrl(event, operations, log, async (given) => {
    routed.push(given);
    return { statusCode: 200 };
  });
  return { statusCode, problem: JSON.parse(body), routed: routed[0], lines: log.lines };
}

describe('a request at the URL of a function', () => {
  it.each([
    ['POST', '/v1/server/messages', 'POST /v1/server/messages', {}],
    ['POST', '/v1/server/messages/batch', 'POST /v1/server/messages/batch', {}],
    ['GET', '/v1/server/messages/01J', 'GET /v1/server/messages/{messageId}', { messageId: '01J' }],
    ['POST', '/v1/server/messages/batch/recall', 'POST /v1/server/messages/{messageId}/recall', { messageId: 'batch' }],
    [
      'GET',
      '/v1/server/users/auth0%7Cabc/conversations/group%3Aa%2Fb/settings',
      'GET /v1/server/users/{userId}/conversations/{conversationId}/settings',
      { userId: 'auth0|abc', conversationId: 'group:a/b' },
    ],
  ])('gets its route: %s %s', async (method, rawPath, routeKey, pathParameters) => {
    // Prepare
    const event = aFunctionUrlEvent({ method, rawPath });

    // Act
    const { statusCode, routed } = await answer(event);

    // Assess
    expect(statusCode).toBe(200);
    expect(routed).toMatchObject({ routeKey, pathParameters, requestContext: { routeKey } });
    expect(routed).toMatchObject({ rawPath, headers: event.headers });
  });

  it.each([
    ['GET', '/v1/server/messages'],
    ['POST', '/v1/server/messages/'],
    ['POST', '/v1/server//recall'],
    ['GET', '/v1/server/messages/%E0%A4%A'],
    ['GET', '/v1/server/groups/flat-2a'],
    ['GET', '/'],
  ])('is refused without such a route: %s %s', async (method, rawPath) => {
    // Prepare
    const event = aFunctionUrlEvent({ method, rawPath });

    // Act
    const { statusCode, problem, routed, lines } = await answer(event);

    // Assess
    expect([statusCode, problem.code]).toEqual([404, 'unknown_route']);
    expect(routed).toBeUndefined();
    expect(lines).toEqual([
      expect.objectContaining({ message: 'request', fields: expect.objectContaining({ method, status: 404 }) }),
    ]);
  });

  it('is refused on a route of app users, whatever it claims to be', async () => {
    // Prepare
    const jwt = { claims: { sub: 'alice' }, scopes: [] };
    const event = aFunctionUrlEvent({ method: 'POST', rawPath: '/v1/messages', authorizer: { jwt } });

    // Act
    const answers = [await answer(event), await answer(aFunctionUrlEvent({ method: 'POST', rawPath: '/v1/messages' }))];

    // Assess
    expect(answers.map(({ statusCode, routed }) => [statusCode, routed])).toEqual([
      [403, undefined],
      [404, undefined],
    ]);
  });

  it.each([
    ['no authorizer', undefined],
    ['an authorizer that names nobody', { iam: null }],
  ])('is refused where the URL has been opened to everybody: %s', async (_what, authorizer) => {
    // Prepare
    const event = aFunctionUrlEvent({ method: 'POST', rawPath: '/v1/server/messages', authorizer });

    // Act
    const { statusCode, problem, routed } = await answer(event);

    // Assess
    expect([statusCode, problem.code, routed]).toEqual([403, 'forbidden', undefined]);
  });
});
