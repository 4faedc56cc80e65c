/** `ringpost credentials list`: lists what is stored, for one app or for all apps of the stage. */

import {
  type MetricsTokenFacts,
  metricsTokenFacts,
  metricsTokenId,
} from '../../shared/credentials/rules/metricsToken.ts';
import { listApps } from '../doctor/listApps.ts';
import type { CommandDefinition } from '../frame/command.ts';
import { CommandFailure, type Fault } from '../frame/failure.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { readAppSecret } from './appSecret.ts';
import { type CredentialView, detailsOf, titleOf, viewOf } from './describe.ts';
import { requireApp } from './fileOptions.ts';
import { metricsTokenText } from './metricsTokens.ts';

const options = { app: { type: 'string' } } as const;

export function listCommand(nowMs: () => number): CommandDefinition<typeof options> {
  return {
    name: 'ringpost credentials list',
    help: `Usage: ringpost credentials list [options]

Lists the stored credentials: ID, type, topics, environments and days until it expires; the metrics token; never a key.

Options:
  --app <id>     bundle ID of one app (default: all apps of the stage)
`,
    example: 'npx ringpost credentials list --stage prod',
    options,
    async run({ options: { app }, openStage }) {
      const wanted = app === undefined ? undefined : requireApp(app);
      const place = await openStage();
      const appIds = wanted === undefined ? await listApps(place) : [wanted];
      const apps = [];
      for (const appId of appIds) apps.push(await readApp(place, appId, nowMs()));
      return {
        ok: apps.every(({ faults }) => faults.length === 0),
        document: { stage: place.name, apps },
        text: apps.map(appText).join('\n') || `${place.label} has no app\n`,
      };
    },
  };
}

interface ListedApp {
  appId: string;
  credentials: readonly CredentialView[];
  metricsToken?: MetricsTokenFacts | undefined;
  /** Why they cannot be read. */
  faults: readonly Fault[];
}

/** One app's broken secret must not hide the others. */
async function readApp(place: StageAccess, appId: string, nowMs: number): Promise<ListedApp> {
  try {
    const { credentials, metricsToken } = await readAppSecret(place, appId);
    const views = credentials.map((credential) => viewOf(credential, nowMs));
    const facts = metricsToken && metricsTokenFacts(metricsToken, nowMs);
    return { appId, credentials: views, metricsToken: facts, faults: [] };
  } catch (error) {
    if (error instanceof CommandFailure) return { appId, credentials: [], faults: error.faults };
    throw error;
  }
}

function appText({ appId, credentials, metricsToken, faults }: ListedApp): string {
  if (faults.length > 0) return faults.map(({ message, fix }) => `${appId}: ${message}\n  ${fix}\n`).join('');
  const token = metricsToken === undefined ? '' : `${metricsTokenId}: ${metricsTokenText(metricsToken)}`;
  if (credentials.length === 0) return `${appId}: no credential; its pushes end with \`no_credential\`\n${token}`;
  const listed = credentials.map((view) => `${view.credentialId}: ${titleOf(view)}\n${detailsOf(view)}`);
  return `${appId}\n${listed.join('')}${token}`;
}
