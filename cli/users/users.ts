/** `npx ringpost users …`: everything that is stored of a user, as one document or erased. */
import { writePathId } from '../../shared/platform/pathId.ts';
import { columns } from '../frame/columns.ts';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { type CommandGroup, runGroup } from '../frame/commandGroup.ts';
import { visible, visibleJson } from '../frame/outsideText.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { awaitErasure } from './awaitErasure.ts';
import { confirmErasure } from './confirmErasure.ts';

const pathOf = (userId: string) => `/v1/server/users/${writePathId(userId)}`;
const oneUser = { what: "<user>: the user's ID", least: 1, most: 1 };

type ExportPage = Record<string, unknown> & { cursor?: string };

const exportCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost users export',
  help: `Usage: ringpost users export <user> [options]

Prints all that is stored of a user as one JSON document, with whole tokens (docs/user-data.md).

Options:
`,
  example: 'npx ringpost users export bob --stage prod > bob.json',
  options: {},
  args: oneUser,
  async run({ args: [userId = ''], openStage }) {
    const document = await wholeExport(await openStage(), userId);
    return { ok: true, document, text: `${visibleJson(document)}\n` };
  },
};

/** The pages as one document: their lists are joined. */
async function wholeExport(stage: StageAccess, userId: string): Promise<Record<string, unknown>> {
  const page = async (query: string) =>
    bodyOf<ExportPage>(await stage.callServer('GET', `${pathOf(userId)}/export${query}`));
  let { cursor, ...whole } = await page('');
  while (cursor !== undefined) {
    const { cursor: next, ...more } = await page(`?cursor=${encodeURIComponent(cursor)}`);
    for (const [name, value] of Object.entries(more)) whole[name] = joined(name, whole[name], value);
    cursor = next;
  }
  return whole;
}

function joined(name: string, one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other) && name !== 'retained') return [...one, ...other];
  return one ?? other;
}

const eraseOptions = { yes: { type: 'boolean' } } as const;
const eraseCommand: CommandDefinition<typeof eraseOptions> = {
  name: 'ringpost users erase',
  help: `Usage: ringpost users erase <user> [options]

Erases all that is stored of a user but what a rule names (docs/user-data.md), and waits until it is done. It asks before.
Sign the user out at your identity provider first. Exit status 1 when it is not done within two minutes.

Options:
  --yes          erases without asking
`,
  example: 'npx ringpost users erase bob --stage prod --yes',
  options: eraseOptions,
  args: oneUser,
  async run({ args: [userId = ''], options: { yes = false }, openStage, terminal }) {
    const stage = await openStage();
    await confirmErasure(terminal, yes, `Erase ${visible(userId)}, ${stage.label}? This cannot be undone.`);
    bodyOf(await stage.callServer('DELETE', pathOf(userId)));
    const erasure = await awaitErasure(stage.callServer, pathOf(userId));
    const rows = Object.entries(erasure.counts).map(([kind, count]) => [kind, String(count)]);
    const text = `${visible(userId)} is erased (${erasure.erasureId})\n${columns(rows)}`;
    return { ok: true, document: erasure, text };
  },
};

/** @returns the exit status. */
export function runUsers(args: readonly string[], terminal: Terminal): Promise<number> {
  const group: CommandGroup = {
    name: 'ringpost users',
    commands: {
      export: {
        summary: 'print all that is stored of a user',
        run: (rest) => runCommand(exportCommand, rest, terminal),
      },
      erase: { summary: 'erase a user', run: (rest) => runCommand(eraseCommand, rest, terminal) },
    },
    example: 'npx ringpost users export bob --stage prod > bob.json',
  };
  return runGroup(group, args, terminal);
}
