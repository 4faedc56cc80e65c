import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRequestSigner } from '../../../../cli/stage/requestSigner.ts';
import { type FunctionUrls, startFunctionUrls } from '../../../../lab/aws/gateway/functionUrls.ts';
import { createIamAuthorizer } from '../../../../lab/aws/gateway/iamAuthorizer.ts';
import type { InvokeResult } from '../../../../lab/aws/lambda/functionHost.ts';
import { timerClock } from '../../../../lab/clock.ts';
import { type ServerFunction, serverFunctions } from '../../../../shared/api/serverFunctions.ts';

const accessKey = { accessKeyId: 'LABKTEST', secretAccessKey: 'secret of the test' };

let urls: FunctionUrls;
let invoked: { name: ServerFunction; event: unknown }[];
let result: InvokeResult;
beforeEach(async () => {
  invoked = [];
  result = { value: { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' } };
  const functions = Object.fromEntries(
    serverFunctions.map((name) => {
      const invoke = async (event: unknown) => {
        invoked.push({ name, event });
        return result;
      };
      return [name, { invoke }];
    }),
  ) as unknown as Parameters<typeof startFunctionUrls>[0]['functions'];
  urls = await startFunctionUrls({
    functions,
    authorize: createIamAuthorizer(accessKey, Date.now, 'lambda'),
    clock: timerClock,
    onLog: () => {},
  });
});
afterEach(() => urls.stop());

async function call(name: ServerFunction, path: string, method = 'GET', body?: string) {
  const sign = createRequestSigner('lambda', 'us-east-1', accessKey);
  const url = new URL(urls.urls[name] + path);
  return fetch(url, await sign(url, { method, ...(body !== undefined && { body }) }));
}

describe("the host of functions' URLs", () => {
  it('sends the event that Lambda sends: no route, the path as on the wire, who AWS IAM has let in', async () => {
    // Prepare
    const path = '/v1/server/users/auth0%7Cabc?kind=voip&name=a%20b';

    // Act
    const { status } = await call('server', path);

    // Assess
    expect(status).toBe(200);
    expect(invoked).toEqual([{ name: 'server', event: expect.anything() }]);
    expect(invoked[0]?.event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/v1/server/users/auth0%7Cabc',
      rawQueryString: 'kind=voip&name=a%20b',
      queryStringParameters: { kind: 'voip', name: 'a b' },
      requestContext: {
        apiId: 'labserver',
        domainPrefix: 'labserver',
        routeKey: '$default',
        stage: '$default',
        authorizer: { iam: { accessKey: 'LABKTEST', accountId: '000000000000' } },
        http: { method: 'GET', path: '/v1/server/users/auth0%7Cabc' },
      },
    });
    expect(invoked[0]?.event).not.toHaveProperty('pathParameters');
  });

  it('answers 502 for a function that fails, and 413 for a body that Lambda would not take', async () => {
    // Prepare
    result = { error: { errorType: 'Error', errorMessage: 'broken' } };

    // Act
    const failed = await call('messages', '/v1/server/messages', 'POST', '{}');
    const tooLarge = await call('messages', '/v1/server/messages', 'POST', 'x'.repeat(6 * 1024 * 1024 + 1));

    // Assess
    expect([failed.status, tooLarge.status]).toEqual([502, 413]);
    expect(invoked).toHaveLength(1);
  });
});
