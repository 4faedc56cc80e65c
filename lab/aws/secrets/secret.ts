/** One secret with its versions. https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
import { randomUUID } from 'node:crypto';
import { type AwsFailure, failure, type Input } from '../protocol/jsonProtocol.ts';
import { textMember } from '../protocol/members.ts';

export interface SecretVersion {
  readonly versionId: string;
  readonly secretString?: string | undefined;
  /** Base64, as on the wire. */
  readonly secretBinary?: string | undefined;
  readonly createdAtMs: number;
  /** `AWSCURRENT`, `AWSPREVIOUS`, or one of the owner's labels. Each is on one version only. */
  readonly stages: Set<string>;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly createdAtMs: number;
  changedAtMs: number;
  /** When it will be deleted; until then it can be described but not read. */
  deletedAtMs?: number | undefined;
  readonly versions: Map<string, SecretVersion>;
}

const valueLimitBytes = 65_536;
const deprecatedKeptMs = 24 * 60 * 60 * 1000;

/** Value in a request, as a version that is not yet stored. */
export function readVersion(input: Input, nowMs: number): SecretVersion | AwsFailure {
  const secretString = textMember(input, 'SecretString');
  const secretBinary = textMember(input, 'SecretBinary');
  if ((secretString === undefined) === (secretBinary === undefined)) {
    return failure('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
  }
  const bytes =
    secretString === undefined ? Buffer.byteLength(secretBinary ?? '', 'base64') : Buffer.byteLength(secretString);
  if (bytes > valueLimitBytes)
    return failure('ValidationException', `The secret is larger than ${valueLimitBytes} bytes.`);
  return {
    versionId: textMember(input, 'ClientRequestToken') ?? randomUUID(),
    secretString,
    secretBinary,
    createdAtMs: nowMs,
    stages: new Set(),
  };
}

/**
 * Stores a version under its labels. Storing the same version again changes nothing; with other contents it is refused.
 */
export function addVersion(secret: Secret, version: SecretVersion, stages: readonly string[]): AwsFailure | undefined {
  const stored = secret.versions.get(version.versionId);
  if (stored) {
    const same = stored.secretString === version.secretString && stored.secretBinary === version.secretBinary;
    if (same) return undefined;
    return failure('ResourceExistsException', `A version with the ID ${version.versionId} has another value.`);
  }
  secret.versions.set(version.versionId, version);
  for (const stage of stages) moveStage(secret, stage, version);
  forgetDeprecated(secret, version.createdAtMs);
  secret.changedAtMs = version.createdAtMs;
  return undefined;
}

/** Versions without a label are deprecated and are deleted, but not within a day. */
function forgetDeprecated(secret: Secret, nowMs: number): void {
  for (const { versionId, stages, createdAtMs } of secret.versions.values()) {
    if (stages.size === 0 && nowMs - createdAtMs > deprecatedKeptMs) secret.versions.delete(versionId);
  }
}

/** The previous AWSCURRENT becomes AWSPREVIOUS. */
export function moveStage(secret: Secret, stage: string, to: SecretVersion): void {
  const from = findStage(secret, stage);
  from?.stages.delete(stage);
  to.stages.add(stage);
  if (stage === 'AWSCURRENT' && from) moveStage(secret, 'AWSPREVIOUS', from);
}

function findStage(secret: Secret, stage: string): SecretVersion | undefined {
  return [...secret.versions.values()].find(({ stages }) => stages.has(stage));
}

/** @param stage AWSCURRENT if neither it nor a version is named. */
export function findVersion(
  secret: Secret,
  versionId: string | undefined,
  stage: string | undefined,
): SecretVersion | AwsFailure {
  const version = versionId ? secret.versions.get(versionId) : findStage(secret, stage ?? 'AWSCURRENT');
  if (!version) {
    const wanted = versionId ? `VersionId: ${versionId}` : `staging label: ${stage ?? 'AWSCURRENT'}`;
    return failure('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${wanted}`);
  }
  if (stage && !version.stages.has(stage)) {
    return failure('InvalidRequestException', `Version ${version.versionId} does not have the label ${stage}.`);
  }
  return version;
}
