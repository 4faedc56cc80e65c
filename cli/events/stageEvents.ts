/**
 * Events of a stage on AWS: a rule on its event bus and a queue, both made for one command and removed by it. Why:
 * docs/decisions/0094-a-rule-and-a-queue-for-the-time-of-a-command.md.
 */
import { randomBytes } from 'node:crypto';
import {
  DeleteRuleCommand,
  type EventBridgeClient,
  ListRulesCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { BusEvent, EventSource } from './eventSource.ts';

export interface StageBus {
  eventBridge: EventBridgeClient;
  sqs: SQSClient;
  /** Also the prefix of the names of rules and queues. */
  eventBusName: string;
}

/** A command follows events for at most this long. So whatever is older belongs to one that was killed. */
export const maxFollowSeconds = 12 * 3600;

/** Events that nobody reads are gone soon, even if the queue stays. SQS keeps them for at least a minute. */
const keptSeconds = 300;
const targetId = 'follow';

const prefixOf = (eventBusName: string): string => `${eventBusName}-follow-`;

/** @param nowMs epoch milliseconds. @throws what the SDK throws; nothing is left behind then. */
export async function stageEvents(bus: StageBus, patterns: readonly string[], nowMs: number): Promise<EventSource> {
  const { eventBridge, sqs, eventBusName: EventBusName } = bus;
  const startedAt = Math.floor(nowMs / 1000);
  const name = `${prefixOf(EventBusName)}${startedAt}-${randomBytes(4).toString('hex')}`;
  let QueueUrl: string | undefined;
  const close = () => removeBoth(bus, name, QueueUrl);
  try {
    const { RuleArn = '' } = await eventBridge.send(
      new PutRuleCommand({ Name: name, EventBusName, EventPattern: eventPattern(patterns) }),
    );
    ({ QueueUrl } = await sqs.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: { MessageRetentionPeriod: String(keptSeconds), Policy: queuePolicy(RuleArn) },
      }),
    ));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const Targets = [{ Id: targetId, Arn: Attributes?.QueueArn }];
    await eventBridge.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets }));
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
  return { next: (signal) => receive(sqs, QueueUrl, signal), close };
}

function eventPattern(patterns: readonly string[]): string {
  const types = patterns.map((pattern) => (pattern.endsWith('*') ? { prefix: pattern.slice(0, -1) } : pattern));
  return JSON.stringify({ source: ['ringpost'], ...(!patterns.includes('*') && { 'detail-type': types }) });
}

/** Only the rule may send to the queue. */
function queuePolicy(ruleArn: string): string {
  const Condition = { ArnEquals: { 'aws:SourceArn': ruleArn } };
  const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', Condition };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ ...statement, Principal: { Service: 'events.amazonaws.com' } }],
  });
}

async function receive(sqs: SQSClient, QueueUrl: string | undefined, signal: AbortSignal): Promise<BusEvent[]> {
  try {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }),
      { abortSignal: signal },
    );
    if (Messages.length === 0) return [];
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return Messages.map(({ Body = '' }) => JSON.parse(Body) as BusEvent);
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

/** Tries everything, whatever fails. @throws the first failure. */
async function removeBoth({ eventBridge, sqs, eventBusName: EventBusName }: StageBus, name: string, QueueUrl?: string) {
  const steps = [
    () => eventBridge.send(new RemoveTargetsCommand({ Rule: name, EventBusName, Ids: [targetId] })),
    () => eventBridge.send(new DeleteRuleCommand({ Name: name, EventBusName })),
    ...(QueueUrl === undefined ? [] : [() => sqs.send(new DeleteQueueCommand({ QueueUrl }))]),
  ];
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** Removes rules and queues of commands that were killed. @returns their names. */
export async function removeLeftovers(bus: StageBus, nowMs: number): Promise<string[]> {
  const { eventBridge, sqs, eventBusName: EventBusName } = bus;
  const prefix = prefixOf(EventBusName);
  const { Rules = [] } = await eventBridge.send(new ListRulesCommand({ EventBusName, NamePrefix: prefix }));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
  const urls = new Map(QueueUrls.map((url) => [url.split('/').at(-1) ?? '', url]));
  const names = [...new Set([...Rules.map(({ Name = '' }) => Name), ...urls.keys()])];
  const isOver = (name: string) => Number(name.slice(prefix.length).split('-')[0]) + maxFollowSeconds < nowMs / 1000;
  const old = names.filter(isOver);
  for (const name of old) await removeBoth(bus, name, urls.get(name));
  return old;
}
