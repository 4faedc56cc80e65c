/** The lab's own host of functions beside AWS's runtime client: both say the same of the same function. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFunctionHost } from '../../lab/aws/lambda/functionHost.ts';
import { timerClock } from '../../lab/clock.ts';
import { bundleFixture } from '../lab/aws/bundleFixture.ts';
import type { SampleEvent } from '../lab/aws/fixtures/sampleFunction.ts';
import { startLambdaProcess } from '../support/runtime/lambdaProcess.ts';
import type { RuntimeResult } from '../support/runtime/runtimeApi.ts';

const settings = { name: 'sample', environment: { RINGPOST_STAGE: 'test' }, memoryMb: 256, onLog: () => {} };
let modulePath: string;
beforeAll(async () => {
  modulePath = await bundleFixture('sampleFunction.ts');
});
afterAll(() => rmSync(dirname(modulePath), { recursive: true }));

async function underTheRuntime(event: SampleEvent): Promise<RuntimeResult> {
  const lambda = await startLambdaProcess({ ...settings, taskRoot: dirname(modulePath) });
  await lambda.idle();
  const result = await lambda.invoke({
    requestId: 'b7e1c2a4-8f0e-4f0e-9c3c-4ad2f6a5d001',
    event,
    deadlineMs: Date.now() + 10_000,
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:sample',
    traceId: 'Root=1-67400000-000000000000000000000001;Sampled=0',
    clockBehindMs: 0,
  });
  await lambda.kill();
  return result;
}

async function inTheLab(event: SampleEvent): Promise<RuntimeResult> {
  const host = createFunctionHost({ ...settings, modulePath, timeoutSeconds: 10, clock: timerClock });
  const result = await host.invoke(event);
  await host.stop();
  return result;
}

const errorOf = ({ error }: RuntimeResult) => error && { errorType: error.errorType, errorMessage: error.errorMessage };

describe("the lab's host and AWS's runtime", () => {
  it.each<[string, SampleEvent]>([
    ['a value', { do: 'return', value: { text: 'ü', list: [1, null], when: new Date(0), none: undefined } }],
    ['nothing', { do: 'return' }],
    ['an error', { do: 'throw' }],
    ['a thrown value that is not an error', { do: 'throwText' }],
    ['a result that JSON cannot say', { do: 'returnBigInt' }],
    ['the end of the process', { do: 'exit' }],
  ])('report alike: %s', async (_what, event) => {
    // Prepare
    const expected = await underTheRuntime(event);

    // Act
    const result = await inTheLab(event);

    // Assess
    expect(result.value).toEqual(expected.value);
    expect(errorOf(result)).toEqual(errorOf(expected));
  });

  it('give the same context', async () => {
    // Prepare
    const stableOf = ({ value }: RuntimeResult) => {
      const { context } = value as { context: Record<string, unknown> };
      const { functionName, functionVersion, invokedFunctionArn, memoryLimitInMB, logGroupName } = context;
      return { functionName, functionVersion, invokedFunctionArn, memoryLimitInMB, logGroupName };
    };
    const expected = await underTheRuntime({ do: 'describe' });

    // Act
    const result = await inTheLab({ do: 'describe' });

    // Assess
    expect(stableOf(result)).toEqual(stableOf(expected));
    expect(stableOf(result).functionName).toBe('sample');
  });
});
