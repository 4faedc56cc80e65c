/**
 * What all commands that work on a stage have in common: options, help, output, exit status. A command is a
 * `CommandDefinition`; `runCommand` does the rest:
 *
 * - it reads `--stage`, `--lab`, `--json` and `--help`, and describes them at the end of each help;
 * - stdout has the result alone: one JSON document with `--json`, otherwise text. Progress and errors go to stderr;
 * - exit status: 0 ok, 1 the command failed, 2 wrong usage.
 */
import type { ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { StageAccess } from '../stage/stageAccess.ts';
import { readStageChoice, type StageChoice, stageHelp, stageOptions, withLabUrl } from '../stage/stageChoice.ts';
import { CommandFailure, WrongUsage } from './failure.ts';
import { guarded, visibleJson } from './outsideText.ts';
import { readOptions } from './readOptions.ts';
import { red } from './style.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { usageError } from './usageError.ts';

export type ExitStatus = 0 | 1 | 2;

/** Values of the options that a command defines, as `parseArgs` types them. */
export type OptionValues<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>['values'];

export interface Invocation<Options extends ParseArgsOptionsConfig> {
  options: OptionValues<Options>;
  /** Arguments on the command line besides options. */
  args: string[];
  stage: StageChoice;
  /** Finds the stage or the lab. @throws CommandFailure that says how to fix it. */
  openStage(): Promise<StageAccess>;
  terminal: Terminal;
}

export interface CommandResult {
  /** false: exit status 1, because the command found something wrong. */
  ok: boolean;
  /** Printed with `--json`; undefined from a command that has printed its documents by itself. */
  document: unknown;
  /** Printed without `--json`; empty, or whole lines. */
  text: string;
}

export interface CommandDefinition<Options extends ParseArgsOptionsConfig> {
  /** Name without `npx`: `ringpost credentials add`. */
  name: string;
  /** Usage, description, and the command's own options after `Options:`; the common options follow. */
  help: string;
  /** One line, whole: `npx ringpost …`. */
  example: string;
  options: Options;
  /** Arguments that are allowed besides options; none if absent. */
  args?: { what: string; least: number; most: number } | undefined;
  /** @throws CommandFailure, WrongUsage */
  run(invocation: Invocation<Options>): Promise<CommandResult>;
}

const commonOptions = {
  ...stageOptions,
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

const commonHelp = `${stageHelp}  --json         print one JSON document
  --help         show this help
`;

/** @param args without the command's name. @returns the exit status. */
export async function runCommand<Options extends ParseArgsOptionsConfig>(
  command: CommandDefinition<Options>,
  args: readonly string[],
  unguarded: Terminal = processTerminal,
): Promise<ExitStatus> {
  const terminal = guarded(unguarded);
  let asJson = false;
  try {
    const { values, positionals } = readOptions(withLabUrl(args), { ...command.options, ...commonOptions });
    const { json = false, help = false, ...choosing } = values as OptionValues<typeof commonOptions>;
    if (help) {
      terminal.print(`${command.help}${commonHelp}\nExample:\n  ${command.example}\n`);
      return 0;
    }
    asJson = json;
    checkCount(command, positionals);
    const choice = readStageChoice(choosing);
    const { ok, document, text } = await command.run({
      options: values as OptionValues<Options>,
      args: positionals,
      stage: choice,
      // Loaded on use: the AWS clients take a while.
      openStage: async () => (await import('../stage/openStageAccess.ts')).openStageAccess(choice),
      terminal,
    });
    if (!json) terminal.print(text);
    else if (document !== undefined) terminal.print(`${visibleJson(document)}\n`);
    return ok ? 0 : 1;
  } catch (error) {
    if (error instanceof WrongUsage) return usageError(command.name, error.message, terminal);
    const failure = error instanceof CommandFailure ? error : await explainUnforeseen(error);
    for (const { message, fix } of failure.faults) terminal.say(`${red(`${command.name}:`)} ${message}\n  ${fix}`);
    if (asJson) terminal.print(`${visibleJson({ errors: failure.faults })}\n`);
    return 1;
  }
}

function checkCount({ args }: Pick<CommandDefinition<never>, 'args'>, given: readonly string[]): void {
  const { what, least, most } = args ?? { what: '', least: 0, most: 0 };
  if (given.length > most) throw new WrongUsage(`unexpected argument \`${given[most]}\``);
  if (given.length < least) throw new WrongUsage(`missing ${what}`);
}

/** Explains AWS's answers to a command in Ringpost's words; anything else is a defect, and is thrown on. */
async function explainUnforeseen(error: unknown): Promise<CommandFailure> {
  const { awsFailure } = await import('../stage/awsFailure.ts');
  const failure = awsFailure(error);
  if (failure) return failure;
  throw error;
}
