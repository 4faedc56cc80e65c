/** The rule and the queue that follow a stage's events, on local services: made, used and removed. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { followUntil } from '../../../cli/events/eventsCommand.ts';
import { maxFollowSeconds, removeLeftovers, type StageBus, stageEvents } from '../../../cli/events/stageEvents.ts';
import { failure, type Input, type JsonService } from '../../../lab/aws/protocol/jsonProtocol.ts';
import { createSqs } from '../../../lab/aws/sqs/sqs.ts';
import { manualClock } from '../../lab/aws/manualClock.ts';
import { startMs } from '../../support/factories.ts';
import { useLocalServices } from '../../support/lab/localAwsServices.ts';

interface Rule {
  pattern: unknown;
  target?: string | undefined;
}

let rules: Map<string, Rule>;
let queues: Map<string, string>;
/** An operation that is denied. */
let denied: string | undefined;

/** Rules of EventBridge, as far as the command uses them. */
function ruleService(): JsonService {
  const operations: Record<string, (input: Input) => Record<string, unknown>> = {
    PutRule: ({ Name, EventPattern }) => {
      rules.set(String(Name), { pattern: JSON.parse(String(EventPattern)) });
      return { RuleArn: `arn:aws:events:us-east-1:000000000000:rule/ringpost-prod/${Name}` };
    },
    PutTargets: ({ Rule, Targets }) => {
      const [{ Arn } = { Arn: '' }] = Targets as { Arn: string }[];
      rules.set(String(Rule), { pattern: rules.get(String(Rule))?.pattern, target: Arn });
      return { FailedEntryCount: 0 };
    },
    RemoveTargets: ({ Rule }) => {
      rules.set(String(Rule), { pattern: rules.get(String(Rule))?.pattern });
      return { FailedEntryCount: 0 };
    },
    DeleteRule: ({ Name }) => {
      if (rules.get(String(Name))?.target !== undefined) throw new Error('a rule with targets cannot be deleted');
      rules.delete(String(Name));
      return {};
    },
    ListRules: ({ NamePrefix }) => ({
      Rules: [...rules.keys()].filter((Name) => Name.startsWith(String(NamePrefix))).map((Name) => ({ Name })),
    }),
  };
  return { targetPrefix: 'AWSEvents', version: '1.1', operations: withDenials(operations) };
}

function withDenials(operations: Readonly<JsonService['operations']>): JsonService['operations'] {
  return Object.fromEntries(
    Object.entries(operations).map(([name, run]) => [
      name,
      (input: Input, signal: AbortSignal) =>
        name === denied ? failure('AccessDeniedException', `not authorized: ${name}`) : run(input, signal),
    ]),
  );
}

/** The lab's queues, with the operations of people beside those of functions. */
function queueService(url: () => string): JsonService {
  const sqs = createSqs(url, manualClock(startMs));
  const { CreateQueue: create = () => failure('InternalFailure', '') } = sqs.operations;
  return {
    ...sqs,
    operations: withDenials({
      ...sqs.operations,
      CreateQueue: async (input, signal) => {
        const { Policy: _policy, MessageRetentionPeriod: _kept, ...Attributes } = input['Attributes'] as Input;
        const answer = await create({ ...input, Attributes }, signal);
        queues.set(String(input['QueueName']), String((answer as { QueueUrl?: string }).QueueUrl));
        return answer;
      },
      DeleteQueue: ({ QueueUrl }) => {
        for (const [name, known] of queues) if (known === QueueUrl) queues.delete(name);
        return {};
      },
      ListQueues: ({ QueueNamePrefix }) => ({
        QueueUrls: [...queues].flatMap(([name, known]) => (name.startsWith(String(QueueNamePrefix)) ? [known] : [])),
      }),
    }),
  };
}

useLocalServices((url) => [ruleService(), queueService(url)], 'AWS_ENDPOINT_URL_EVENTBRIDGE', 'AWS_ENDPOINT_URL_SQS');

let bus: StageBus;
beforeEach(() => {
  rules = new Map();
  queues = new Map();
  denied = undefined;
  bus = { eventBridge: new EventBridgeClient({}), sqs: new SQSClient({}), eventBusName: 'ringpost-prod' };
});

/** What EventBridge does for an event that fits the rule. */
async function deliver(type: string): Promise<void> {
  const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const [QueueUrl = ''] = queues.values();
  const event = { 'detail-type': type, time: '2026-11-22T12:00:00Z', detail: { callId: 'c1' } };
  await bus.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
}

describe('following the events of a stage', () => {
  test('shows what the rule sends, and leaves nothing behind', async () => {
    // Prepare
    const source = await stageEvents(bus, ['call.*', 'message.sent'], startMs);
    const stop = new AbortController();
    const shown: string[] = [];
    await deliver('call.ringing');
    await deliver('call.ended');
    // Act
    const count = await followUntil(source, stop.signal, (event) => {
      const during = [...rules.values()];
      expect(during).toMatchObject([{ target: expect.stringMatching(/:ringpost-prod-follow-\d+-[0-9a-f]{8}$/) }]);
      shown.push(event['detail-type']);
      if (shown.length === 2) stop.abort();
    });
    // Assess
    expect(count).toBe(2);
    expect(shown.toSorted()).toEqual(['call.ended', 'call.ringing']);
    expect(rules.size + queues.size).toBe(0);
  });

  test.each([
    [['call.*', 'message.sent'], { source: ['ringpost'], 'detail-type': [{ prefix: 'call.' }, 'message.sent'] }],
    [['*', 'call.*'], { source: ['ringpost'] }],
  ])('with the types %j asks the bus for those alone', async (patterns, expected) => {
    // Act
    const source = await stageEvents(bus, patterns, startMs);
    // Assess
    expect([...rules.values()].map(({ pattern }) => pattern)).toEqual([expected]);
    await source.close();
  });

  test.each(['CreateQueue', 'PutTargets'])('removes what it has made when %s is denied', async (operation) => {
    // Prepare
    denied = operation;
    // Act
    const refused = stageEvents(bus, ['*'], startMs);
    // Assess
    await expect(refused).rejects.toThrow(`not authorized: ${operation}`);
    expect(rules.size + queues.size).toBe(0);
  });

  test('removes the queue although the rule cannot be removed, and says why', async () => {
    // Prepare
    const source = await stageEvents(bus, ['*'], startMs);
    denied = 'RemoveTargets';
    // Act
    const closed = source.close();
    // Assess
    await expect(closed).rejects.toThrow('not authorized: RemoveTargets');
    expect(queues.size).toBe(0);
  });

  test('removes what commands that were killed have left, but nothing that may be in use', async () => {
    // Prepare
    await stageEvents(bus, ['*'], startMs - (maxFollowSeconds + 60) * 1000);
    await stageEvents(bus, ['*'], startMs - (maxFollowSeconds - 60) * 1000);
    rules.set('a-rule-of-the-team', { pattern: {} });
    // Act
    const removed = await removeLeftovers(bus, startMs);
    // Assess
    expect(removed).toHaveLength(1);
    expect(queues.size).toBe(1);
    expect([...rules.keys()]).toHaveLength(2);
    expect([...rules.keys()]).toContain('a-rule-of-the-team');
  });
});
