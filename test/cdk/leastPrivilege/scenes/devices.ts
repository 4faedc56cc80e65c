/** Registrations, tokens that move, devices of version 0.3.0, and the rates of requests. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Lab } from '../../../../lab/lab.ts';
import { deviceKey } from '../../../../shared/platform/table/keys.ts';
import {
  type Answer,
  anybody,
  makePhone,
  makeUser,
  pushesTo,
  type Request,
  serverClient,
  text,
  until,
  userClient,
} from '../../../support/lab/labClient.ts';
import { ok, type People } from '../people.ts';

export async function devices({ lab, bob, bobId, phone }: People): Promise<void> {
  await ok(bob('GET', '/v1/devices'));
  const presence = `/v1/devices/${phone.deviceId}/presence`;
  const second = await makePhone(lab, { userId: bobId });
  await ok(bob('PUT', presence, { state: 'background', unreadCount: 3 }));
  // The badge of the other phone follows, through the queue.
  await until(
    () => pushesTo(lab, second),
    (pushes) => pushes.length > 0,
  );
  await ok(bob('DELETE', `/v1/devices/${second.deviceId}/tokens/alert`));
  await ok(bob('DELETE', `/v1/devices/${second.deviceId}`));
  await moveTokens(lab);
}

/** A phone whose app is reinstalled, for another user: its tokens move. */
async function moveTokens(lab: Lab): Promise<void> {
  const [before, after] = [userClient(lab, makeUser('dave')), userClient(lab, makeUser('erin'))];
  const { appId, tokens } = await makePhone(lab);
  const register = (user: Request, kinds: object) =>
    ok(user('PUT', `/v1/devices/${randomUUID()}`, { appId, ...kinds }));
  const [alert, voip] = [{ token: tokens.alert }, { token: tokens.voip }];
  await register(before, { tokens: { alert, voip } });
  await register(after, { tokens: { alert } });
}

/** Twice what a function takes from a user before it writes the shared counter: the minute may end in between. */
export async function rates({ lab }: People): Promise<void> {
  const userId = makeUser('mike');
  const mike = userClient(lab, userId);
  const { appId } = await makePhone(lab);
  const nobody = { to: { userId: makeUser('nobody') } };
  const repeat = async (times: number, request: () => Promise<Answer>): Promise<void> => {
    for (let time = 0; time < times; time += 1) await ok(request());
  };
  await repeat(12, () => mike('POST', '/v1/messages', { ...nobody, ...text('hi') }));
  await repeat(4, () => mike('POST', '/v1/calls', nobody));
  await repeat(4, () => mike('PUT', `/v1/devices/${randomUUID()}`, { appId, tokens: {} }));
  const at = new Date().toISOString();
  const receipts = Array.from({ length: 100 }, () => ({
    messageId: randomUUID(),
    deviceId: randomUUID(),
    event: 'shown',
    at,
  }));
  await repeat(2, () => mike('POST', '/v1/receipts', { receipts }));
  await repeat(4, () => mike('DELETE', '/v1/me'));
}

/** Where a user's item holds no devices, those that version 0.3.0 has stored are looked for. */
export async function earlierUser({ lab, alice, heard, phone: { appId } }: People): Promise<void> {
  const { endpoints, region, tableName, serviceCredentials } = await ok(anybody(lab)('GET', '/lab/access'));
  const userId = makeUser('olga');
  const { deviceId, tokens } = await makePhone(lab, { appId });
  const registeredAt = new Date().toISOString();
  const alert = { token: tokens.alert, environment: 'production', state: 'proven', registeredAt };
  const Item = { ...deviceKey(userId, deviceId), userId, deviceId, appId, tokens: { alert }, registeredAt };
  const client = new DynamoDBClient({ region, endpoint: endpoints.dynamoDb, credentials: serviceCredentials });
  await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: tableName, Item }));
  client.destroy();
  await ok(serverClient(lab)('GET', `/v1/server/users/${userId}`));
  const olga = userClient(lab, userId);
  await ok(olga('PUT', '/v1/call-directory/13800138000', { label: 'Peter' }));
  const receipt = { messageId: randomUUID(), deviceId, event: 'shown', at: registeredAt };
  await ok(olga('POST', '/v1/receipts', { receipts: [receipt] }));
  await ok(alice('POST', '/v1/calls', { to: { userId }, timeoutSeconds: 1 }));
  await heard('callTimer', 'dynamodb:Query', '/ringpost-lab', `USER#${userId}`);
}
