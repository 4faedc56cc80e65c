/** Calls, their insurance and their timers. */
import {
  anybody,
  makePhone,
  makeUser,
  pushesTo,
  serverClient,
  until,
  userClient,
} from '../../../support/lab/labClient.ts';
import { idempotently, ok, type People, putTask, uninstalled } from '../people.ts';

export async function calls(people: People): Promise<void> {
  const { lab, alice, bob, bobId, phone, groupId, heard } = people;
  const handle = { type: 'phoneNumber', value: '8613800138000' };
  const { callId } = await ok(alice('POST', '/v1/calls', { to: { groupId }, handle }));
  // For the call logs.
  await heard('callChanges', 'dynamodb:BatchGetItem', '/ringpost-lab');
  const pushes = await until(
    () => pushesTo(lab, phone),
    (all) => all.some(({ payload }) => payload.callId === callId),
  );
  const { ticket } = pushes.find(({ payload }) => payload.callId === callId).payload;
  await ok(anybody(lab)('GET', `/v1/rings/${ticket}`));
  const at = new Date().toISOString();
  const { deviceId } = phone;
  await ok(bob('POST', '/v1/receipts', { receipts: [{ callId, deviceId, event: 'callReported', at }] }));
  await ok(anybody(lab)('POST', `/v1/receipts/${ticket}`, { event: 'callReported', at }));
  await ok(bob('POST', `/v1/calls/${callId}/answer`, { deviceId }));
  await ok(alice('GET', `/v1/calls/${callId}`));
  await ok(alice('POST', `/v1/calls/${callId}/end`));
  await heard('callChanges', 'appsync:EventPublish', '/rings');
  await until(
    () => ok(alice('GET', '/v1/calls')),
    ({ calls: list }) => list.length > 0,
  );
  // With the call, and the group in which it was.
  await ok(serverClient(lab)('GET', `/v1/server/users/${people.aliceId}/export`));
  await idempotently(people, '/v1/calls', { to: { userId: bobId } });
  const gone = await uninstalled(people);
  await ok(alice('POST', '/v1/calls', { to: { userId: gone.userId } }));
}

/** A VoIP push gets lost, so an alert rings a phone that has reported before. Its report comes after all, as does one that has waited on the phone. */
export async function insurance({ lab, alice }: People): Promise<void> {
  const offline = makeUser('otto');
  const away = await makePhone(lab, { userId: offline });
  await ok(anybody(lab)('PATCH', `/lab/phones/${away.phoneId}`, { network: 'off' }));
  const late = await ok(alice('POST', '/v1/calls', { to: { userId: offline }, timeoutSeconds: 5 }));
  const ivyId = makeUser('ivy');
  const { deviceId, tokens } = await makePhone(lab, { userId: ivyId });
  const callUntil = async (isWanted: (line: { event: string; reason?: string }) => boolean): Promise<string> => {
    const { callId } = await ok(alice('POST', '/v1/calls', { to: { userId: ivyId } }));
    await until(
      () => ok(alice('GET', `/v1/calls/${callId}`)),
      ({ timeline }) => timeline.some(isWanted),
      60_000,
    );
    return callId;
  };
  const reported = await callUntil(({ event }) => event === 'callReported');
  await ok(alice('POST', `/v1/calls/${reported}/cancel`));
  await ok(anybody(lab)('POST', '/lab/faults', { kind: 'lost', match: tokens.voip, count: 1 }));
  const callId = await callUntil(({ reason }) => reason === 'ring_insurance');
  const receipts = [{ callId, deviceId, event: 'callReported', at: new Date().toISOString() }];
  await ok(userClient(lab, ivyId)('POST', '/v1/receipts', { receipts }));
  await until(
    () => ok(alice('GET', `/v1/calls/${late.callId}`)),
    ({ state }) => state === 'timedOut',
    60_000,
  );
  const at = new Date().toISOString();
  // It got the push while it rang, and has had no network since.
  const ageMs = Date.now() - Date.parse(late.createdAt) - 200;
  const waited = [{ callId: late.callId, deviceId: away.deviceId, event: 'callReported', at, ageMs }];
  await ok(userClient(lab, offline)('POST', '/v1/receipts', { receipts: waited }));
}

