/** Messages to one and to many, and pushes that a server writes itself. */
import { anybody, makeUser, serverClient, text, until } from '../../../support/lab/labClient.ts';
import { abroad, idempotently, ok, type People, putTask, ring, triedAgain, uninstalled } from '../people.ts';

export async function messages(people: People): Promise<void> {
  const { alice, bob, bobId, phone, groupId, policyId } = people;
  const { messageId } = await ok(
    alice('POST', '/v1/messages', { to: { groupId }, ...text('hi'), offlinePush: { policyId } }),
  );
  await ok(alice('GET', `/v1/messages/${messageId}`));
  const at = new Date().toISOString();
  const { deviceId } = phone;
  await ok(bob('POST', '/v1/receipts', { receipts: [{ messageId, deviceId, event: 'shown', at }] }));
  await ok(alice('POST', `/v1/messages/${messageId}/recall`));
  await idempotently(people, '/v1/messages', { to: { userId: bobId }, ...text('once') });
  const gone = await uninstalled(people);
  await ok(alice('POST', '/v1/messages', { to: { userId: gone.userId }, ...text('hi') }));
  await ok(alice('POST', '/v1/messages', { to: { userId: await abroad(people) }, ...text('hi'), offlinePush: ring }));
  const late = await triedAgain(people);
  const { messageId: retried } = await ok(alice('POST', '/v1/messages', { to: { userId: late }, ...text('later') }));
  await until(
    () => ok(alice('GET', `/v1/messages/${retried}`)),
    ({ targets }) => targets.every(({ outcome }: { outcome: string }) => outcome === 'accepted'),
    30_000,
  );
}

/** More than 100 recipients: the worker plans them, pushes, tries again, and learns of a phone without the app. */
export async function largeMessages(people: People): Promise<void> {
  const { lab, alice, aliceId, policyId, heard } = people;
  const server = serverClient(lab);
  const nobody = Array.from({ length: 100 }, () => makeUser('nobody'));
  const sendToMany = async (userIds: string[], offlinePush: object): Promise<string> => {
    const message = { to: { userIds: [...userIds, ...nobody] }, ...text('hi all'), offlinePush };
    // A server: a user may not ring so many.
    return (await ok(server('POST', '/v1/server/messages', { from: aliceId, ...message }))).messageId;
  };
  const gone = await uninstalled(people);
  const messageId = await sendToMany([await triedAgain(people), gone.userId], { policyId });
  const rung = await sendToMany([await abroad(people)], ring);
  await until(
    () => ok(alice('GET', `/v1/messages/${messageId}`)),
    ({ summary }) => summary.accepted === 1 && summary.rejected === 1,
    30_000,
  );
  await until(
    () => ok(alice('GET', `/v1/messages/${rung}`)),
    ({ summary }) => summary.accepted === 1,
  );
  // As a request leaves it that had no time to list a group. This one has no members by now.
  const job = { kind: 'recall', notice: { messageId } };
  await putTask(lab, 'ringpost-lab-delivery', { task: 'expand', job, groupId: makeUser('gone') });
  await heard('deliver', 'dynamodb:Query', '/ringpost-lab');
}

/** The same request twice, and one that is refused; one to somebody whose phone has lost the app. */
export async function rawPushes(people: People): Promise<void> {
  const { lab, bobId, phone } = people;
  const pushTo = (userId: string) =>
    serverClient(lab, undefined, { 'idempotency-key': `push to ${userId}`.replaceAll(' ', '-') })(
      'POST',
      '/v1/server/pushes',
      { appId: phone.appId, to: { userId }, pushType: 'alert', payload: { aps: { alert: 'hi' } } },
    );
  await ok(pushTo(bobId));
  await ok(pushTo(bobId));
  await pushTo(makeUser('nobody'));
  await ok(pushTo((await uninstalled(people)).userId));
}

/** It ends among the dead letters, with the reason. */
export async function unreadableTask({ lab, heard }: People): Promise<void> {
  await putTask(lab, 'ringpost-lab-delivery', { task: 'unheard of' });
  await heard('deliver', 'sqs:SendMessage', 'delivery-dead');
}

/** Devices whose pushes the team's function sends: a message with an attempt that fails, a large one, and a call. */
export async function externalPushes(people: People): Promise<void> {
  const { lab, alice, aliceId, heard } = people;
  const server = serverClient(lab);
  const appId = 'com.example.ringpost';
  const register = async (): Promise<{ userId: string; token: string }> => {
    const userId = makeUser('android');
    const token = `fcm-token-${userId}`;
    await ok(server('PUT', `/v1/server/users/${userId}/devices/${userId}`, { appId, tokens: { external: { token } } }));
    return { userId, token };
  };
  const wantedFor = async ({ token }: { token: string }, purpose: string) => {
    const { events } = await ok(anybody(lab)('GET', '/lab/events'));
    return events.flatMap(({ detail }: { detail: Record<string, unknown> }) =>
      detail['token'] === token && detail['purpose'] === purpose ? [detail] : [],
    );
  };
  const waitFor = (device: { token: string }, purpose: string) =>
    until(
      () => wantedFor(device, purpose),
      (wanted) => wanted.length > 0,
      30_000,
    );
  const report = async ({ userId, token }: { userId: string; token: string }, purpose: string, outcome: object) => {
    const [{ wantedId }] = await waitFor({ token }, purpose);
    await ok(server('POST', `/v1/server/users/${userId}/pushes/${wantedId}/outcome`, { token, ...outcome }));
  };
  const device = await register();
  await ok(alice('POST', '/v1/messages', { to: { userId: device.userId }, ...text('hi') }));
  await report(device, 'message', { outcome: 'failed', reason: 'UNAVAILABLE', retry: true });
  const { callId } = await ok(alice('POST', '/v1/calls', { to: { userId: device.userId } }));
  await report(device, 'ring', { outcome: 'failed', reason: 'UNAVAILABLE', retry: true });
  await ok(alice('POST', `/v1/calls/${callId}/cancel`));
  await waitFor(device, 'ringEnded');
  const nobody = Array.from({ length: 100 }, () => makeUser('nobody'));
  const gone = await register();
  const to = { userIds: [gone.userId, ...nobody] };
  await ok(server('POST', '/v1/server/messages', { from: aliceId, to, ...text('hi all') }));
  await report(gone, 'message', { outcome: 'tokenDropped' });
  for (const name of ['messages', 'calls', 'deliver', 'callTimer', 'pushes'] as const) {
    await heard(name, 'sqs:SendMessage', 'ringpost-lab-webhooks');
  }
}
