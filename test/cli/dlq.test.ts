import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runDlq } from '../../cli/dlq/dlq.ts';
import { region, serviceCredentials } from '../../lab/aws/localAws.ts';
import { sqsDeadLetters } from '../../shared/delivery/aws/deadLetters.ts';
import { queueText } from '../../shared/messages/aws/deliveryQueue.ts';
import type { DeliveryTask } from '../../shared/messages/rules/tasks.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { aMessage } from '../support/factories.ts';
import { type QueueLab, startQueueLab } from '../support/lab/queueLab.ts';

const message = aMessage({ elements: [{ type: 'text', text: 'a secret between us' }] });
const chunk: DeliveryTask = {
  task: 'chunk',
  job: { kind: 'send', message },
  chunk: 7,
  recipients: ['bob', 'carol'],
  listsAll: false,
  putBack: 0,
};
const expand: DeliveryTask = { task: 'expand', job: { kind: 'send', message }, groupId: 'family' };

const badge: DeliveryTask = {
  task: 'badge',
  userId: 'bob',
  appId: 'com.example.chat',
  deviceIds: ['phone', 'tablet'],
  attemptsMade: 0,
};

let lab: QueueLab;
beforeEach(async () => {
  lab = await startQueueLab();
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', lab.sqsUrl);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', serviceCredentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', serviceCredentials.secretAccessKey);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await lab.stop();
});

async function dlq(...args: string[]) {
  const terminal = captureTerminal();
  const status = await runDlq([...args, '--lab', lab.url], terminal);
  return { status, printed: terminal.printed(), said: terminal.said() };
}
const deadLetter = (body: string, ...why: [] | Parameters<ReturnType<typeof sqsDeadLetters>['put']>[1][]) =>
  why[0] === undefined
    ? Promise.resolve(lab.deadLetters.send({ body }))
    : sqsDeadLetters(lab.deadLetterQueueUrl).put(body, why[0]);

