/** Users of the stage, each with a phone that has registered itself. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestedStage } from './stage.ts';
import type { Target, TestPhone } from './target.ts';

export interface Person {
  userId: string;
  token: string;
  deviceId: string;
  phone: TestPhone;
}

export async function makePerson(target: Target, stage: TestedStage, appId: string): Promise<Person> {
  const deviceId = randomUUID().toUpperCase();
  const userId = await stage.users.create(`${deviceId.toLowerCase()}@example.com`);
  const token = await stage.users.logIn(userId);
  const phone = target.installApp(appId);
  const { alert, voip } = phone.tokens;
  const { status, body } = await stage.ask(token, 'PUT', `/v1/devices/${deviceId}`, {
    appId,
    tokens: { alert: { token: alert, environment: 'production' }, voip: { token: voip, environment: 'production' } },
  });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body['userId'], userId, 'the API takes another user for the one whose token it is');
  return { userId, token, deviceId, phone };
}
