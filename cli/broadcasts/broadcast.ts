/** `npx ringpost broadcast …`: messages to all users of an app, to those with tags, or to a list. */
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { type CommandGroup, runGroup } from '../frame/commandGroup.ts';
import { visible } from '../frame/outsideText.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import { type Broadcast, broadcastText } from './broadcastView.ts';
import { followBroadcast, pathOf, readBroadcast } from './follow.ts';
import { sendCommand } from './sendCommand.ts';

const oneBroadcast = { what: '<broadcastId>: the ID of a broadcast', least: 1, most: 1 };

const listCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost broadcast list',
  help: `Usage: ringpost broadcast list [options]

Lists the last 20 broadcasts, newest first.

Options:
`,
  example: 'npx ringpost broadcast list --stage prod',
  options: {},
  async run({ openStage }) {
    const stage = await openStage();
    const { broadcasts } = bodyOf<{ broadcasts: Broadcast[] }>(await stage.callServer('GET', '/v1/server/broadcasts'));
    const lines = broadcasts.map(
      ({ broadcastId, createdAt, state, counts, name = '' }) =>
        `${broadcastId}  ${createdAt}  ${state.padEnd(9)}  ${counts.devices} devices  ${visible(name)}`.trimEnd() +
        '\n',
    );
    return { ok: true, document: { broadcasts }, text: lines.join('') || `${stage.label} has no broadcast\n` };
  },
};

const showOptions = { follow: { type: 'boolean' } } as const;
const showCommand: CommandDefinition<typeof showOptions> = {
  name: 'ringpost broadcast show',
  help: `Usage: ringpost broadcast show <broadcastId> [options]

Prints the state of a broadcast, its counts by outcome and reason, and its cost.

Options:
  --follow       show the progress until it is finished or stopped
`,
  example: 'npx ringpost broadcast show 5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10 --follow',
  options: showOptions,
  args: oneBroadcast,
  async run({ args: [broadcastId = ''], options: { follow = false }, openStage, terminal }) {
    const stage = await openStage();
    const broadcast = follow
      ? await followBroadcast(stage, terminal, broadcastId)
      : await readBroadcast(stage, broadcastId);
    return { ok: true, document: broadcast, text: broadcastText(broadcast) };
  },
};

/** `stop` and `resume` differ in their route only. */
const changeCommand = (verb: 'stop' | 'resume', what: string): CommandDefinition<Record<never, never>> => ({
  name: `ringpost broadcast ${verb}`,
  help: `Usage: ringpost broadcast ${verb} <broadcastId> [options]

${what}

Options:
`,
  example: `npx ringpost broadcast ${verb} 5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10`,
  options: {},
  args: oneBroadcast,
  async run({ args: [broadcastId = ''], openStage }) {
    const stage = await openStage();
    const { state } = bodyOf<Pick<Broadcast, 'state'>>(
      await stage.callServer('POST', `${pathOf(broadcastId)}/${verb}`, undefined),
    );
    return { ok: true, document: { broadcastId, state }, text: `broadcast ${broadcastId}: ${state}\n` };
  },
});

const stopCommand = changeCommand(
  'stop',
  'Stops a running broadcast: from then on nothing is sent but what is on its way to Apple already.',
);
const resumeCommand = changeCommand('resume', 'Sends the rest of a stopped broadcast. Nobody gets it twice.');

const recallOptions = { replace: { type: 'boolean' } } as const;
const recallCommand: CommandDefinition<typeof recallOptions> = {
  name: 'ringpost broadcast recall',
  help: `Usage: ringpost broadcast recall <broadcastId> [options]

Stops a broadcast, and takes it back on each device that may show it. It cannot be resumed.

Options:
  --replace      a notice that it was recalled takes its place; without it, it goes without a trace
`,
  example: 'npx ringpost broadcast recall 5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10',
  options: recallOptions,
  args: oneBroadcast,
  async run({ args: [broadcastId = ''], options: { replace = false }, openStage }) {
    const stage = await openStage();
    const mode = replace ? 'replace' : 'withdraw';
    const { state } = bodyOf<Pick<Broadcast, 'state'>>(
      await stage.callServer('POST', `${pathOf(broadcastId)}/recall`, { mode }),
    );
    return { ok: true, document: { broadcastId, state }, text: `broadcast ${broadcastId}: ${state}, recalled\n` };
  },
};

const deleteCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost broadcast delete',
  help: `Usage: ringpost broadcast delete <broadcastId> [options]

Removes a scheduled broadcast before it begins.

Options:
`,
  example: 'npx ringpost broadcast delete 5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10',
  options: {},
  args: oneBroadcast,
  async run({ args: [broadcastId = ''], openStage }) {
    const stage = await openStage();
    bodyOf(await stage.callServer('DELETE', pathOf(broadcastId)));
    return { ok: true, document: { broadcastId }, text: `broadcast ${broadcastId}: deleted\n` };
  },
};

/** @returns the exit status. */
export function runBroadcast(args: readonly string[], terminal: Terminal): Promise<number> {
  const group: CommandGroup = {
    name: 'ringpost broadcast',
    commands: {
      send: { summary: 'start or schedule a broadcast', run: (rest) => runCommand(sendCommand, rest, terminal) },
      list: { summary: 'list the last broadcasts', run: (rest) => runCommand(listCommand, rest, terminal) },
      show: { summary: 'show the progress of a broadcast', run: (rest) => runCommand(showCommand, rest, terminal) },
      stop: { summary: 'stop a running broadcast', run: (rest) => runCommand(stopCommand, rest, terminal) },
      resume: { summary: 'send the rest of a stopped one', run: (rest) => runCommand(resumeCommand, rest, terminal) },
      recall: {
        summary: 'take a broadcast back on each device',
        run: (rest) => runCommand(recallCommand, rest, terminal),
      },
      delete: { summary: 'remove a scheduled broadcast', run: (rest) => runCommand(deleteCommand, rest, terminal) },
    },
    example: 'npx ringpost broadcast send --app com.example.chat --all --text "Group calls are here." --follow',
  };
  return runGroup(group, args, terminal);
}
