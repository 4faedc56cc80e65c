import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runAdopt } from '../../../cli/commands/adopt.ts';
import { type ListeningServer, listen } from '../../../lab/aws/protocol/listen.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';

/** The removed stacks, and what CloudFormation reports about the end of each. */
let removed: {
  id: string;
  name: string;
  deletedAt: string;
  events: [status: string, type: string, physical: string][];
}[];
let cloudFormation: ListeningServer;

beforeEach(async () => {
  removed = [];
  const server = createServer(async (request, response) => {
    const asked = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    response.end(asked.get('Action') === 'ListStacks' ? stacksAnswer() : eventsAnswer(asked.get('StackName')));
  });
  cloudFormation = await listen(server, 0);
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', cloudFormation.url);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await cloudFormation.stop();
});

async function adopt(...args: string[]) {
  const terminal = captureTerminal();
  const status = await runAdopt(args, terminal);
  return { status, printed: terminal.printed(), said: terminal.said() };
}

describe('ringpost adopt', () => {
  it('prints what the most recently removed stack left behind, in the format of `cdk import`', async () => {
    // Prepare
    removed = [
      { id: 'old', name: 'ringpost-prod', deletedAt: '2026-09-01', events: [skipped('AWS::DynamoDB::Table', 'older')] },
      { id: 'other', name: 'ringpost-dev', deletedAt: '2026-11-03', events: [skipped('AWS::DynamoDB::Table', 'dev')] },
      {
        id: 'last',
        name: 'ringpost-prod',
        deletedAt: '2026-11-01',
        events: [
          skipped(
            'AWS::SecretsManager::Secret',
            'arn:aws:secretsmanager:eu-central-1:1:secret:ringpost/prod/apps/a-x1',
          ),
          ['DELETE_COMPLETE', 'AWS::SQS::Queue', 'https://sqs/delivery'],
          skipped('AWS::DynamoDB::Table', 'ringpost-prod-DataTable-1'),
          skipped('AWS::Cognito::UserPool', 'eu-central-1_pool'),
          skipped('AWS::Logs::LogGroup', 'ringpost-prod-logs'),
        ],
      },
      { id: 'failed', name: 'ringpost-prod', deletedAt: '2026-11-02', events: [] },
    ];

    // Act
    const { status, printed, said } = await adopt('--stage', 'prod');

    // Assess
    expect(status).toBe(0);
    expect(JSON.parse(printed)).toEqual({
      LogicalOfTable: { TableName: 'ringpost-prod-DataTable-1' },
      LogicalOfSecret: { Id: 'arn:aws:secretsmanager:eu-central-1:1:secret:ringpost/prod/apps/a-x1' },
      LogicalOfUserPool: { UserPoolId: 'eu-central-1_pool' },
      LogicalOfLogGroup: { LogGroupName: 'ringpost-prod-logs' },
    });
    expect(said).toContain('npx cdk import ringpost-prod --resource-mapping');
  });

  it('reports that nothing is left, and where it looked', async () => {
    // Prepare
    removed = [{ id: 'dev', name: 'ringpost-dev', deletedAt: '2026-11-03', events: [] }];

    // Act
    const { status, printed, said } = await adopt('--stage', 'dev');

    // Assess
    expect({ status, printed }).toEqual({ status: 1, printed: '' });
    expect(said).toContain('no removed stack ringpost-dev left anything behind in eu-central-1');
  });

  it('rejects the lab, which is not a stack', async () => {
    // Prepare: nothing

    // Act
    const { status } = await adopt('--lab');

    // Assess
    expect(status).toBe(2);
  });
});

function skipped(type: string, physical: string): [string, string, string] {
  return ['DELETE_SKIPPED', type, physical];
}

const namespace = 'xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"';

function stacksAnswer(): string {
  const members = removed.map(
    ({ id, name, deletedAt }) =>
      `<member><StackId>${id}</StackId><StackName>${name}</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime>
<DeletionTime>${deletedAt}T00:00:00Z</DeletionTime><StackStatus>DELETE_COMPLETE</StackStatus></member>`,
  );
  return `<ListStacksResponse ${namespace}><ListStacksResult><StackSummaries>${members.join('')}</StackSummaries>
</ListStacksResult></ListStacksResponse>`;
}

function eventsAnswer(stackId: string | null): string {
  const events = removed.find(({ id }) => id === stackId)?.events ?? [];
  const members = events.map(
    ([status, type, physical]) =>
      `<member><StackId>${stackId}</StackId><ResourceType>${type}</ResourceType><ResourceStatus>${status}</ResourceStatus>
<LogicalResourceId>LogicalOf${type.split('::').at(-1)}</LogicalResourceId>
<PhysicalResourceId>${physical}</PhysicalResourceId></member>`,
  );
  return `<DescribeStackEventsResponse ${namespace}><DescribeStackEventsResult><StackEvents>${members.join('')}</StackEvents>
</DescribeStackEventsResult></DescribeStackEventsResponse>`;
}
