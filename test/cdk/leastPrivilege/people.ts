/** Alice, Bob and what they have, and what several scenes need. */
import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FunctionCall } from '../../../lab/aws/iam/roles.ts';
import { clientOptions } from '../../../lab/aws/localAws.ts';
import type { Lab } from '../../../lab/lab.ts';
import type { FunctionName } from '../../../shared/api/functionSettings.ts';
import {
  type Answer,
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  type Request,
  send,
  until,
  userClient,
} from '../../support/lab/labClient.ts';

export interface People {
  lab: Lab;
  /** Waits until the function has asked for that: some of what workers do shows nowhere else. */
  heard(name: FunctionName, action: string, resource: string, leadingKey?: string): Promise<unknown>;
  aliceId: string;
  bobId: string;
  alice: Request;
  bob: Request;
  phone: LabPhone;
  groupId: string;
  policyId: string;
}

export async function makePeople(lab: Lab, known: readonly FunctionCall[]): Promise<People> {
  const [aliceId, bobId] = [makeUser('alice'), makeUser('bob')];
  const phone = await makePhone(lab, { userId: bobId });
  const isAsked = (name: FunctionName, action: string, resource: string, leadingKey?: string) =>
    known.some(
      ({ function: asking, authorizations }) =>
        asking === name &&
        authorizations.some(
          (each) =>
            each.action === action &&
            each.resource.endsWith(resource) &&
            (leadingKey === undefined || each.leadingKeys?.includes(leadingKey)),
        ),
    );
  return {
    lab,
    heard: (...call) =>
      until(
        async () => isAsked(...call),
        (asked) => asked,
        30_000,
      ),
    aliceId,
    bobId,
    alice: userClient(lab, aliceId),
    bob: userClient(lab, bobId),
    phone,
    groupId: makeUser('family'),
    policyId: makeUser('news'),
  };
}

/** @throws Error for an answer that the scenario does not count on. */
export async function ok(answering: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export async function putTask(lab: Lab, queueName: string, task: object): Promise<void> {
  const { endpoints, deliveryQueueUrl } = await ok(anybody(lab)('GET', '/lab/access'));
  const client = new SQSClient(clientOptions(endpoints.sqs));
  const QueueUrl = deliveryQueueUrl.replace(/[^/]+$/, queueName);
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(task) }));
  client.destroy();
}

/** Somebody whose phone has lost the app since it was registered. */
export async function uninstalled({ lab }: Pick<People, 'lab'>, request: object = {}): Promise<{ userId: string }> {
  const userId = makeUser('grace');
  const { phoneId } = await makePhone(lab, { userId, ...request });
  await ok(anybody(lab)('PATCH', `/lab/phones/${phoneId}`, { uninstalled: true }));
  return { userId };
}

/** Somebody in a territory, for which the app may have a rule. */
export async function abroad({ lab }: People): Promise<string> {
  const userId = makeUser('ivan');
  await makePhone(lab, { userId, territory: 'US' });
  return userId;
}

/** Somebody whom APNs cannot take a push for at first. */
export async function triedAgain({ lab }: People): Promise<string> {
  const userId = makeUser('judy');
  const { tokens } = await makePhone(lab, { userId });
  await ok(anybody(lab)('POST', '/lab/faults', { kind: 'status', status: 503, match: tokens.alert, count: 1 }));
  return userId;
}

/** The same request twice, and one that is refused and may be sent again. */
export async function idempotently({ lab, aliceId }: People, path: string, body: object): Promise<void> {
  const authorization = `Bearer ${await lab.issueUserToken(aliceId)}`;
  const headers = { authorization, 'idempotency-key': randomUUID() };
  await ok(send(lab, { method: 'POST', path, body, headers }));
  await ok(send(lab, { method: 'POST', path, body, headers }));
  const refused = { ...body, to: { groupId: 'nobody-has-this' } };
  await send(lab, { method: 'POST', path, body: refused, headers: { authorization, 'idempotency-key': randomUUID() } });
}

/** A message that rings. */
export const ring = { pushType: 'voip', voip: { callerName: 'Alice' } } as const;
