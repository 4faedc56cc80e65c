/**
 * The secret with an app's credentials: docs/credentials.md, "What is stored". A change must not lose a concurrent one,
 * and Secrets Manager has no conditional write. But the writer chooses a version's ID, and the ID belongs to one value
 * for good. So the ID of the next version is derived from that of the version that was read. When two writers change
 * the same version, the second is rejected, reads again, and changes what the first one made.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
import { createHash } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type Credential, parseStoredCredentials, type StoredCredentials } from '../../shared/apns/rules/credential.ts';
import { type MetricsToken, parseMetricsToken } from '../../shared/credentials/rules/metricsToken.ts';
import { CommandFailure, type Fault } from '../frame/failure.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

export type SecretPlace = Pick<StageAccess, 'kind' | 'name' | 'secretsPrefix'> & {
  clients: { secretsManager: Pick<SecretsManagerClient, 'send'> };
};

export interface SecretContent {
  credentials: readonly Credential[];
  metricsToken?: MetricsToken | undefined;
}

export interface AppSecret extends SecretContent {
  secretId: string;
  versionId: string;
  isCurrent: boolean;
}

/** Secrets Manager's limit. */
const limitBytes = 65_536;
const maxAttempts = 10;

/**
 * @param versionId absent: the current version.
 * @throws CommandFailure: no such secret, scheduled for deletion, or not in Ringpost's format.
 */
export async function readAppSecret(place: SecretPlace, appId: string, versionId?: string): Promise<AppSecret> {
  const secretId = `${place.secretsPrefix}/apps/${appId}`;
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId, ...(versionId && { VersionId: versionId }) });
    const answer = await place.clients.secretsManager.send(command);
    return {
      secretId,
      versionId: answer.VersionId ?? '',
      isCurrent: answer.VersionStages?.includes('AWSCURRENT') ?? false,
      ...parse(answer.SecretString ?? '', secretId),
    };
  } catch (error) {
    throw secretFailure(error, place, appId, secretId);
  }
}

/**
 * @param change from the stored credentials to the new ones; called again if another writer was faster.
 * @returns what is stored now. @throws CommandFailure, and what `change` throws; then nothing was written.
 */
export async function changeAppSecret(
  place: SecretPlace,
  appId: string,
  change: (credentials: readonly Credential[]) => readonly Credential[],
): Promise<readonly Credential[]> {
  const changed = await changeSecret(place, appId, ({ credentials, metricsToken }) => ({
    credentials: change(credentials),
    metricsToken,
  }));
  return changed.credentials;
}

/** @param token undefined: the app has none from now on. @throws CommandFailure; then nothing was written. */
export async function changeMetricsToken(
  place: SecretPlace,
  appId: string,
  token: MetricsToken | undefined,
): Promise<void> {
  await changeSecret(place, appId, ({ credentials }) => ({ credentials, metricsToken: token }));
}

async function changeSecret(
  place: SecretPlace,
  appId: string,
  change: (content: SecretContent) => SecretContent,
): Promise<SecretContent> {
  let base = await readAppSecret(place, appId);
  let generation = 0;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const changed = change(base);
    const { credentials, metricsToken } = changed;
    const stored: StoredCredentials & SecretContent = { version: 1, credentials: [...credentials], metricsToken };
    const value = JSON.stringify(stored);
    if (Buffer.byteLength(value) > limitBytes) throw new CommandFailure(secretTooLarge(appId));
    const versionId = successorOf(base.versionId, generation);
    if (await put(place, appId, base.secretId, versionId, value)) return changed;
    // By its ID, as other readers may still get the old version as the current one.
    const successor = await readAppSecret(place, appId, versionId);
    const next = successor.isCurrent ? successor : await readAppSecret(place, appId);
    // The same content again: someone restored it by hand, so the ID of its successor is taken.
    generation = next.versionId === base.versionId ? generation + 1 : 0;
    base = next;
  }
  throw new CommandFailure(secretBusy(appId));
}

/** @returns false if another value has that version ID, or if it is not the current version. */
async function put(
  place: SecretPlace,
  appId: string,
  secretId: string,
  versionId: string,
  value: string,
): Promise<boolean> {
  try {
    const command = new PutSecretValueCommand({
      SecretId: secretId,
      SecretString: value,
      ClientRequestToken: versionId,
    });
    const { VersionStages = [] } = await place.clients.secretsManager.send(command);
    return VersionStages.includes('AWSCURRENT');
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceExistsException') return false;
    throw secretFailure(error, place, appId, secretId);
  }
}

/** Form of a version ID: 32 to 64 characters. */
function successorOf(versionId: string, generation: number): string {
  return createHash('sha256').update(`ringpost ${versionId} ${generation}`).digest('hex');
}

function parse(secret: string, secretId: string): SecretContent {
  try {
    return { credentials: parseStoredCredentials(secret), metricsToken: parseMetricsToken(secret) };
  } catch (error) {
    const message = `the secret ${secretId} does not have Ringpost's format: ${(error as Error).message}`;
    const fix =
      'Check it with `aws secretsmanager get-secret-value`, and restore an older version or store ' +
      '{"version":1,"credentials":[]} with `aws secretsmanager put-secret-value`.';
    throw new CommandFailure({ code: 'secret_invalid', message, fix });
  }
}

/** @returns a CommandFailure for errors that it can explain, otherwise the error itself. */
function secretFailure(error: unknown, place: SecretPlace, appId: string, secretId: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'ResourceNotFoundException')
    return new CommandFailure(noAppSecret(place, appId), { cause: error });
  if (error.name === 'InvalidRequestException' && /delet/i.test(error.message)) {
    return new CommandFailure(secretDeleted(secretId), { cause: error });
  }
  return error;
}

function noAppSecret({ kind, name }: SecretPlace, appId: string): Fault {
  const where = kind === 'lab' ? 'the lab' : `stage ${name}`;
  return {
    code: 'no_app_secret',
    message: `${where} has no app ${appId}`,
    fix:
      kind === 'lab'
        ? `\`npx ringpost credentials add --demo --lab --app ${appId}\` adds it, with credentials from the lab's fake Apple.`
        : `Write the bundle ID as in Xcode. A new app goes into \`apps\` of the stage in cdk/stages.ts; then ` +
          `\`npx cdk deploy ringpost-${name}\` creates its secret.`,
  };
}

const secretDeleted = (secretId: string): Fault => ({
  code: 'secret_deleted',
  message: `the secret ${secretId} is scheduled for deletion: the app cannot be sent pushes`,
  fix: `Restore it with \`aws secretsmanager restore-secret --secret-id ${secretId}\`.`,
});

const secretTooLarge = (appId: string): Fault => ({
  code: 'secret_too_large',
  message: `the credentials of ${appId} would exceed 64 KB, the limit of a secret`,
  fix: 'Remove those that are no longer used: `npx ringpost credentials list`, `npx ringpost credentials remove`.',
});

const secretBusy = (appId: string): Fault => ({
  code: 'secret_busy',
  message: `someone else keeps changing the credentials of ${appId}; nothing was saved`,
  fix: 'Try again in a moment.',
});
