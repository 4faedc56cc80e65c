/** Cold and warm starts and errors of the deployed bundles under AWS's own runtime client. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../lab/aws/protocol/listen.ts';
import { apiEvent } from '../support/apiEvent.ts';
import { type RuntimeWorld, startRuntimeWorld } from '../support/runtime/runtimeWorld.ts';

let world: RuntimeWorld;
beforeAll(async () => {
  world = await startRuntimeWorld();
});
afterAll(() => world.stop());

const profile = () => apiEvent({ routeKey: 'GET /v1/profile', userId: 'alice' });
const health = () => apiEvent({ routeKey: 'GET /v1/health' });
/** The log lines that are ours, parsed. */
const linesOf = (log: readonly string[]) => log.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a function', () => {
  it('is started by its first invocation, and answers the next ones from the same process', async () => {
    // Prepare
    const runtime = world.start('health');

    // Act
    const results = [
      await runtime.invoke(health()),
      ...(await Promise.all([runtime.invoke(health()), runtime.invoke(health())])),
    ];

    // Assess
    for (const result of results) expect(result).toMatchObject({ value: { statusCode: 200 } });
    expect(runtime.coldStarts()).toBe(1);
  });

  it('names the trace of each invocation in its log lines, if X-Ray keeps it', async () => {
    // Prepare
    const runtime = world.start('health', { isTraced: true });

    // Act
    await runtime.invoke(health());
    await runtime.invoke(health());
    await runtime.stop();

    // Assess
    const traces = linesOf(runtime.log).map(({ traceId }) => traceId);
    expect(traces).toEqual([expect.stringMatching(/^1-[\da-f]{8}-[\da-f]{24}$/), expect.any(String)]);
    expect(new Set(traces).size).toBe(2);
  });

  it('names no trace that X-Ray does not keep', async () => {
    // Prepare
    const runtime = world.start('health', { isTraced: false });

    // Act
    await runtime.invoke(health());
    await runtime.stop();

    // Assess
    expect(linesOf(runtime.log)).toEqual([expect.not.objectContaining({ traceId: expect.anything() })]);
  });

  it("calls AWS with its role's session and identifies itself as Lambda", async () => {
    // Prepare
    let asked: IncomingHttpHeaders = {};
    const server = createServer((request, response) => {
      asked = request.headers;
      request.resume().on('end', () => response.end('{}'));
    });
    const { url, stop } = await listen(server, 0);
    const runtime = world.start('profile', { environment: { ...world.environment, AWS_ENDPOINT_URL_DYNAMODB: url } });

    // Act
    const result = await runtime.invoke(profile());

    // Assess
    expect(result).toMatchObject({ value: { statusCode: 200 } });
    expect(asked).toMatchObject({
      'x-amz-security-token': 'of the role',
      authorization: expect.stringContaining('/us-east-1/dynamodb/aws4_request'),
      'user-agent': expect.stringContaining('exec-env/AWS_Lambda_nodejs24.x'),
    });
    await stop();
  });

  it('that is deployed incorrectly fails to load, with the reason at each invocation', async () => {
    // Prepare
    const { RINGPOST_TABLE_NAME: _without, ...environment } = world.environment;
    const runtime = world.start('profile', { environment });

    // Act
    const results = [await runtime.invoke(profile()), await runtime.invoke(profile())];

    // Assess
    const errorMessage = 'environment variable RINGPOST_TABLE_NAME is not set: deploy the stage with `cdk deploy`';
    for (const { error } of results) {
      expect(error).toEqual({ errorType: 'Error', errorMessage, trace: expect.arrayContaining([expect.any(String)]) });
    }
    expect(runtime.coldStarts()).toBe(2);
    // Lambda's JSON log has it as one line.
    expect(runtime.log.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: 'ERROR', message: expect.objectContaining({ errorMessage }) }),
    );
  });

  it('that throws reports its error as Lambda does and keeps running', async () => {
    // Prepare
    const runtime = world.start('watch');

    // Act
    const { error } = await runtime.invoke({ apps: 'not a list' });

    // Assess
    expect(error).toEqual({
      errorType: expect.stringContaining('ZodError'),
      errorMessage: expect.stringContaining('invalid_type'),
      trace: expect.arrayContaining([expect.any(String)]),
    });
    expect(await runtime.invoke({ apps: [] })).toEqual({ value: { findings: [] } });
    expect(runtime.coldStarts()).toBe(1);
  });
});
