/** Every function of the stack under AWS's own runtime client, in a process that is started for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FirstCall, prepareFirstCalls } from '../../bench/init/firstCalls.ts';
import { functionNames } from '../../scripts/bundle.ts';
import type { FunctionName } from '../../shared/api/functionSettings.ts';
import { type RuntimeWorld, startRuntimeWorld } from '../support/runtime/runtimeWorld.ts';

let world: RuntimeWorld;
let firstCalls: Readonly<Record<FunctionName, FirstCall>>;
beforeAll(async () => {
  world = await startRuntimeWorld();
  firstCalls = await prepareFirstCalls(world.services);
});
afterAll(() => world.stop());

describe('under the runtime of Lambda', () => {
  it.each(functionNames() as FunctionName[])('the function loads, and answers its first event: %s', async (name) => {
    // Prepare
    const { event, answer } = firstCalls[name];
    const runtime = world.start(name);

    // Act
    const result = await runtime.invoke(event);

    // Assess
    expect(result).toMatchObject({ value: answer });
    expect(runtime.coldStarts()).toBe(1);
    await runtime.stop();
  });
});
