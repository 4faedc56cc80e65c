/**
 * The table "What each file gives" of docs/credentials.md: its rows are the test cases, so that the page cannot say
 * anything else than what the command does.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkCommand } from '../../../cli/credentials/checkCommand.ts';
import { runCommand } from '../../../cli/frame/command.ts';
import type { Fault } from '../../../cli/frame/failure.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';

export interface FileRow {
  what: string;
  /** The command line after `ringpost credentials check`. */
  args: string;
  /** `ok`, or the codes of what is wrong. */
  gives: string;
  says: string;
}

const page = fileURLToPath(new URL('../../../docs/credentials.md', import.meta.url));
export const fixtures = fileURLToPath(new URL('../../fixtures/credentials/', import.meta.url));
/** The fixtures are made around it. */
const nowMs = Date.parse('2026-12-01T12:00:00Z');

export function readFileTable(): FileRow[] {
  const [, section = ''] = readFileSync(page, 'utf8').split('\n## What each file gives\n');
  const lines = section.split('\n## ')[0]?.split('\n') ?? [];
  return lines.flatMap((line) => {
    const [, what, args, gives, says] = /^\| ([^|]+) \| `([^|]+)` \| ([^|]+) \| ([^|]+) \|$/.exec(line) ?? [];
    return what && args && gives && says && args !== '---' ? [{ what, args, gives, says }] : [];
  });
}

/** As a shell would split it. */
export function splitArgs(args: string): string[] {
  return [...args.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** Runs a row, in the folder of the fixtures. @returns how the row should read. */
export async function runRow({ args }: Pick<FileRow, 'args'>): Promise<Pick<FileRow, 'gives' | 'says'>> {
  const terminal = captureTerminal();
  const [own, before] = [process.cwd(), splitArgs(args)];
  process.chdir(fixtures);
  try {
    await runCommand(
      checkCommand(() => nowMs),
      [...before, '--app', 'com.example.chat', '--stage', 'prod', '--json'],
      terminal,
    );
  } finally {
    process.chdir(own);
  }
  return describe(JSON.parse(terminal.printed()));
}

type Document =
  | { errors: Fault[] }
  | {
      errors?: undefined;
      credential: {
        keyId?: string;
        certificateKind?: string;
        topics: 'any' | string[];
        environments: string[];
      };
      notes: { message: string }[];
    };

function describe(document: Document): Pick<FileRow, 'gives' | 'says'> {
  if (document.errors) {
    return {
      gives: document.errors.map(({ code }) => `\`${code}\``).join(', '),
      says: document.errors.map(({ message, fix }) => `${message}. ${fix}`).join(' '),
    };
  }
  const { credential, notes } = document;
  const what = credential.keyId ? `token key ${credential.keyId}` : `${credential.certificateKind} certificate`;
  const topics = credential.topics === 'any' ? 'any topic' : credential.topics.join(', ');
  const where = credential.environments.join(' and ');
  return {
    gives: 'ok',
    says: [`${what} for ${topics} in ${where}`, ...notes.map(({ message }) => message)].join('; '),
  };
}
