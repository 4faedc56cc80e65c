/** What a team's server sets: policies, apps, webhooks, activity channels. */
import { anybody, makePhone, makeUser, serverClient } from '../../../support/lab/labClient.ts';
import { ok, type People, putTask } from '../people.ts';

export async function teamSettings({ lab, bobId, phone: { appId }, policyId }: People): Promise<void> {
  const server = serverClient(lab);
  for (const [collection, id, settings] of [
    ['policies', policyId, { title: 'News', forUsers: true }],
    ['apps', appId, { calls: { pushWhenRingingStops: true }, rates: { groupAdditions: 240 } }],
  ] as const) {
    const path = `/v1/server/${collection}/${id}`;
    await ok(server('PUT', path, settings));
    await ok(server('GET', path));
    await ok(server('GET', `/v1/server/${collection}`));
    await ok(server('DELETE', path));
    await ok(server('PUT', path, settings));
  }
  await ok(server('GET', `/v1/server/users/${bobId}`));
  await ok(server('GET', '/v1/server/stats'));
  const kicked = makeUser('carol');
  await makePhone(lab, { userId: kicked });
  const { deviceId, appId: itsApp } = await makePhone(lab, { userId: kicked });
  const pushId = encodeURIComponent(`${itsApp}/${deviceId}`);
  await ok(server('DELETE', `/v1/server/users/${kicked}/devices?pushId=${pushId}`));
  await ok(server('DELETE', `/v1/server/users/${kicked}/devices`));
}

/** To a port of this machine where nobody listens: each delivery fails, and is queued again. */
export async function webhooks({ lab, alice, heard }: People): Promise<void> {
  const server = serverClient(lab);
  const path = '/v1/server/webhooks/nowhere';
  const input = { url: 'http://127.0.0.1:9/', events: ['call.ringing', 'call.failed'] };
  await ok(server('PUT', path, input));
  await ok(server('GET', path));
  await ok(server('GET', '/v1/server/webhooks'));
  await ok(alice('POST', '/v1/calls', { to: { userId: makeUser('nobody') } }));
  await heard('webhooks', 'dynamodb:UpdateItem', '', 'WEBHOOKS');
  await heard('webhooks', 'sqs:SendMessage', 'ringpost-lab-webhooks');
  await putTask(lab, 'ringpost-lab-webhooks', { task: 'unheard of' });
  await heard('webhooks', 'sqs:SendMessage', 'ringpost-lab-webhooks-dead');
  await putTask(lab, 'ringpost-lab-webhooks', { task: 'publish', event: testEvent });
  await heard('webhooks', 'events:PutEvents', '');
  await ok(server('DELETE', path));
}

const testEvent = {
  id: 'e1',
  type: 'call.ringing',
  timestamp: '2026-11-22T12:00:00.000Z',
  data: { eventId: 'e1', at: '2026-11-22T12:00:00.000Z' },
};

/** A Live Activity for somebody without a phone, and for somebody whose phone has lost the app. */
export async function activities({ lab, phone: { appId } }: People): Promise<void> {
  const server = serverClient(lab);
  const [nobody, userId] = [makeUser('nobody'), makeUser('carol')];
  const request = { bundleId: appId, environment: 'production', phoneId: userId, onPush: () => {} } as const;
  const installation = lab.apple.install(request);
  const token = installation.addToken('liveactivity', () => {});
  const tokens = { liveActivityStart: { token, environment: 'production' } };
  await ok(server('PUT', `/v1/server/users/${userId}/devices/${makeUser('phone')}`, { appId, tokens }));
  installation.uninstall();
  const content = { attributesType: 'Order', contentState: {}, alert: { title: 'A', body: 'B' } };
  await ok(server('POST', '/v1/server/activities', { appId, to: { userIds: [nobody, userId] }, ...content }));
}

/** A channel that one of Apple's hosts creates at the second attempt. */
export async function activityChannels({ lab, phone: { appId } }: People): Promise<void> {
  const server = serverClient(lab);
  const path = `/v1/server/activity-channels/${makeUser('match')}`;
  const match = `/apps/${appId}/channels`;
  await ok(anybody(lab)('POST', '/lab/faults', { kind: 'status', status: 400, match, count: 1 }));
  await ok(server('PUT', path, { appId }));
  await ok(server('PUT', path, { appId }));
  await ok(server('GET', '/v1/server/activity-channels'));
  await ok(server('DELETE', path));
}
