/** Metrics tokens in commands: how one is read from a file, stored, and shown. docs/credentials.md, "Apple's counts". */
import { basename } from 'node:path';
import {
  latestEnd,
  type MetricsToken,
  type MetricsTokenFacts,
  metricsTokenFacts,
  metricsTokenId,
} from '../../shared/credentials/rules/metricsToken.ts';
import type { CommandResult } from '../frame/command.ts';
import { CommandFailure, WrongUsage } from '../frame/failure.ts';
import { fileText } from '../frame/fileText.ts';
import type { Terminal } from '../frame/terminal.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { changeMetricsToken, readAppSecret, type SecretContent } from './appSecret.ts';
import { daysInWords } from './certificateChecks.ts';
import { confirm } from './confirm.ts';
import { dayOf, teamIdInvalid } from './credentialFaults.ts';
import { readBytes } from './openFiles.ts';

export interface MetricsTokenOptions {
  /** Path of the file with the token. */
  file: string;
  /** Default: the team of the stored token keys. */
  teamId?: string | undefined;
  /** `YYYY-MM-DD`. */
  expires?: string | undefined;
  /** Does not ask. */
  yes: boolean;
}

/** Stores a metrics token, in place of the one that the app has. @throws CommandFailure, WrongUsage */
export async function addMetricsToken(
  place: StageAccess,
  appId: string,
  { file, teamId, expires, yes }: MetricsTokenOptions,
  { terminal, nowMs }: { terminal: Terminal; nowMs: number },
): Promise<CommandResult> {
  const addedAt = new Date(nowMs).toISOString();
  const expiresOn = expires === undefined ? undefined : readExpires(expires, addedAt);
  const token = readToken(basename(file), await readBytes(file));
  const secret = await readAppSecret(place, appId);
  const added: MetricsToken = { token, teamId: teamOf(secret, teamId), addedAt, ...(expiresOn && { expiresOn }) };
  const facts = metricsTokenFacts(added, nowMs);
  const plan = secret.metricsToken ? 'This replaces the metrics token' : 'It is stored as the metrics token';
  terminal.say(`${metricsTokenText(facts)}${plan} of ${appId}, ${place.label}.`);
  await confirm(terminal, yes, 'Store it?');
  await changeMetricsToken(place, appId, added);
  const action = secret.metricsToken ? 'replaced' : 'added';
  return {
    ok: true,
    document: { action, stage: place.name, appId, metricsToken: facts },
    text: `${metricsTokenId}: ${action} for ${appId}, ${place.label}; the daily watch reads Apple's counts with it\n`,
  };
}

/** Lines for people; never the token. */
export function metricsTokenText({ teamId, addedAt, expiresAt, expiry, daysToExpiry }: MetricsTokenFacts): string {
  const left = daysToExpiry <= 0 ? 'expired' : `${daysInWords(Math.floor(daysToExpiry))} left`;
  const end = expiry === 'known' ? dayOf(expiresAt) : `${dayOf(expiresAt)} at the latest`;
  return (
    `data export token of team ${teamId}, for Apple's delivery metrics\n` +
    `  ${'added'.padEnd(14)}${dayOf(addedAt)}\n  ${'valid'.padEnd(14)}to ${end} (${left})\n`
  );
}

function readToken(name: string, bytes: Buffer): string {
  const text = fileText(bytes).trim();
  if (/^[\x21-\x7e]{8,4096}$/.test(text)) return text;
  throw new CommandFailure({
    code: 'not_a_metrics_token',
    message: `\`${name}\` does not contain a data export token: one line of letters, digits and signs`,
    fix: 'Create one in the CloudKit Console (Settings > Tokens > Create Data Export Token, dataset Delivery Metrics), and save what it shows, and nothing else, into a file.',
  });
}

/** @throws WrongUsage */
function readExpires(text: string, addedAt: string): string {
  const parsed = new Date(`${text}T00:00:00Z`);
  const isDay =
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
  if (!isDay) throw new WrongUsage(`--expires must be a day such as 2027-05-31, not \`${text}\``);
  const latest = dayOf(latestEnd(addedAt));
  if (text > dayOf(addedAt) && text <= latest) return text;
  throw new WrongUsage(
    `--expires must be after today, and not after ${latest}: a token is valid for six months at most`,
  );
}

/** @throws CommandFailure if nobody says which team it is. */
function teamOf({ credentials }: SecretContent, given: string | undefined): string {
  if (given !== undefined) {
    if (/^[A-Z0-9]{10}$/.test(given)) return given;
    throw new CommandFailure(teamIdInvalid(given));
  }
  const teams = new Set(credentials.flatMap((each) => (each.kind === 'token' ? [each.teamId] : [])));
  const [only, ...others] = teams;
  if (only !== undefined && others.length === 0) return only;
  throw new CommandFailure({
    code: 'team_id_missing',
    message:
      only === undefined
        ? 'the team of the token is unknown'
        : `the stored keys are of several teams: ${[...teams].join(', ')}`,
    fix: 'Give --team-id: the 10 characters in the Apple developer account, under Membership.',
  });
}
