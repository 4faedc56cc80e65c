/** `npx ringpost doctor`: what is wrong with a stage, an app or the way to a user, and how to fix it. */
import { readFile } from 'node:fs/promises';
import { type CommandDefinition, type ExitStatus, runCommand } from '../frame/command.ts';
import { CommandFailure, WrongUsage } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';
import { type AppFile, bundleIdIn, bundleIdInEntitlements } from './appFiles.ts';
import { describeReport } from './describeReport.ts';
import { examine, type Questions } from './examine.ts';
import { PlistError, parsePlist } from './plist.ts';

const options = {
  app: { type: 'string' },
  user: { type: 'string' },
  'info-plist': { type: 'string' },
  entitlements: { type: 'string' },
} as const;

const doctor: CommandDefinition<typeof options> = {
  name: 'ringpost doctor',
  help: `Usage: ringpost doctor [options]

Checks everything that a push needs, and reports what is wrong and how to fix it: the API, the table
and the queues; whether the account's quotas are enough for the stage; the credentials of each app,
until when they are valid and what they cover; whether Apple's hosts accept them, by a push to a
device token that cannot exist. With --user also why a user is reached or not, and with the app's
own files whether it can get pushes and calls.
Exit status 1 if something is wrong.

Options:
  --app <id>     bundle ID: only this app (default: all apps of the stage)
  --user <id>    also this user's devices and tokens
  --info-plist <file>
                 Info.plist of the app (XML)
  --entitlements <file>
                 its entitlements (XML)
`,
  example: 'npx ringpost doctor --stage prod --app com.example.chat --user alice',
  options,
  async run({ options, openStage, terminal }) {
    const questions = await readQuestions(options);
    const access = await openStage();
    terminal.say(`ringpost doctor: checking ${access.label} and Apple's hosts`);
    const report = await examine(access, questions);
    return { ok: report.ok, document: report, text: describeReport(report) };
  },
};

/** @returns the exit status. */
export function runDoctor(args: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  return runCommand(doctor, args, terminal);
}

interface DoctorOptions {
  app?: string | undefined;
  user?: string | undefined;
  'info-plist'?: string | undefined;
  entitlements?: string | undefined;
}

async function readQuestions(given: DoctorOptions): Promise<Questions> {
  const { app: appId, user: userId, 'info-plist': infoPath, entitlements: entitlementsPath } = given;
  for (const [name, value] of Object.entries(given)) {
    if (value === '') throw new WrongUsage(`--${name} must not be empty`);
  }
  const infoPlist = infoPath === undefined ? undefined : await readPlist(infoPath);
  const entitlements = entitlementsPath === undefined ? undefined : await readPlist(entitlementsPath);
  const fileAppId =
    appId ??
    (infoPlist && bundleIdIn(infoPlist.content)) ??
    (entitlements && bundleIdInEntitlements(entitlements.content));
  if ((infoPlist ?? entitlements) !== undefined && fileAppId === undefined) {
    throw new WrongUsage('the files do not name their app: add --app <bundleId>');
  }
  return {
    appId,
    userId,
    infoPlist,
    entitlements,
    fileAppId,
  };
}

async function readPlist(file: string): Promise<AppFile> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const message = `${file} cannot be read (${error.code ?? error.name})`;
    throw new CommandFailure({ code: 'file_unreadable', message, fix: 'Give the path of the file.' });
  });
  try {
    return { file, content: parsePlist(bytes) };
  } catch (error) {
    if (!(error instanceof PlistError)) throw error;
    const { message, fix } = error;
    throw new CommandFailure({ code: 'plist_unreadable', message: `${file} ${message}`, fix });
  }
}
