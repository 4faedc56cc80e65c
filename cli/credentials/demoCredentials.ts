/** `ringpost credentials add --demo --lab`: credentials from the lab's fake Apple, which replace faulty ones. */
import type { Credential } from '../../shared/apns/rules/credential.ts';
import { type MetricsToken, metricsTokenId } from '../../shared/credentials/rules/metricsToken.ts';
import type { CommandResult } from '../frame/command.ts';
import { CommandFailure } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { changeAppSecret, changeMetricsToken } from './appSecret.ts';
import { confirm } from './confirm.ts';
import { detailsOf, titleOf, viewOf } from './describe.ts';
import { probeBeforeStoring } from './probeBeforeStoring.ts';

/** What the lab issues; before 0.3.0 without a metrics token. */
interface Issued {
  credentials: readonly Credential[];
  metricsToken?: MetricsToken;
}

/** The app of the lab's first phones. */
export const demoAppId = 'com.example.ringpost';

/** @param yes does not ask. */
export async function addDemo(
  place: StageAccess,
  appId: string,
  { yes, terminal, nowMs }: { yes: boolean; terminal: Terminal; nowMs: number },
): Promise<CommandResult> {
  const { credentials, metricsToken } = await issued(place, appId);
  for (const credential of credentials) await probeBeforeStoring(credential, appId, place);
  const views = credentials.map((credential) => viewOf(credential, nowMs));
  for (const view of views)
    terminal.say(`${titleOf(view)}\n${detailsOf(view)}It is stored as \`${view.credentialId}\`.`);
  await confirm(terminal, yes, `Store them for ${appId}, ${place.label}?`);
  const ids = new Set(credentials.map(({ credentialId }) => credentialId));
  await changeAppSecret(place, appId, (current) => [
    ...current.filter(({ credentialId }) => !ids.has(credentialId)),
    ...credentials,
  ]);
  if (metricsToken !== undefined) await changeMetricsToken(place, appId, metricsToken);
  return {
    ok: true,
    document: { action: 'added', stage: place.name, appId, credentials: views },
    text: [...ids, ...(metricsToken ? [metricsTokenId] : [])]
      .map((id) => `${id}: added for ${appId}, ${place.label}\n`)
      .join(''),
  };
}

/** Adds the app to the lab if it is missing, and has the fake Apple issue a key and a certificate for it. */
async function issued({ apiUrl, label }: StageAccess, appId: string): Promise<Issued> {
  const response = await fetch(`${apiUrl}/lab/credentials`, { method: 'POST', body: JSON.stringify({ appId }) });
  if (response.ok) return (await response.json()) as Issued;
  throw new CommandFailure({
    code: 'no_demo_credentials',
    message: `${label} does not issue credentials (status ${response.status})`,
    fix: 'It is of another version: restart it with `npm start`.',
  });
}
