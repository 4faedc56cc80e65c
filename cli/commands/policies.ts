/** `npx ringpost policies …`: named sets of push settings, which messages name by `policyId`. */
import { writePathId } from '../../shared/platform/pathId.ts';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { type CommandGroup, runGroup } from '../frame/commandGroup.ts';
import { WrongUsage } from '../frame/failure.ts';
import { readJsonFile } from '../frame/readJsonFile.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';

const pathOf = (policyId: string) => `/v1/server/policies/${writePathId(policyId)}`;
const onePolicy = { what: '<policyId>: the ID of a policy', least: 1, most: 1 };

const listCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost policies list',
  help: `Usage: ringpost policies list [options]

Lists the policies of the stage.

Options:
`,
  example: 'npx ringpost policies list --stage prod',
  options: {},
  async run({ openStage }) {
    const stage = await openStage();
    const { policies } = bodyOf<{ policies: { policyId: string }[] }>(
      await stage.callServer('GET', '/v1/server/policies'),
    );
    const text = policies.map(({ policyId }) => `${policyId}\n`).join('') || `${stage.label} has no policy\n`;
    return { ok: true, document: { policies }, text };
  },
};

const showCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost policies show',
  help: `Usage: ringpost policies show <policyId> [options]

Prints the settings of a policy, in the format that \`put\` takes.

Options:
`,
  example: 'npx ringpost policies show quiet > quiet.json',
  options: {},
  args: onePolicy,
  async run({ args: [policyId = ''], openStage }) {
    const stage = await openStage();
    const policy = bodyOf<{ settings: object }>(await stage.callServer('GET', pathOf(policyId)));
    return { ok: true, document: policy, text: `${JSON.stringify(policy.settings, null, 2)}\n` };
  },
};

const putOptions = { file: { type: 'string' } } as const;
const putCommand: CommandDefinition<typeof putOptions> = {
  name: 'ringpost policies put',
  help: `Usage: ringpost policies put <policyId> --file <file> [options]

Creates or replaces a policy. The file contains the settings as JSON, the fields of \`offlinePush\` (docs/messages.md):
  {"sound": "none", "interruptionLevel": "passive", "forUsers": true}
Without forUsers, only messages from servers may name the policy. Messages use it within a minute.

Options:
  --file <file>  file with the settings; - reads them from stdin
`,
  example: 'npx ringpost policies put quiet --file quiet.json --stage prod',
  options: putOptions,
  args: onePolicy,
  async run({ args: [policyId = ''], options: { file }, openStage }) {
    if (file === undefined) throw new WrongUsage('missing --file <file>: the settings');
    const settings = readJsonFile(file, '{"sound": "none"}');
    const stage = await openStage();
    const policy = bodyOf(await stage.callServer('PUT', pathOf(policyId), settings));
    return { ok: true, document: policy, text: `${policyId}: stored in ${stage.label}\n` };
  },
};

const removeCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost policies remove',
  help: `Usage: ringpost policies remove <policyId> [options]

Removes a policy. Messages that name it are rejected from then on.

Options:
`,
  example: 'npx ringpost policies remove quiet',
  options: {},
  args: onePolicy,
  async run({ args: [policyId = ''], openStage }) {
    const stage = await openStage();
    bodyOf(await stage.callServer('DELETE', pathOf(policyId)));
    return { ok: true, document: { policyId, removed: true }, text: `${policyId}: removed from ${stage.label}\n` };
  },
};

/** @returns the exit status. */
export function runPolicies(args: readonly string[], terminal: Terminal): Promise<number> {
  const group: CommandGroup = {
    name: 'ringpost policies',
    commands: {
      list: { summary: 'list the policies', run: (rest) => runCommand(listCommand, rest, terminal) },
      show: { summary: 'show the settings of a policy', run: (rest) => runCommand(showCommand, rest, terminal) },
      put: { summary: 'create or replace a policy', run: (rest) => runCommand(putCommand, rest, terminal) },
      remove: { summary: 'remove a policy', run: (rest) => runCommand(removeCommand, rest, terminal) },
    },
    example: 'npx ringpost policies put quiet --file quiet.json',
  };
  return runGroup(group, args, terminal);
}
