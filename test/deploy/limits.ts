/** What the stage does not let users do. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { rateWindow, secondsToNextWindow } from '../../shared/people/rules/rates.ts';
import { defaultRates } from '../../shared/people/rules/userRules.ts';
import type { Person } from './people.ts';
import type { TestedStage } from './stage.ts';

/** The stage has what cdk/stages.ts says, and takes no device of any other app. */
export async function unknownAppIsRefused(stage: TestedStage, { token }: Person): Promise<void> {
  const device = { appId: 'com.example.of-nobody', tokens: {} };
  const { status, body } = await stage.ask(token, 'PUT', `/v1/devices/${randomUUID()}`, device);
  assert.deepEqual([status, body['code']], [400, 'unknown_app'], JSON.stringify(body));
}

/** Longer than the calls of one minute take. */
const enoughSeconds = 20;

/** A user who calls as often as the default allows, and once more. The callee has no phone. */
export async function callsAreLimited(stage: TestedStage, { token }: Person): Promise<void> {
  const secondsLeft = secondsToNextWindow(Date.now());
  if (secondsLeft < enoughSeconds) await delay(secondsLeft * 1000);
  const minute = rateWindow(Date.now());
  const call = async () => {
    const to = { userId: `nobody-${randomUUID()}` };
    return stage.ask(token, 'POST', '/v1/calls', { to, callerName: 'Carol' });
  };
  for (let n = 1; n <= defaultRates.calls; n++) {
    const { status, body } = await call();
    assert.equal(status, 201, `call ${n} of a minute: ${JSON.stringify(body)}`);
  }
  const { status, body } = await call();
  assert.equal(rateWindow(Date.now()), minute, 'the calls took longer than the minute');
  assert.deepEqual([status, body['code']], [429, 'rate_limited'], JSON.stringify(body));
  assert.ok(Number(body['retryAfterSeconds']) > 0, JSON.stringify(body));
}
