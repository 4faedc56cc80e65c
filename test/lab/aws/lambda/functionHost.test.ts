import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFunctionHost, type FunctionHost } from '../../../../lab/aws/lambda/functionHost.ts';
import { bundleFixture } from '../bundleFixture.ts';
import type { SampleEvent } from '../fixtures/sampleFunction.ts';
import { type ManualClock, manualClock } from '../manualClock.ts';

let modulePath: string;
let clock: ManualClock;
let log: string[];
let host: FunctionHost;

beforeAll(async () => {
  modulePath = await bundleFixture('sampleFunction.ts');
});
afterAll(() => rmSync(dirname(modulePath), { recursive: true }));

function makeHost(options: { modulePath?: string; environment?: Record<string, string> } = {}): FunctionHost {
  return createFunctionHost({
    name: 'sample',
    modulePath,
    environment: { RINGPOST_STAGE: 'test' },
    memoryMb: 256,
    timeoutSeconds: 7,
    clock,
    onLog: (line) => log.push(line),
    ...options,
  });
}

beforeEach(() => {
  clock = manualClock(Date.now());
  log = [];
  host = makeHost();
});
afterEach(() => host.stop());

const invoke = (event: SampleEvent) => host.invoke(event);

describe('an invocation', () => {
  it('passes the event and the result through JSON', async () => {
    // Prepare
    const value = { text: 'ü', list: [1, null], when: new Date(0), none: undefined };

    // Act
    const result = await invoke({ do: 'return', value });

    // Assess
    expect(result).toEqual({ value: { text: 'ü', list: [1, null], when: '1970-01-01T00:00:00.000Z' } });
  });

  it('answers null for a handler that returns nothing', async () => {
    // Prepare
    const event: SampleEvent = { do: 'return' };

    // Act
    const result = await invoke(event);

    // Assess
    expect(result).toEqual({ value: null });
  });

  it("has Lambda's context", async () => {
    // Prepare
    const event: SampleEvent = { do: 'describe' };

    // Act
    const { value } = await invoke(event);

    // Assess
    expect(value).toMatchObject({
      context: {
        awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
        functionName: 'sample',
        memoryLimitInMB: '256',
        invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:sample',
      },
    });
    const { remainingMs } = value as { remainingMs: number };
    expect(remainingMs).toBeGreaterThan(0);
    expect(remainingMs).toBeLessThanOrEqual(7_000);
  });

  it("sees only the function's own environment", async () => {
    // Prepare
    vi.stubEnv('SECRET_OF_THE_HOST', 'x');

    // Act
    const { value } = await invoke({ do: 'describe' });

    // Assess
    const { environment } = value as { environment: Record<string, string> };
    expect(environment).toMatchObject({
      RINGPOST_STAGE: 'test',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'sample',
    });
    expect(environment).not.toHaveProperty('SECRET_OF_THE_HOST');
    expect(environment).not.toHaveProperty('PATH');
    vi.unstubAllEnvs();
  });

  it('keeps module state from one invocation to the next', async () => {
    // Prepare
    await invoke({ do: 'count' });

    // Act
    const second = await invoke({ do: 'count' });

    // Assess
    expect(second).toEqual({ value: 2 });
  });

  it('can run concurrently with another one', async () => {
    // Prepare
    const first = invoke({ do: 'meet' });

    // Act
    const second = invoke({ do: 'meet' });

    // Assess
    expect(await Promise.all([first, second])).toEqual([{ value: 'met' }, { value: 'met' }]);
  });

  it('delivers the log line by line', async () => {
    // Prepare
    const expected = ['first line', 'second line', 'from stderr'];

    // Act
    await invoke({ do: 'log' });

    // Assess
    await vi.waitUntil(() => log.length === expected.length);
    expect(log.toSorted()).toEqual(expected.toSorted());
  });
});

describe('a failure', () => {
  it.each<[string, SampleEvent['do'], string, string]>([
    ['an error', 'throw', 'TypeError', 'what went wrong'],
    ['a thrown value that is not an error', 'throwText', 'string', 'just text'],
    [
      'a result that JSON cannot say',
      'returnBigInt',
      'Runtime.JSONStringifyError',
      'Unable to stringify response body',
    ],
  ])('of the handler is a value, and the instance survives: %s', async (_what, act, errorType, errorMessage) => {
    // Prepare
    await invoke({ do: 'count' });

    // Act
    const result = await invoke({ do: act });

    // Assess
    expect(result).toEqual({ error: { errorType, errorMessage } });
    expect(await invoke({ do: 'count' })).toEqual({ value: 2 });
    await vi.waitUntil(() => log.some((line) => line.includes(errorMessage)));
  });

  it.each<[string, SampleEvent['do'], string, string]>([
    ['ends the process', 'exit', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    ['throws outside the handler', 'crash', 'RangeError', 'outside the handler'],
  ])(
    'of a function that %s ends its instance, and the next invocation gets a new one',
    async (_what, act, errorType, errorMessage) => {
      // Prepare
      await invoke({ do: 'count' });
      const beside = invoke({ do: 'hang' });

      // Act
      const result = await invoke({ do: act });

      // Assess
      expect(result).toEqual({ error: { errorType, errorMessage } });
      expect(await beside).toEqual({ error: { errorType, errorMessage } });
      expect(await invoke({ do: 'count' })).toEqual({ value: 1 });
    },
  );

  it('by timeout ends the instance, and the next invocation gets a new one', async () => {
    // Prepare
    await invoke({ do: 'count' });
    const hanging = invoke({ do: 'hang' });

    // Act
    clock.advance(7_000);

    // Assess
    expect(await hanging).toEqual({
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: [\da-f-]{36} Error: Task timed out after 7.00 seconds$/),
      },
    });
    expect(await invoke({ do: 'count' })).toEqual({ value: 1 });
    expect(clock.pending).toBe(0);
  });

  it('keeps the temporary directory until the host is stopped', async () => {
    // Prepare
    const temporaryDirectory = async () => {
      const { value } = await invoke({ do: 'describe' });
      return (value as { environment: { TMPDIR: string } }).environment.TMPDIR;
    };
    const before = await temporaryDirectory();
    writeFileSync(join(before, 'left'), '');

    // Act
    await invoke({ do: 'exit' });
    const afterwards = await temporaryDirectory();
    const isLeft = existsSync(join(before, 'left'));
    await host.stop();

    // Assess
    expect([afterwards, isLeft]).toEqual([before, true]);
    expect(existsSync(before)).toBe(false);
  });

  it('to load is explained at each invocation', async () => {
    // Prepare
    const broken = `${dirname(modulePath)}/broken.mjs`;
    const empty = `${dirname(modulePath)}/empty.mjs`;
    writeFileSync(broken, "throw new Error('environment variable X is not set');");
    writeFileSync(empty, 'export const other = 1;');
    const brokenHost = makeHost({ modulePath: broken });
    const emptyHost = makeHost({ modulePath: empty });
    brokenHost.warm();

    // Act
    const results = [await brokenHost.invoke({}), await brokenHost.invoke({}), await emptyHost.invoke({})];

    // Assess
    const error = { errorType: 'Error', errorMessage: 'environment variable X is not set' };
    expect(results).toEqual([
      { error },
      { error },
      {
        error: {
          errorType: 'Runtime.HandlerNotFound',
          errorMessage: expect.stringContaining('a function named handler'),
        },
      },
    ]);
    await Promise.all([brokenHost.stop(), emptyHost.stop()]);
  });
});
