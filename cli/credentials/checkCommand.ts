/** `ringpost credentials check`: checks a file before it is stored, or what is stored. Changes nothing. */
import { readAppSecret } from '../../shared/credentials/aws/appSecret.ts';
import { checkAppCredentials } from '../../shared/credentials/rules/appChecks.ts';
import { type Finding, isFault } from '../../shared/credentials/rules/finding.ts';
import { metricsTokenId } from '../../shared/credentials/rules/metricsToken.ts';
import type { CommandDefinition, CommandResult, Invocation } from '../frame/command.ts';
import { CommandFailure } from '../frame/failure.ts';
import { assemble } from './assemble.ts';
import { certificateNotes } from './certificateChecks.ts';
import { detailsOf, titleOf, viewOf } from './describe.ts';
import { fileOptions, fileOptionsHelp, readAssembleOptions, requireApp } from './fileOptions.ts';
import { openFiles } from './openFiles.ts';

export function checkCommand(nowMs: () => number): CommandDefinition<typeof fileOptions> {
  return {
    name: 'ringpost credentials check',
    help: `Usage: ringpost credentials check [file…] [--app <bundleId>] [options]

With files: runs the checks of \`credentials add\`, without storing anything. Without: checks what is stored for the app: whether it
is complete, still valid, and covers both environments; \`npx ringpost doctor\` also tests it with Apple. Exit status 1 when
something is wrong.

Options:
  --app <id>     bundle ID of the app; may be left out with files: then any app will do
${fileOptionsHelp}`,
    example: 'npx ringpost credentials check voip.p12 --app com.example.chat',
    options: fileOptions,
    args: { what: '<file>: what to check', least: 0, most: 10 },
    run: (invocation) => (invocation.args.length > 0 ? checkFiles(invocation, nowMs()) : checkApp(invocation, nowMs())),
  };
}

type CheckInvocation = Invocation<typeof fileOptions>;

async function checkFiles({ options, args, stage, terminal }: CheckInvocation, nowMs: number): Promise<CommandResult> {
  if (options.app !== undefined) requireApp(options.app);
  const assembled = assemble(await openFiles(args, options, terminal), readAssembleOptions(options, stage, nowMs));
  if ('faults' in assembled) throw new CommandFailure(assembled.faults);
  const notes = assembled.facts ? certificateNotes(assembled.facts, nowMs) : [];
  const credential = viewOf(assembled.credential, nowMs);
  return { ok: true, document: { credential, notes }, text: `${titleOf(credential)}\n${detailsOf(credential, notes)}` };
}

/** The same checks as in the daily watch and `ringpost doctor`; doctor also probes Apple. */
async function checkApp({ options, openStage }: CheckInvocation, nowMs: number): Promise<CommandResult> {
  const appId = requireApp(options.app);
  const { kind, name, secretsPrefix, clients } = await openStage();
  const stageOption = kind === 'lab' ? '--lab' : `--stage ${name}`;
  const secret = await readAppSecret(clients.secretsManager, secretsPrefix, appId);
  const { credentials, metricsToken, findings } = checkAppCredentials(secret, {
    appId,
    nowMs,
    stageOption,
    secretsPrefix,
  });
  const ok = !findings.some(isFault);
  return {
    ok,
    document: { stage: name, appId, ok, credentials, metricsToken, findings },
    text: [
      ...[...credentials.map(({ credentialId }) => credentialId), ...(metricsToken ? [metricsTokenId] : [])].map(
        (credentialId) => `${credentialId}: ${verdictOn(credentialId, findings)}\n`,
      ),
      ...findings.map(({ severity, what, fix }) => `${severity}: ${what}\n  ${fix}\n`),
    ].join(''),
  };
}

function verdictOn(credentialId: string, findings: readonly Finding[]): string {
  const faults = findings.filter((finding) => finding.credentialId === credentialId && isFault(finding));
  return faults.length > 0 ? faults.map(({ code }) => code).join(', ') : 'ok';
}
