/** A rule and a queue on the stage's event bus, as a team adds them for its own backend (docs/events.md). */
import assert from 'node:assert/strict';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { TestedStage } from './stage.ts';
import { waitFor } from './waitFor.ts';

export interface EventRule {
  /** Waits until the bus has published all of these. */
  expectEvents(expected: readonly { type: string; callId: string }[]): Promise<void>;
  remove(): Promise<void>;
}

const ruleName = 'ringpost-deploy-test';

export async function addEventRule({ clients: { sqs }, eventBusName: EventBusName }: TestedStage): Promise<EventRule> {
  const events = new EventBridgeClient({});
  const { RuleArn = '' } = await events.send(
    new PutRuleCommand({ Name: ruleName, EventBusName, EventPattern: JSON.stringify({ source: ['ringpost'] }) }),
  );
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: ruleName,
      Attributes: {
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: '*',
              Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
            },
          ],
        }),
      },
    }),
  );
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.['QueueArn'] ?? '' }];
  await events.send(new PutTargetsCommand({ Rule: ruleName, EventBusName, Targets }));
  const heard: { type: string; callId: unknown }[] = [];

  async function hear(): Promise<void> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    for (const { Body = '' } of Messages) {
      const event = JSON.parse(Body) as { 'detail-type': string; detail: { callId?: string } };
      heard.push({ type: event['detail-type'], callId: event.detail.callId });
    }
  }

  return {
    async expectEvents(expected) {
      const isHeard = ({ type, callId }: { type: string; callId: string }): boolean =>
        heard.some((event) => event.type === type && event.callId === callId);
      await waitFor(`the events ${expected.map(({ type }) => type).join(', ')}`, async () => {
        await hear();
        return expected.every(isHeard) ? true : undefined;
      });
      assert.ok(expected.every(isHeard));
    },
    async remove() {
      await events.send(new RemoveTargetsCommand({ Rule: ruleName, EventBusName, Ids: ['queue'] }));
      await events.send(new DeleteRuleCommand({ Name: ruleName, EventBusName }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}
