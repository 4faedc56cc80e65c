/** What of a request goes through a queue: its ID, when it came, and its trace. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSMessageAttributes } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { region, serviceCredentials } from '../../../../lab/aws/localAws.ts';
import { type ListeningServer, listen } from '../../../../lab/aws/protocol/listen.ts';
import { sqsDeliveryQueue } from '../../../../shared/messages/aws/deliveryQueue.ts';
import type { BadgeTask } from '../../../../shared/messages/rules/tasks.ts';
import { originOf } from '../../../../shared/platform/aws/queuedOrigin.ts';
import { runInScope } from '../../../../shared/platform/aws/workScope.ts';

interface Sent {
  headers: IncomingHttpHeaders;
  entries: { MessageBody: string; MessageAttributes?: Record<string, MessageAttributeValue> }[];
}

let server: ListeningServer;
const sent: Sent[] = [];
beforeEach(async () => {
  sent.length = 0;
  server = await listen(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      sent.push({ headers: request.headers, entries: JSON.parse(Buffer.concat(chunks).toString()).Entries });
      response.setHeader('content-type', 'application/x-amz-json-1.0').end('{"Successful":[],"Failed":[]}');
    }),
    0,
  );
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', server.url);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', serviceCredentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', serviceCredentials.secretAccessKey);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const task: BadgeTask = { task: 'badge', userId: 'bob', appId: 'app', deviceIds: ['phone'], attemptsMade: 0 };
const enqueue = () => sqsDeliveryQueue(`${server.url}/000000000000/delivery`).enqueue([{ task, delaySeconds: 0 }]);
/** As Lambda hands them to a function. */
const received = (attributes: Record<string, MessageAttributeValue> = {}) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { StringValue, DataType }]) => [
      name,
      { stringValue: StringValue, dataType: DataType },
    ]),
  ) as SQSMessageAttributes;

describe('a task that is put into the queue', () => {
  it.each([
    ['its ID and when it came', { requestId: 'JKJaXmPLvHcESHA=', requestedAtMs: 1_795_348_800_000 }],
    ['its ID alone', { requestId: 'JKJaXmPLvHcESHA=' }],
  ])('names the request that caused it: %s', async (_title, origin) => {
    // Prepare: a request

    // Act
    await runInScope({ origin }, enqueue, () => {});

    // Assess
    const [entry] = sent.flatMap(({ entries }) => entries);
    expect(originOf(received(entry?.MessageAttributes))).toEqual(origin);
    expect(JSON.parse(entry?.MessageBody ?? '')).toEqual(task);
  });

  it('names none without a request', async () => {
    // Prepare: no request

    // Act
    await enqueue();

    // Assess
    const [entry] = sent.flatMap(({ entries }) => entries);
    expect(originOf(received(entry?.MessageAttributes))).toBeUndefined();
  });

  it("continues the trace of the function through SQS's header", async () => {
    // Prepare
    const trace = 'Root=1-6b02df9c-649da3e7ea2b3e89cf75536f;Parent=53995c3f42cd8ad8;Sampled=1';
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'messages');
    vi.stubEnv('_X_AMZN_TRACE_ID', trace);

    // Act
    await enqueue();

    // Assess
    expect(sent.map(({ headers }) => headers['x-amzn-trace-id'])).toEqual([trace]);
  });
});
