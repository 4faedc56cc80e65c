/** The apps of a stage: those that have a secret, and those that cdk/stages.ts names. */
import { ListSecretsCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { StageAccess } from '../stage/stageAccess.ts';
import { declaredStage } from './declaredStage.ts';

/** @returns bundle IDs, sorted, including those whose secret is scheduled for deletion. */
export async function listApps(access: StageAccess): Promise<string[]> {
  const withSecret = await appsWithSecret(access.clients.secretsManager, access.secretsPrefix);
  return [...new Set([...(await declaredApps(access)), ...withSecret])].sort();
}

/** @param secretsManager with the developer's own credentials. @returns bundle IDs, as AWS lists them. */
export async function appsWithSecret(
  secretsManager: SecretsManagerClient,
  secretsPrefix: string,
  { IncludePlannedDeletion = true } = {},
): Promise<string[]> {
  const prefix = `${secretsPrefix}/apps/`;
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await secretsManager.send(
      new ListSecretsCommand({
        Filters: [{ Key: 'name', Values: [prefix] }],
        IncludePlannedDeletion,
        ...(NextToken && { NextToken }),
      }),
    );
    names.push(...(page.SecretList ?? []).map(({ Name = '' }) => Name));
    NextToken = page.NextToken;
  } while (NextToken);
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

/** For a stage that this checkout does not know, only the secrets show its apps. */
export async function declaredApps({ kind, name }: StageAccess): Promise<readonly string[]> {
  return kind === 'stage' ? ((await declaredStage(name))?.apps ?? []) : [];
}
