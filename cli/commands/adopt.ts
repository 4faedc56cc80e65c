/** `npx ringpost adopt`: what a removed stack left behind, in the format of `cdk import` (docs/operate/remove.md). */
import {
  CloudFormationClient,
  paginateDescribeStackEvents,
  paginateListStacks,
  type StackEvent,
  type StackSummary,
} from '@aws-sdk/client-cloudformation';
import { stackName } from '../../cdk/stageConfig.ts';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { CommandFailure, WrongUsage } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';
import { sameRegionAsAwsCli } from '../stage/awsRegion.ts';

/**
 * Identifying property of each resource type that can outlive a stage.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-supported-resources.html
 */
const identifiers: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SecretsManager::Secret': 'Id',
  'AWS::Cognito::UserPool': 'UserPoolId',
  'AWS::Logs::LogGroup': 'LogGroupName',
};

/** By logical ID, as `cdk import --resource-mapping` reads it. */
type ResourceMapping = Record<string, Record<string, string>>;

const options = {} as const;

const adoptCommand: CommandDefinition<typeof options> = {
  name: 'ringpost adopt',
  help: `Usage: ringpost adopt [options]

Lists what the removed stack of a stage left behind: table, secrets, user pool and logs, in the form that
\`cdk import --resource-mapping\` takes. A new stack can then take over the data of the old one. Changes nothing.
AWS forgets a removed stack after 90 days.

Options:
`,
  example: 'npx ringpost adopt --stage prod > kept.json',
  options,
  async run({ stage, terminal }) {
    if (stage.kind === 'lab') throw new WrongUsage('the lab is not a stack: name a stage with --stage');
    const stack = stackName(stage);
    const mapping = await keptResources(new CloudFormationClient(sameRegionAsAwsCli()), stack);
    terminal.say(
      `${Object.keys(mapping).length} resources of ${stack} remain. Write this output to a file, then\n` +
        `  npx cdk import ${stack} --resource-mapping <file>\n  npx cdk deploy ${stack}`,
    );
    return { ok: true, document: mapping, text: `${JSON.stringify(mapping, null, 2)}\n` };
  },
};

/** Resources of the last removed stack; one whose first deployment failed left nothing. @throws CommandFailure */
async function keptResources(client: CloudFormationClient, stack: string): Promise<ResourceMapping> {
  for (const { StackId = '' } of await removedStacks(client, stack)) {
    const kept: [string, Record<string, string>][] = [];
    for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: StackId })) {
      kept.push(...StackEvents.flatMap(keptBy));
    }
    kept.sort(([one], [other]) => (one < other ? -1 : 1));
    if (kept.length > 0) return Object.fromEntries(kept);
  }
  throw new CommandFailure({
    code: 'nothing_kept',
    message: `no removed stack ${stack} left anything behind in ${await client.config.region()}`,
    fix:
      'Check the region and the account. AWS forgets a removed stack after 90 days: then write the file by ' +
      'hand (docs/operate/remove.md).',
  });
}

/** The last one first. */
async function removedStacks(client: CloudFormationClient, stack: string): Promise<StackSummary[]> {
  const found: StackSummary[] = [];
  const pages = paginateListStacks({ client }, { StackStatusFilter: ['DELETE_COMPLETE'] });
  for await (const { StackSummaries = [] } of pages) {
    found.push(...StackSummaries.filter(({ StackName }) => StackName === stack));
  }
  return found.sort((one, other) => (other.DeletionTime?.getTime() ?? 0) - (one.DeletionTime?.getTime() ?? 0));
}

function keptBy(event: StackEvent): [string, Record<string, string>][] {
  const { ResourceStatus, ResourceType = '', LogicalResourceId = '', PhysicalResourceId = '' } = event;
  const identifier = identifiers[ResourceType];
  if (ResourceStatus !== 'DELETE_SKIPPED' || identifier === undefined) return [];
  return [[LogicalResourceId, { [identifier]: PhysicalResourceId }]];
}

/** @returns the exit status. */
export function runAdopt(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(adoptCommand, args, terminal);
}