describe('ringpost dlq', () => {
  it('lists dead-lettered deliveries with their reasons, and no text of a message', async () => {
    // Prepare
    await deadLetter(queueText(chunk), { reason: 'failed', error: 'ProvisionedThroughputExceededException' });
    await deadLetter(queueText(expand));
    await deadLetter('{"what": "is this"}', { reason: 'unreadable' });

    // Act
    const { status, printed } = await dlq('list', '--json');
    const asText = await dlq('list');

    // Assess
    expect(status).toBe(0);
    const { deadLetters, isAll } = JSON.parse(printed);
    expect(isAll).toBe(true);
    expect(deadLetters).toMatchObject([
      {
        reason: 'failed',
        error: 'ProvisionedThroughputExceededException',
        task: { task: 'chunk', job: 'send', messageId: message.messageId, chunk: 7, recipients: ['bob', 'carol'] },
      },
      { reason: 'worker_died', task: { task: 'expand', groupId: 'family' } },
      { reason: 'unreadable' },
    ]);
    expect(deadLetters[2]).not.toHaveProperty('task');
    expect(asText.printed).toContain('failed: ProvisionedThroughputExceededException');
    expect(asText.printed).toContain('worker_died: the worker died');
    expect(printed + asText.printed).not.toContain('secret between us');
    expect(lab.deadLetters.counts()).toMatchObject({ visible: 3, inFlight: 0 });
  });

  it('reports an empty queue', async () => {
    // Prepare: an empty queue

    // Act
    const { status, printed } = await dlq('list');

    // Assess
    expect({ status, printed }).toEqual({ status: 0, printed: `the lab at ${lab.url} has no dead letters\n` });
  });

  it('shows one with its recipients', async () => {
    // Prepare
    const messageAttributes = { requestId: { DataType: 'String', StringValue: 'JKJaXmPLvHcESHA=' } };
    const { messageId: id } = lab.deadLetters.send({ body: queueText(chunk), messageAttributes });

    // Act
    const { status, printed } = await dlq('show', id);

    // Assess
    expect(status).toBe(0);
    expect(printed).toContain(id);
    expect(printed).toContain('request JKJaXmPLvHcESHA=\n  bob\n  carol\n');
    expect(printed).not.toContain('secret between us');
    expect(lab.deadLetters.counts()).toMatchObject({ visible: 1 });
  });

  it('lists and puts back badge updates, which belong to no message', async () => {
    // Prepare
    const { messageId: id } = lab.deadLetters.send({ body: queueText(badge) });

    // Act
    const listed = await dlq('list');
    const shown = await dlq('show', id, '--json');
    const redriven = await dlq('redrive', id);

    // Assess
    expect([listed.status, shown.status, redriven.status]).toEqual([0, 0, 0]);
    expect(listed.printed).toContain('badge (2 recipients)  worker_died');
    expect(JSON.parse(shown.printed).deadLetter.task).toEqual({
      task: 'badge',
      recipients: ['bob/phone (alert)', 'bob/tablet (alert)'],
    });
    const received = await lab.delivery.receive({ maxMessages: 10, waitSeconds: 0 });
    expect(received.map(({ body }) => JSON.parse(body))).toEqual([badge]);
  });

  it('puts one back unchanged, with the ID of its request, and leaves the others', async () => {
    // Prepare
    const requestId = { DataType: 'String', StringValue: 'JKJaXmPLvHcESHA=' };
    const messageAttributes = { requestId, requestedAtMs: { DataType: 'Number', StringValue: '1795348800000' } };
    const { messageId: id } = lab.deadLetters.send({ body: queueText(chunk), messageAttributes });
    lab.deadLetters.send({ body: queueText(expand) });

    // Act
    const { status } = await dlq('redrive', id);

    // Assess
    expect(status).toBe(0);
    const received = await lab.delivery.receive({ maxMessages: 10, waitSeconds: 0 });
    expect(received.map(({ body }) => JSON.parse(body))).toEqual([chunk]);
    expect(received.map((one) => one.messageAttributes)).toEqual([{ requestId }]);
    expect(lab.deadLetters.counts()).toMatchObject({ visible: 1, inFlight: 0 });
  });

  it('puts all back', async () => {
    // Prepare
    for (let count = 0; count < 23; count += 1) lab.deadLetters.send({ body: queueText(chunk) });

    // Act
    const { status, printed } = await dlq('redrive', '--all');

    // Assess
    expect({ status, printed }).toEqual({
      status: 0,
      printed: `put 23 back into the queues of the lab at ${lab.url}\n`,
    });
    expect(lab.delivery.counts()).toMatchObject({ visible: 23 });
    expect(lab.deadLetters.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('shows the IDs of users and groups with control characters escaped', async () => {
    // Prepare
    const evil = '\u001b]0;PWNED\u0007\u202e\u009b31m\n1 put back';
    await deadLetter(queueText({ ...chunk, recipients: [evil] }), { reason: 'failed', error: evil });
    await deadLetter(queueText({ ...expand, groupId: evil }));

    // Act
    const listed = await dlq('list');
    const json = await dlq('list', '--json');
    const { deadLetters } = JSON.parse(json.printed) as {
      deadLetters: { id: string; task: { recipients: string[] } }[];
    };
    const shown = await dlq('show', deadLetters[0]?.id ?? '');

    // Assess
    const escaped = '\\u001b]0;PWNED\\u0007\\u202e\\u009b31m\\n1 put back';
    expect(listed.printed).toContain(`group ${escaped}`);
    expect(shown.printed).toContain(`  ${escaped}\n`);
    expect(deadLetters[0]?.task.recipients).toEqual([evil]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect([listed, json, shown].map(({ printed }) => printed).join('')).not.toMatch(/[\u001b\u0007\u009b\u202e]/);
  });

  it.each([
    ['show', 'c0ffee00-0000-4000-8000-000000000001'],
    ['redrive', 'c0ffee00-0000-4000-8000-000000000001'],
  ])('%s reports an unknown ID', async (...args) => {
    // Prepare
    lab.deadLetters.send({ body: queueText(chunk) });

    // Act
    const { status, said } = await dlq(...args);

    // Assess
    expect(status).toBe(1);
    expect(said).toContain('there is no dead letter');
    expect(lab.deadLetters.counts()).toMatchObject({ visible: 1, inFlight: 0 });
  });

  it.each([[['redrive']], [['redrive', 'id', '--all']], [['show']], [['list', '--max', 'many']], [['list', 'id']]])(
    '%j is wrong usage',
    async (args) => {
      // Prepare: an empty queue

      // Act
      const { status } = await dlq(...args);

      // Assess
      expect(status).toBe(2);
    },
  );
});
