/** A task that cannot be delivered: it is dead-lettered, inspected and put back as docs/delivery.md says. */
import assert from 'node:assert/strict';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { askAws } from '../../lab/emulator/signedRequest.ts';
import { deliverySettings } from '../../shared/api/functionSettings.ts';
import { ringpost } from './commands.ts';
import { redriveInConsole } from './console.ts';
import { waitForSummary } from './messages.ts';
import type { Person } from './people.ts';
import type { TestedStage } from './stage.ts';
import { waitFor } from './waitFor.ts';

interface Letter {
  id: string;
  reason: string;
  task?: { messageId?: string };
}

async function letters(stage: TestedStage): Promise<Letter[]> {
  const { deadLetters } = await ringpost<{ deadLetters: Letter[] }>('dlq', 'list', '--stage', stage.name);
  return deadLetters;
}

/** Something that no version of the worker has put into the queue. */
export async function poison(stage: TestedStage): Promise<void> {
  const { clients, deliveryQueueUrl: QueueUrl } = stage;
  await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"task":"dance"}' }));
  const [letter] = await waitFor('the dead letter', async () => {
    const found = await letters(stage);
    return found.length > 0 ? found : undefined;
  });
  assert.equal(letter?.reason, 'unreadable');
  const shown = await ringpost<{ deadLetter: Letter }>('dlq', 'show', letter.id, '--stage', stage.name);
  assert.equal(shown.deadLetter.id, letter.id);
}

/** Twice 100 users at most: what is beyond is in a chunk of its own. */
const recipients = 150;

/**
 * A message whose worker dies each time: here the worker is switched off, and the test takes the tasks out of the queue
 * as often as a worker that dies would. Then it works again, and they are put back: one by the command line, one by the
 * console's page.
 */
export async function redriveAfterDeaths(stage: TestedStage, from: Person, to: Person): Promise<void> {
  const before = to.phone.received.length;
  await setWorker(stage, false);
  const userIds = [to.userId, ...Array.from({ length: recipients - 1 }, (_, n) => `nobody-${n}`)];
  const message = { to: { userIds }, elements: [{ type: 'text', text: 'after all' }] };
  const { status, body } = await stage.ask(from.token, 'POST', '/v1/messages', message);
  assert.equal(status, 202, JSON.stringify(body));
  const messageId = String(body['messageId']);

  const { clients, deliveryQueueUrl: QueueUrl } = stage;
  await waitFor('the tasks in the dead-letter queue', async () => {
    for (let time = 0; time <= deliverySettings.maxReceiveCount; time++) {
      await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }));
    }
    const found = await letters(stage);
    return found.filter(({ reason }) => reason === 'worker_died').length === 2 ? true : undefined;
  });
  await setWorker(stage, true);
  const [first, second] = (await letters(stage)).filter(({ reason }) => reason === 'worker_died');
  assert.deepEqual([first?.task?.messageId, second?.task?.messageId], [messageId, messageId]);
  await ringpost('dlq', 'redrive', first?.id ?? '', '--stage', stage.name);
  await redriveInConsole(stage, (title) => title.includes(messageId));
  await waitForSummary(stage, from, messageId, { accepted: 1, skipped: recipients - 1, retrying: 0 });
  assert.equal(to.phone.received.length, before + 1);
}

/** Switches on and off that the delivery queue feeds its worker. */
async function setWorker({ aws, deliveryQueueUrl }: TestedStage, isOn: boolean): Promise<void> {
  const path = '/2015-03-31/event-source-mappings/';
  interface Mapping {
    UUID: string;
    EventSourceArn: string;
    State: string;
  }
  const list = async (): Promise<Mapping> => {
    const { EventSourceMappings } = await askAws<{ EventSourceMappings: Mapping[] }>(aws, {
      service: 'lambda',
      method: 'GET',
      path,
    });
    const queue = deliveryQueueUrl.split('/').at(-1) ?? '';
    const mapping = EventSourceMappings.find(({ EventSourceArn }) => EventSourceArn.endsWith(`:${queue}`));
    if (mapping === undefined) throw new Error('nothing is fed by the delivery queue');
    return mapping;
  };
  const { UUID } = await list();
  await askAws(aws, { service: 'lambda', method: 'PUT', path: `${path}${UUID}`, body: { Enabled: isOn } });
  const wanted = isOn ? 'Enabled' : 'Disabled';
  await waitFor(`the event source mapping to be ${wanted}`, async () =>
    (await list()).State === wanted ? true : undefined,
  );
}
