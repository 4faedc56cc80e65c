/** `ringpost credentials remove`: removes a stored credential. */
import { metricsTokenFacts, metricsTokenId } from '../../shared/credentials/rules/metricsToken.ts';
import type { CommandDefinition, CommandResult } from '../frame/command.ts';
import { CommandFailure } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { changeAppSecret, changeMetricsToken, readAppSecret, type SecretContent } from './appSecret.ts';
import { confirm } from './confirm.ts';
import { detailsOf, titleOf, viewOf } from './describe.ts';
import { requireApp } from './fileOptions.ts';
import { metricsTokenText } from './metricsTokens.ts';

const options = { app: { type: 'string' }, yes: { type: 'boolean' } } as const;

export function removeCommand(nowMs: () => number): CommandDefinition<typeof options> {
  return {
    name: 'ringpost credentials remove',
    help: `Usage: ringpost credentials remove <credentialId> --app <bundleId> [options]

Removes a credential from the app's secret, after showing it and asking; \`metrics-token\` removes the metrics token. The previous version stays in
Secrets Manager as AWSPREVIOUS until the next change. Nothing is revoked at Apple.

Options:
  --app <id>     bundle ID of the app
  --yes          do not ask
`,
    example: 'npx ringpost credentials remove voip --app com.example.chat --stage dev',
    options,
    args: { what: '<credentialId>: the credential to remove', least: 1, most: 1 },
    async run({ options: { app, yes = false }, args: [credentialId = ''], terminal, openStage }) {
      const appId = requireApp(app);
      const place = await openStage();
      const content = await readAppSecret(place, appId);
      if (credentialId === metricsTokenId) {
        return removeMetricsToken(place, appId, content, { yes, terminal, nowMs: nowMs() });
      }
      const { credentials } = content;
      const stored = credentials.find((credential) => credential.credentialId === credentialId);
      if (!stored)
        throw unknownCredential(
          credentialId,
          appId,
          credentials.map((credential) => credential.credentialId),
        );
      const view = viewOf(stored, nowMs());
      terminal.say(`${credentialId}: ${titleOf(view)}\n${detailsOf(view)}`.trimEnd());
      if (credentials.length === 1) terminal.say(`It is the only one of ${appId}: without it, nothing can be pushed.`);
      await confirm(terminal, yes, `Remove it from ${appId}, ${place.label}?`);
      await changeAppSecret(place, appId, (current) =>
        current.filter((credential) => credential.credentialId !== credentialId),
      );
      return {
        ok: true,
        document: { action: 'removed', stage: place.name, appId, credential: view },
        text: `${credentialId}: removed from ${appId}, ${place.label}\n`,
      };
    },
  };
}

async function removeMetricsToken(
  place: StageAccess,
  appId: string,
  { credentials, metricsToken }: SecretContent,
  { yes, terminal, nowMs }: { yes: boolean; terminal: Terminal; nowMs: number },
): Promise<CommandResult> {
  if (metricsToken === undefined) {
    throw unknownCredential(
      metricsTokenId,
      appId,
      credentials.map(({ credentialId }) => credentialId),
    );
  }
  const facts = metricsTokenFacts(metricsToken, nowMs);
  terminal.say(`${metricsTokenId}: ${metricsTokenText(facts)}`.trimEnd());
  await confirm(terminal, yes, `Remove it from ${appId}, ${place.label}?`);
  await changeMetricsToken(place, appId, undefined);
  return {
    ok: true,
    document: { action: 'removed', stage: place.name, appId, metricsToken: facts },
    text: `${metricsTokenId}: removed from ${appId}, ${place.label}\n`,
  };
}

function unknownCredential(credentialId: string, appId: string, known: readonly string[]): CommandFailure {
  return new CommandFailure({
    code: 'unknown_credential',
    message: `${appId} has no credential \`${credentialId}\``,
    fix: known.length > 0 ? `It has ${known.join(', ')}.` : 'It does not have any.',
  });
}
