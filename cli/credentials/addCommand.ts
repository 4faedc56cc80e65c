/** `ringpost credentials add`: checks a key or certificate, and stores it. */
import { isDeepStrictEqual } from 'node:util';
import type { Credential } from '../../shared/apns/rules/credential.ts';
import { metricsTokenId } from '../../shared/credentials/rules/metricsToken.ts';
import type { CommandDefinition, Invocation } from '../frame/command.ts';
import { CommandFailure, WrongUsage } from '../frame/failure.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { changeAppSecret, readAppSecret } from './appSecret.ts';
import { assemble } from './assemble.ts';
import { certificateNotes, type Note } from './certificateChecks.ts';
import { confirm } from './confirm.ts';
import { dayOf } from './credentialFaults.ts';
import { isCredentialId, type Placement, placeFor } from './credentialId.ts';
import { addDemo, demoAppId } from './demoCredentials.ts';
import { type CredentialView, detailsOf, titleOf, viewOf } from './describe.ts';
import { fileOptions, fileOptionsHelp, readAssembleOptions, requireApp } from './fileOptions.ts';
import { addMetricsToken } from './metricsTokens.ts';
import { openFiles } from './openFiles.ts';
import { probeBeforeStoring } from './probeBeforeStoring.ts';

const options = {
  ...fileOptions,
  'credential-id': { type: 'string' },
  yes: { type: 'boolean' },
  'no-probe': { type: 'boolean' },
  demo: { type: 'boolean' },
  'metrics-token': { type: 'string' },
  expires: { type: 'string' },
} as const;

export function addCommand(nowMs: () => number): CommandDefinition<typeof options> {
  return {
    name: 'ringpost credentials add',
    help: `Usage: ringpost credentials add <file…> --app <bundleId> [options]
       ringpost credentials add --metrics-token <file> --app <bundleId> [--expires <day>] [options]
       ringpost credentials add --demo --lab [--app <bundleId>]

Checks a key or a certificate for APNs, tests it with Apple, and stores it for the app: a .p12; a .cer with its
key, or with the .p12 that has the key; a .pem with both, in any order; a .p8. It shows what it is about to do, and asks.
Needs no deployment. With --demo the lab's fake Apple issues a key and a certificate, and the lab gets the app if it does
not have it.
With --metrics-token it stores a data export token for Apple's delivery metrics, which the CloudKit Console shows once.

Options:
  --app <id>     bundle ID of the app
${fileOptionsHelp}  --credential-id <id>
                 stores it under this ID and replaces what has it (default: the ID of its predecessor, or a new one)
  --yes          do not ask
  --no-probe     store it without testing it, for example where Apple cannot be reached
  --metrics-token <file>
                 the data export token; --team-id is that of the stored key if absent
  --expires <day>
                 its last day, such as 2027-05-31 (default: unknown, at most six months from today)
  --demo         in the lab: credentials from the lab's fake Apple (default app: ${demoAppId})
`,
    example: 'npx ringpost credentials add voip.p12 --app com.example.chat --stage prod',
    options,
    args: { what: '<file>: the key or certificate to add', least: 0, most: 10 },
    run: (invocation) => add(invocation, nowMs()),
  };
}

async function add({ options: given, args, stage, terminal, openStage }: Invocation<typeof options>, nowMs: number) {
  if (given.demo) {
    if (args.length > 0) throw new WrongUsage('--demo needs no file: leave out one of the two');
    if (stage.kind !== 'lab') throw new WrongUsage('--demo is for the lab: add --lab');
    const demoOf = requireApp(given.app ?? demoAppId);
    return addDemo(await openStage(), demoOf, { yes: given.yes ?? false, terminal, nowMs });
  }
  const { 'metrics-token': tokenFile, expires, 'team-id': teamId, yes = false } = given;
  if (tokenFile !== undefined) {
    if (args.length > 0) throw new WrongUsage('--metrics-token takes one file: add keys and certificates on their own');
    const tokenOf = requireApp(given.app);
    return addMetricsToken(await openStage(), tokenOf, { file: tokenFile, teamId, expires, yes }, { terminal, nowMs });
  }
  if (expires !== undefined)
    throw new WrongUsage('--expires is for --metrics-token: other credentials say it themselves');
  if (args.length === 0) throw new WrongUsage('missing <file>: the key or certificate to add');
  const appId = requireApp(given.app);
  const wantedId = readCredentialId(given['credential-id']);
  const assembled = assemble(await openFiles(args, given, terminal), readAssembleOptions(given, stage, nowMs));
  if ('faults' in assembled) throw new CommandFailure(assembled.faults);

  const place = await openStage();
  const { credentials } = await readAppSecret(place, appId);
  const placement = placeFor(assembled, credentials, wantedId);
  if ('fault' in placement) throw new CommandFailure(placement.fault);
  const credential: Credential = { ...assembled.credential, credentialId: placement.credentialId };
  const view = viewOf(credential, nowMs);
  const notes = assembled.facts ? certificateNotes(assembled.facts, nowMs) : [];
  if (!given['no-probe']) await probeBeforeStoring(credential, appId, place);
  terminal.say(planText(view, notes, placement, appId, place));
  await confirm(terminal, yes, 'Store it?');
  await changeAppSecret(place, appId, (current) => put(credential, placement, current));

  const action = placement.replaces ? 'replaced' : 'added';
  return {
    ok: true,
    document: { action, stage: place.name, appId, credential: view, notes },
    text: `${credential.credentialId}: ${action} for ${appId}, ${place.label}\n`,
  };
}

function readCredentialId(given: string | undefined): string | undefined {
  if (given === metricsTokenId)
    throw new WrongUsage(`--credential-id ${metricsTokenId} is for --metrics-token: choose another`);
  if (given === undefined || isCredentialId(given)) return given;
  throw new WrongUsage('--credential-id must be letters, digits, `.`, `-` and `_`, at most 64');
}

function planText(
  view: CredentialView,
  notes: readonly Note[],
  { credentialId, replaces }: Placement,
  appId: string,
  { label }: StageAccess,
): string {
  const old = replaces && ('notAfter' in replaces ? `valid to ${dayOf(replaces.notAfter)}` : `key ${replaces.keyId}`);
  const plan = replaces
    ? `This replaces \`${credentialId}\` (${old}) for ${appId}, ${label}.`
    : `It is stored as \`${credentialId}\` for ${appId}, ${label}.`;
  return `${titleOf(view)}\n${detailsOf(view, notes)}${plan}`;
}

/**
 * Replaces the credential with this ID, if it is still the one shown to the person who confirmed. @throws
 * CommandFailure
 */
function put(credential: Credential, { credentialId, replaces }: Placement, current: readonly Credential[]) {
  const index = current.findIndex((stored) => stored.credentialId === credentialId);
  if (!isDeepStrictEqual(current[index], replaces)) {
    throw new CommandFailure({
      code: 'credential_changed',
      message: `\`${credentialId}\` was changed by someone else in the meantime; nothing was saved`,
      fix: 'Check it with `npx ringpost credentials list`, and add it again.',
    });
  }
  return replaces ? current.with(index, credential) : [...current, credential];
}
