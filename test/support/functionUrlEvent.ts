import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { requestId } from './apiEvent.ts';

export interface FunctionUrlInput {
  method: string;
  /** As on the wire. */
  rawPath: string;
  /** Sent as JSON. */
  body?: unknown;
  /** `undefined`: none, as at a URL with the auth type NONE. */
  authorizer?: object | undefined;
}

const iam = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  accountId: '111122223333',
  callerId: 'AIDACKCEVSQ6C2EXAMPLE',
  cognitoIdentity: null,
  principalOrgId: null,
  userArn: 'arn:aws:iam::111122223333:user/backend',
  userId: 'AIDACKCEVSQ6C2EXAMPLE',
};

/** A request of a server as a function URL hands it to its function. */
export function aFunctionUrlEvent(input: FunctionUrlInput): APIGatewayProxyEventV2 {
  const { method, rawPath, body } = input;
  const authorizer = 'authorizer' in input ? input.authorizer : { iam };
  const requestContext = {
    accountId: '111122223333',
    apiId: 'abcdefghij',
    ...(authorizer && { authorizer }),
    domainName: 'abcdefghij.lambda-url.us-east-1.on.aws',
    domainPrefix: 'abcdefghij',
    http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'backend/1.0' },
    requestId,
    routeKey: '$default',
    stage: '$default',
    time: '22/Nov/2026:12:00:00 +0000',
    timeEpoch: Date.parse('2026-11-22T12:00:00Z'),
  };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    requestContext,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
