/** Reads from a synthesized template what each function may do, as statements on the lab's resources. */
import type { Template } from 'aws-cdk-lib/assertions';
import type { Statement } from '../../../cdk/statements.ts';
import { namespaceArn } from '../../../lab/aws/appsync/eventApi.ts';
import { tableArn } from '../../../lab/aws/dynamoDb/authorizations.ts';
import { isAllowed, isLike } from '../../../lab/aws/iam/policy.ts';
import type { FunctionCall } from '../../../lab/aws/iam/roles.ts';
import { eventBusArn, queueArn, secretArn } from '../../../lab/aws/iam/serviceAuthorizations.ts';
import { accountId, region } from '../../../lab/aws/localAws.ts';
import type { FunctionName } from '../../../shared/api/functionSettings.ts';

/** The least that a statement gives: one action on one resource, and on one kind of partition keys if it has a condition. */
export interface Right {
  action: string;
  resource: string;
  keys?: string;
}

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

/** By the beginning of a logical ID: what stands for the resource in the lab. */
const labArns: Readonly<Record<string, string>> = {
  DataTable: tableArn('ringpost-lab'),
  DeliveryQueue: queueArn('ringpost-lab-delivery'),
  DeliveryDeadLetterQueue: queueArn('ringpost-lab-delivery-dead'),
  CallTimersQueue: queueArn('ringpost-lab-call-timers'),
  BroadcastsQueue: queueArn('ringpost-lab-broadcasts'),
  BroadcastsDeadLetterQueue: queueArn('ringpost-lab-broadcasts-dead'),
  SchedulesRole: `arn:aws:iam::${accountId}:role/ringpost-lab-schedules`,
  WebhooksQueue: queueArn('ringpost-lab-webhooks'),
  WebhooksDeadLetterQueue: queueArn('ringpost-lab-webhooks-dead'),
  SecretsWebhookKey: secretArn('ringpost/lab/webhook-key-??????'),
  ChangesFailureQueue: queueArn('ringpost-lab-changes-failed'),
  ChangesBus: eventBusArn('ringpost-lab'),
  RingChannelApirings: namespaceArn('rings'),
  SecretsRingTicketKey: secretArn('ringpost/lab/ring-ticket-key-??????'),
};

export function templateRights(template: Template, stageName: string) {
  const resources: Record<string, Resource> = template.toJSON()['Resources'];
  const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);

  function arnOf(reference: unknown): string {
    if (typeof reference === 'string') return reference;
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = reference as Reference;
    if (join)
      return join[1]
        .map(pseudoParameter)
        .join('')
        .replace(`:ringpost/${stageName}/`, ':ringpost/lab/')
        .replace(`:schedule/ringpost-${stageName}/`, ':schedule/ringpost-lab/');
    const [id = '', name] = attribute ?? [Ref];
    if (resources[id]?.Type === 'AWS::Logs::LogGroup') return id;
    const arn = Object.entries(labArns).find(([start]) => new RegExp(`^${start}[0-9A-F]{8}$`).test(id))?.[1];
    if (arn === undefined) throw new Error(`${id} has no counterpart in the lab: name it in labArns`);
    return name === 'StreamArn' ? `${arn}/stream` : arn;
  }

  function functionOf(name: FunctionName): [string, Resource] {
    const found = ofType('AWS::Lambda::Function').find(([, { Properties }]) =>
      String(Properties['Description']).endsWith(` functions/${name}.ts`),
    );
    if (!found) throw new Error(`the template has no function ${name}`);
    return found;
  }

  function statementsOf(name: FunctionName): Statement[] {
    const [, { Properties }] = functionOf(name);
    const role = resources[(Properties['Role'] as Reference)['Fn::GetAtt']?.[0] ?? ''];
    const policies = role?.Properties['Policies'] as { PolicyDocument: { Statement: WrittenStatement[] } }[];
    return policies
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .map(({ Action, Resource, ...statement }) => ({
        ...statement,
        Action: [Action].flat(),
        Resource: [Resource].flat().map(arnOf),
      }));
  }

  /** What Lambda itself does in the function's name: it writes its log and its traces, and polls what feeds it. */
  function rightsOfLambda(name: FunctionName): Right[] {
    const [id, { Properties }] = functionOf(name);
    const { LogGroup } = Properties['LoggingConfig'] as { LogGroup: unknown };
    const { Mode } = Properties['TracingConfig'] as { Mode: string };
    const mappings = ofType('AWS::Lambda::EventSourceMapping')
      .map(([, mapping]) => mapping.Properties as unknown as EventSourceMapping)
      .filter(({ FunctionName }) => FunctionName.Ref === id);
    return [
      ...rightsTo(arnOf(LogGroup), ['logs:CreateLogStream', 'logs:PutLogEvents']),
      ...(Mode === 'Active' ? rightsTo('*', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']) : []),
      ...mappings.flatMap(({ EventSourceArn, DestinationConfig }) => {
        const source = arnOf(EventSourceArn);
        const destination = DestinationConfig?.OnFailure.Destination;
        return [
          ...rightsTo(source, source.endsWith('/stream') ? streamPolling : queuePolling),
          ...(destination === undefined ? [] : rightsTo(arnOf(destination), ['sqs:SendMessage'])),
        ];
      }),
    ];
  }

  return { statementsOf, rightsOfLambda };
}

export function rightsOf(statements: readonly Statement[]): Right[] {
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource, Condition }) =>
      Action.flatMap((action) =>
        Resource.flatMap((resource): Right[] => {
          const patterns = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
          return patterns ? patterns.map((keys) => ({ action, resource, keys })) : [{ action, resource }];
        }),
      ),
    );
}

/** @returns whether the call needs the right. */
export function uses({ authorizations }: FunctionCall, right: Right): boolean {
  return authorizations.some(
    ({ action, resource, leadingKeys = [] }) =>
      action === right.action &&
      isLike(resource, right.resource) &&
      (right.keys === undefined || leadingKeys.some((key) => isLike(key, right.keys ?? ''))),
  );
}

export function allowsAll(statements: readonly Statement[], { authorizations }: FunctionCall): boolean {
  return authorizations.every((authorization) => isAllowed(statements, authorization));
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
const queuePolling = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-create.html */
const streamPolling = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

interface Reference {
  Ref?: string;
  'Fn::GetAtt'?: [string, string];
  'Fn::Join'?: ['', (string | { Ref: string })[]];
}

interface WrittenStatement extends Omit<Statement, 'Action' | 'Resource'> {
  Action: string | string[];
  Resource: unknown;
}

interface EventSourceMapping {
  FunctionName: { Ref: string };
  EventSourceArn: unknown;
  DestinationConfig?: { OnFailure: { Destination: unknown } };
}

function rightsTo(resource: string, actions: readonly string[]): Right[] {
  return actions.map((action) => ({ action, resource }));
}

/** ID of the account that the lab pretends to be. */
const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::AccountId': accountId,
};

function pseudoParameter(part: string | { Ref: string }): string {
  return typeof part === 'string' ? part : (pseudoParameters[part.Ref] ?? part.Ref);
}
