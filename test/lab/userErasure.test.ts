/** The erasure of a user, against everything that a lab stores, queues and logs. */
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptions } from '../../lab/aws/localAws.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { kindOfItem } from '../../shared/userData/rules/storedKinds.ts';
import {
  anybody,
  makePhone,
  makeUser,
  pushesTo,
  serverClient,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';
import { storedItems } from '../support/lab/storedItems.ts';
import { makeWholeUser, type WholeUser } from '../support/lab/wholeUser.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
}, 120_000);
afterAll(() => lab.stop());

const finished = (userId: string) =>
  until(
    async () => (await serverClient(lab)('GET', `/v1/server/users/${userId}/erasure`)).body,
    ({ state }) => state === 'finished',
    120_000,
  );

/** Messages that wait in a queue. */
async function queued(name: string): Promise<string[]> {
  const { endpoints, deliveryQueueUrl } = (await anybody(lab)('GET', '/lab/access')).body;
  const client = new SQSClient(clientOptions(endpoints.sqs));
  const QueueUrl = deliveryQueueUrl.replace(/[^/]+$/, name);
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  client.destroy();
  return Messages.map(({ Body = '' }) => Body);
}

const erasedEvents = async (userId: string) => {
  const { events } = (await anybody(lab)('GET', '/lab/events')).body;
  return events.filter(
    (event: { 'detail-type': string; detail: { userId?: string } }) =>
      event['detail-type'] === 'user.erased' && event.detail.userId === userId,
  );
};

const isAbout = (value: unknown, { userId, phone }: WholeUser): boolean =>
  [userId, phone.tokens.alert, phone.tokens.voip].some((word) => JSON.stringify(value).includes(word));

describe('an erased user', { timeout: 400_000 }, () => {
  test('leaves nothing in the table but what a rule names, and nothing in queues', async () => {
    // Prepare
    const bob = await makeWholeUser(lab);
    // Act
    const accepted = await serverClient(lab)('DELETE', `/v1/server/users/${bob.userId}`);
    const receipt = await finished(bob.userId);
    // Assess
    expect(accepted).toMatchObject({ status: 202, body: { state: 'running', erasureId: receipt.erasureId } });
    const left = (await storedItems(lab)).filter((item) => isAbout(item, bob));
    const kinds = left.map(({ pk, sk }) => kindOfItem({ pk: String(pk), sk: String(sk) }));
    const own = left.filter((_item, index) => kinds[index]?.is !== 'retained');
    // Only what another user has set about them.
    expect(own.map(({ sk }) => sk).toSorted()).toEqual([`BLOCK#${bob.userId}`, `CONVERSATION#user:${bob.userId}`]);
    expect(own.every(({ pk }) => String(pk).startsWith('USER#carol'))).toBe(true);
    for (const name of ['ringpost-lab-delivery', 'ringpost-lab-call-timers']) {
      expect((await queued(name)).filter((body) => isAbout(body, bob))).toEqual([]);
    }
    // Log lines name users, by a rule, but no tokens.
    const { alert, voip } = bob.phone.tokens;
    expect(lab.logLines().filter((line) => line.includes(alert) || line.includes(voip))).toEqual([]);
    expect(receipt.counts).toEqual({
      devices: 1,
      profile: 1,
      tags: 1,
      badges: 1,
      conversations: 1,
      blocks: 1,
      groupsLeft: 2,
      groupsWithoutOwner: 1,
      groupsDeleted: 1,
      callLogEntries: 1,
      callDirectoryNumbers: 1,
    });
    expect(JSON.stringify(receipt)).not.toContain(bob.userId);
    const published = await until(
      () => erasedEvents(bob.userId),
      (events) => events.length > 0,
    );
    const { state: _state, ...facts } = receipt;
    expect(published).toMatchObject([{ 'detail-type': 'user.erased', detail: { userId: bob.userId, ...facts } }]);
  });

  test('gets no push from what was queued before, and leaves groups that go on', async () => {
    // Prepare
    const bob = await makeWholeUser(lab);
    const { alert } = bob.phone.tokens;
    // Pushes fail until the erasure is done, so that a retry waits in the queue all the time.
    await anybody(lab)('POST', '/lab/faults', { kind: 'status', status: 503, match: alert, count: 100 });
    const { body } = await userClient(lab, bob.friend)('POST', '/v1/messages', {
      to: { userId: bob.userId },
      ...text('later'),
    });
    // Act
    await userClient(lab, bob.userId)('DELETE', '/v1/me');
    await finished(bob.userId);
    await anybody(lab)('DELETE', '/lab/faults');
    const before = await pushesTo(lab, bob.phone);
    // Assess
    expect(body.summary).toMatchObject({ retrying: 1 });
    const report = await until(
      async () => (await userClient(lab, bob.friend)('GET', `/v1/messages/${body.messageId}`)).body,
      ({ summary }) => summary.retrying === 0,
      200_000,
    );
    expect(report.summary.accepted).toBe(0);
    expect(await pushesTo(lab, bob.phone)).toHaveLength(before.length);
    const server = serverClient(lab);
    const { joined, owned, alone } = bob.groups;
    expect((await server('GET', `/v1/server/groups/${joined}`)).body).toMatchObject({
      ownerId: bob.friend,
      memberCount: 1,
    });
    expect((await server('GET', `/v1/server/groups/${owned}`)).body).toEqual({
      groupId: owned,
      name: 'Mine',
      memberCount: 1,
    });
    expect((await server('GET', `/v1/server/groups/${alone}`)).status).toBe(404);
  });

  test('with a phone that is registered later starts over', async () => {
    // Prepare
    const userId = makeUser('bob');
    const { phoneId } = await makePhone(lab, { userId });
    await userClient(lab, userId)('PUT', '/v1/profile', { nickname: 'Bob' });
    await anybody(lab)('PATCH', `/lab/phones/${phoneId}`, { uninstalled: true });
    // Act
    await userClient(lab, userId)('DELETE', '/v1/me');
    await finished(userId);
    const phone = await makePhone(lab, { userId });
    const sent = await userClient(lab, makeUser('alice'))('POST', '/v1/messages', { to: { userId }, ...text('hi') });
    // Assess
    expect(sent.body.summary).toMatchObject({ accepted: 1 });
    expect(await pushesTo(lab, phone)).toHaveLength(1);
    expect((await userClient(lab, userId)('GET', '/v1/profile')).body).toEqual({});
  });

  test('of whom nothing is stored has a receipt too, and one who was not erased has none', async () => {
    // Prepare
    const userId = makeUser('nobody');
    const before = await serverClient(lab)('GET', `/v1/server/users/${userId}/erasure`);
    // Act
    await serverClient(lab)('DELETE', `/v1/server/users/${userId}`);
    const receipt = await finished(userId);
    // Assess
    expect(before).toMatchObject({ status: 404, body: { code: 'unknown_erasure' } });
    expect(receipt.counts).toEqual({});
  });
});
