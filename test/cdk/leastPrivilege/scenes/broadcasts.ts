/** Broadcasts, from the start to the recall. */
import { randomUUID } from 'node:crypto';
import { anybody, makePhone, makeUser, serverClient, until, userClient } from '../../../support/lab/labClient.ts';
import { ok, type People } from '../people.ts';

/** To an app of its own: a phone in each state, and a stop, a recall and a removal. */
export async function broadcasts({ lab }: People): Promise<void> {
  const server = serverClient(lab);
  const appId = 'com.example.news';
  const [frank, grace] = [makeUser('frank'), makeUser('grace')];
  await makePhone(lab, { appId, userId: frank });
  const gone = await makePhone(lab, { appId, userId: grace });
  const unknown = { token: 'ab'.repeat(32), environment: 'production' };
  await ok(
    userClient(lab, makeUser('heidi'))('PUT', `/v1/devices/${randomUUID()}`, { appId, tokens: { alert: unknown } }),
  );
  await ok(anybody(lab)('PATCH', `/lab/phones/${gone.phoneId}`, { uninstalled: true }));
  const policyId = makeUser('news');
  await ok(server('PUT', `/v1/server/policies/${policyId}`, { sound: 'none' }));
  const path = '/v1/server/broadcasts';
  const message = { offlinePush: { policyId, desc: 'hi' } };
  const start = async (audience: object, others: object = {}) =>
    (await ok(server('POST', path, { appId, audience, message, ...others }))).broadcastId;
  const finish = (broadcastId: string) =>
    until(
      () => server('GET', `${path}/${broadcastId}`),
      ({ body }) => body.state === 'finished',
      60_000,
    );
  // The first push finds the credentials, the host of a token, and the dead one.
  await finish(await start({ all: true }));
  await ok(server('POST', `${path}/${await start({ userIds: [frank] })}/stop`));
  const listed = await start({ userIds: [frank, makeUser('nobody')] });
  await finish(listed);
  await ok(server('POST', `${path}/${listed}/recall`));
  // APNs wants the next push of the app later.
  await ok(anybody(lab)('POST', '/lab/faults', { kind: 'status', status: 503, match: appId, count: 1 }));
  await finish(await start({ userIds: [frank] }));
  // The worker that begins a scheduled one looks at the budget.
  await finish(await start({ userIds: [frank] }, { sendAt: new Date(Date.now() + 1000).toISOString() }));
  await ok(server('DELETE', `${path}/${await start({ all: true }, { sendAt: '2099-01-01T08:00:00Z' })}`));
  // A user whose quiet hours never end while somebody looks waits for their end.
  const [ivan, hours] = [makeUser('ivan'), 3_600_000];
  await makePhone(lab, { appId, userId: ivan });
  const hour = (offset: number) => `${new Date(Date.now() + offset * hours).toISOString().slice(11, 13)}:00`;
  const doNotDisturb = { windows: [{ start: hour(-2), end: hour(6) }] };
  await ok(userClient(lab, ivan)('PUT', '/v1/profile', { timeZone: 'UTC', doNotDisturb }));
  const waiting = await start({ userIds: [ivan] }, { respectQuietHours: true });
  await until(
    () => server('GET', `${path}/${waiting}`),
    ({ body: { counts } }) => counts.waiting === 1,
    60_000,
  );
  await ok(server('GET', path));
  const withKey = serverClient(lab, lab.secretAccessKey, { 'idempotency-key': randomUUID() });
  const body = { appId, audience: { userIds: [frank] }, message };
  await ok(withKey('POST', path, body));
  await ok(withKey('POST', path, body));
  const refusing = serverClient(lab, lab.secretAccessKey, { 'idempotency-key': randomUUID() });
  await refusing('POST', path, { ...body, message: { offlinePush: {} } });
}