/** A call in a group that its members' phones show: a member joins it without being rung. */
export async function groupCallActivity({ lab, alice, heard }: People): Promise<void> {
  const appId = 'com.example.elsewhere';
  const [groupId, joining, rung] = [makeUser('family'), makeUser('leo'), makeUser('mia')];
  const { deviceId } = await makePhone(lab, { userId: joining, appId });
  await makePhone(lab, { userId: rung, appId });
  const request = { bundleId: appId, environment: 'production', phoneId: joining, onPush: () => {} } as const;
  const token = lab.apple.install(request).addToken('liveactivity', () => {});
  const member = userClient(lab, joining);
  await ok(member('PUT', `/v1/devices/${deviceId}`, { appId, tokens: { liveActivityStart: { token } } }));
  await ok(alice('PUT', `/v1/groups/${groupId}`, { name: 'Family' }));
  for (const userId of [joining, rung]) await ok(alice('PUT', `/v1/groups/${groupId}/members/${userId}`, {}));
  const input = { to: { groupId }, ring: [rung], liveActivity: true, timeoutSeconds: 120 };
  const { callId } = await ok(alice('POST', '/v1/calls', input));
  await heard('callTimer', 'dynamodb:Query', '/ringpost-lab', `GROUP#${groupId}`);
  await until(
    () => member('POST', `/v1/calls/${callId}/answer`, { deviceId }),
    ({ status }) => status === 200,
    30_000,
  );
  await ok(alice('POST', `/v1/calls/${callId}/end`));
}

/** Rings by alerts are repeated, until the phone has lost the app; a timer that comes too early is set again. */
export async function callTimers({ lab, alice, heard }: People): Promise<void> {
  const appId = 'com.example.elsewhere';
  const settings = {
    territoryRule: { territories: ['CN'], instead: 'alert' },
    calls: { alertRepeatSeconds: 1, pushWhenRingingStops: true },
  };
  await ok(serverClient(lab)('PUT', `/v1/server/apps/${appId}`, settings));
  const userId = makeUser('heidi');
  const phone = await makePhone(lab, { userId, appId, territory: 'CN' });
  const handle = { type: 'phoneNumber', value: '+8613800000001' };
  const { callId } = await ok(alice('POST', '/v1/calls', { to: { userId }, handle, timeoutSeconds: 120 }));
  await until(
    () => pushesTo(lab, phone),
    (pushes) => pushes.length > 1,
  );
  await ok(anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, { uninstalled: true }));
  await heard('callTimer', 'dynamodb:DeleteItem', '/ringpost-lab');
  await putTask(lab, 'ringpost-lab-call-timers', { task: 'expire', callId, dueAtMs: Date.now() + 60_000 });
  await heard('callTimer', 'sqs:SendMessage', 'call-timers');
  // A call that nobody answers: its end is written, its phone is notified, and that is noted.
  const unanswered = makeUser('kate');
  await makePhone(lab, { userId: unanswered, appId, territory: 'CN' });
  await ok(alice('POST', '/v1/calls', { to: { userId: unanswered }, timeoutSeconds: 1 }));
  await heard('callTimer', 'dynamodb:BatchWriteItem', '/ringpost-lab');
  // One that rings by VoIP: whether its phone reported it is counted.
  const rung = makeUser('liam');
  await makePhone(lab, { userId: rung });
  await ok(alice('POST', '/v1/calls', { to: { userId: rung }, timeoutSeconds: 1 }));
  await until(
    () => ok(serverClient(lab)('GET', '/v1/server/stats')),
    ({ days }: { days: { rings: number }[] }) => days.some(({ rings }) => rings > 0),
  );
}
