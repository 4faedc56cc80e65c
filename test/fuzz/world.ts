/** What the lab holds before the requests come: users with phones, a group, a policy, settings, a message and a call. */
import type { Lab } from '../../lab/lab.ts';
import { makePhone, serverClient, text, userClient } from '../support/lab/labClient.ts';

const users = ['alice', 'bob', 'carol'];
const deviceId = 'fuzz-phone';
const callId = '00000000-0000-4000-8000-00000000f022';

/** Handed to hooks.py: half of the requests are about these. */
export const knownThings = {
  users,
  known: {
    userId: users,
    groupId: ['fuzz'],
    deviceId: [deviceId],
    policyId: ['fuzz'],
    webhookId: ['fuzz'],
    appId: ['com.example.ringpost'],
    callId: [callId],
    conversationId: ['user:bob', 'group:fuzz'],
    number: ['+8613800138000'],
  },
  recipients: [...users.map((userId) => ({ userId })), { userIds: users }, { groupId: 'fuzz' }, { userId: 'nobody' }],
};

export async function prepareLab(lab: Lab): Promise<void> {
  const [alice, bob] = [userClient(lab, 'alice'), userClient(lab, 'bob')];
  for (const userId of users) await makePhone(lab, { userId });
  const requests = [
    alice('PUT', '/v1/groups/fuzz', { name: 'Fuzz' }),
    alice('PUT', `/v1/devices/${deviceId}`, { appId: 'com.example.ringpost', tokens: {} }),
    bob('PUT', '/v1/profile', { nickname: 'Bob', locale: 'zh-Hant-HK' }),
    serverClient(lab)('PUT', '/v1/server/policies/fuzz', { desc: 'Hello {{name}}', variables: { name: 'you' } }),
  ];
  const answers = await Promise.all(requests);
  answers.push(
    await alice('PUT', '/v1/groups/fuzz/members/bob', {}),
    await alice('PUT', '/v1/groups/fuzz/members/carol', { card: 'C' }),
    await alice('POST', '/v1/messages', { to: { userId: 'bob' }, ...text('hi') }),
    await alice('POST', '/v1/calls', { to: { userId: 'bob' }, callId, callerName: 'Alice' }),
  );
  const refused = answers.find(({ status }) => status >= 300);
  if (refused !== undefined) throw new Error(`the lab could not be prepared: ${JSON.stringify(refused.body)}`);
}
