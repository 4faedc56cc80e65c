/** AWS services that tell an account's quotas, on loopback, with answers in the form of the real ones. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type CallAws, createAwsCaller } from '../../cli/stage/awsCaller.ts';
import { type ListeningServer, listen } from '../../lab/aws/protocol/listen.ts';

export interface FakeAccount extends ListeningServer {
  /** What the service answers to an operation, by its name; changed by tests. */
  readonly answers: Map<string, FakeAnswer>;
  /** Operations in the order in which they were asked for. */
  readonly asked: string[];
}

export interface FakeAnswer {
  status: number;
  /** In the header `x-amzn-ErrorType`, as REST services send it. */
  errorType?: string;
  body: unknown;
}

export const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

/** An account with AWS's defaults of a large region. */
export async function startFakeAccount(): Promise<FakeAccount> {
  const asked: string[] = [];
  const answers = new Map<string, FakeAnswer>([
    ['GetAccountSettings', good(lambdaSettings(1_000))],
    ['GetAccount', good(apiGatewayAccount(10_000, 5_000))],
    ['GetServiceQuota', good(serviceQuota(10_000))],
    ['GetServiceQuota sqs L-C491D5A4', good(serviceQuota(120_000))],
    ['GetServiceQuota appsync L-10498098', good(serviceQuota(2_000))],
    ['GetServiceQuota appsync L-27770490', good(serviceQuota(2_000))],
  ]);
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const operation = operationOf(`${request.method} ${request.url}`, request.headers, body);
    asked.push(operation);
    const { status, errorType, body: answer } = answers.get(operation) ?? unknownOperation;
    if (errorType !== undefined) response.setHeader('x-amzn-ErrorType', errorType);
    response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  return { ...(await listen(server, 0)), answers, asked };
}

/** Variables that lead the command line to the account. */
export function endpointsOf({ url }: FakeAccount): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_LAMBDA: url,
    AWS_ENDPOINT_URL_API_GATEWAY: url,
    AWS_ENDPOINT_URL_SERVICE_QUOTAS: url,
  };
}

export const callFakeAccount = (): CallAws => createAwsCaller(region, credentials);

export const good = (body: unknown): FakeAnswer => ({ status: 200, body });

export const lambdaSettings = (unreserved: number) => ({
  AccountLimit: {
    CodeSizeUnzipped: 262_144_000,
    CodeSizeZipped: 52_428_800,
    ConcurrentExecutions: unreserved + 100,
    TotalCodeSize: 80_530_636_800,
    UnreservedConcurrentExecutions: unreserved,
  },
  AccountUsage: { FunctionCount: 4, TotalCodeSize: 9_426 },
});

export const apiGatewayAccount = (rateLimit: number, burstLimit: number) => ({
  apiKeyVersion: '4',
  features: ['UsagePlans'],
  throttleSettings: { burstLimit, rateLimit },
});

export const serviceQuota = (Value: number) => ({
  Quota: {
    Adjustable: true,
    GlobalQuota: false,
    QuotaCode: 'L-9B653E91',
    QuotaName: 'PutEvents throttle limit in transactions per second',
    ServiceCode: 'events',
    Unit: 'None',
    Value,
  },
});

/** REST services, as of Lambda and API Gateway. */
export const restDenial = (action: string): FakeAnswer => ({
  status: 403,
  errorType: 'AccessDeniedException:http://internal.amazon.com/coral/com.amazon.coral.service/',
  body: { Message: `User: arn:aws:iam::123456789012:user/dev is not authorized to perform: ${action}` },
});

/** JSON 1.1, as of Service Quotas. */
export const jsonError = (name: string, message: string): FakeAnswer => ({
  status: 400,
  body: { __type: `com.amazonaws.servicequotas#${name}`, Message: message },
});

const unknownOperation: FakeAnswer = { status: 404, body: '<html>' };

/** Only requests that are made and signed as AWS wants them have an operation. */
function operationOf(line: string, headers: IncomingHttpHeaders, body: string): string {
  const signedFor = /\/\d{8}\/eu-central-1\/(\w+)\/aws4_request/.exec(headers.authorization ?? '')?.[1];
  if (line === 'GET /2016-08-19/account-settings/' && signedFor === 'lambda') return 'GetAccountSettings';
  if (line === 'GET /account' && signedFor === 'apigateway' && headers.accept === 'application/json')
    return 'GetAccount';
  const [, operation] = /^ServiceQuotasV20190624\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? [];
  const isJson = headers['content-type'] === 'application/x-amz-json-1.1';
  const { ServiceCode, QuotaCode } = isJson ? JSON.parse(body) : {};
  const isPutEvents = ServiceCode === 'events' && QuotaCode === 'L-9B653E91';
  if (signedFor !== 'servicequotas' || operation === undefined || !isJson) return `unknown: ${line}`;
  return isPutEvents ? operation : `${operation} ${ServiceCode} ${QuotaCode}`;
}
