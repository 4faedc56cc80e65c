/**
 * Secrets Manager, as far as Ringpost and its command line use it. Kept in memory: the lab fills it at each start.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/
 */
import { randomBytes } from 'node:crypto';
import type { TimerClock } from '../../clock.ts';
import { secretArn, secretsManagerAuthorizations } from '../iam/serviceAuthorizations.ts';
import {
  type AwsFailure,
  failure,
  type Input,
  isFailure,
  type JsonService,
  type Outcome,
} from '../protocol/jsonProtocol.ts';
import { flagMember, numberMember, recordListMember, textListMember, textMember } from '../protocol/members.ts';
import { addVersion, findVersion, moveStage, readVersion, type Secret } from './secret.ts';

const dayMs = 86_400_000;

export interface SecretsManager extends JsonService {
  /** Stores a value from inside the lab, like CreateSecret or PutSecretValue. @returns the secret's ARN. */
  put(name: string, secretString: string): string;
}

/** @param onNames called with the names of all secrets that are not deleted, whenever one comes or goes. */
export function createSecretsManager(clock: TimerClock, onNames?: (names: readonly string[]) => void): SecretsManager {
  const secrets = new Map<string, Secret>();

  function announceNames(): void {
    onNames?.([...secrets.values()].filter(({ deletedAtMs }) => deletedAtMs === undefined).map(({ name }) => name));
  }

  /** By name or by ARN. */
  function find(input: Input): Secret | AwsFailure {
    const id = textMember(input, 'SecretId') ?? '';
    const secret = secrets.get(id) ?? [...secrets.values()].find(({ arn }) => arn === id);
    if (secret?.deletedAtMs !== undefined && secret.deletedAtMs <= clock.nowMs()) secrets.delete(secret.name);
    else if (secret) return secret;
    return failure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  function arnOf(secretId: string): string | undefined {
    const secret = find({ SecretId: secretId });
    return isFailure(secret) ? undefined : secret.arn;
  }

  function findUsable(input: Input): Secret | AwsFailure {
    const secret = find(input);
    if (isFailure(secret) || secret.deletedAtMs === undefined) return secret;
    return failure(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  function createSecret(input: Input): Outcome {
    const name = textMember(input, 'Name') ?? '';
    if (!/^[\w/+=.@-]{1,512}$/.test(name)) return failure('ValidationException', `Invalid name: ${name}`);
    const existing = find({ SecretId: name });
    if (!isFailure(existing)) {
      return existing.deletedAtMs === undefined
        ? failure('ResourceExistsException', `The operation failed because the secret ${name} already exists.`)
        : failure('InvalidRequestException', `A secret with the name ${name} is already scheduled for deletion.`);
    }
    const version = readVersion(input, clock.nowMs());
    if (isFailure(version)) return version;
    const description = textMember(input, 'Description');
    const secret: Secret = {
      name,
      arn: secretArn(`${name}-${randomBytes(3).toString('hex')}`),
      description,
      createdAtMs: version.createdAtMs,
      changedAtMs: version.createdAtMs,
      versions: new Map(),
    };
    addVersion(secret, version, ['AWSCURRENT']);
    secrets.set(name, secret);
    announceNames();
    return { ARN: secret.arn, Name: name, VersionId: version.versionId };
  }

  function putSecretValue(input: Input): Outcome {
    const secret = findUsable(input);
    if (isFailure(secret)) return secret;
    const version = readVersion(input, clock.nowMs());
    if (isFailure(version)) return version;
    const refused = addVersion(secret, version, textListMember(input, 'VersionStages') ?? ['AWSCURRENT']);
    if (refused) return refused;
    const stages = secret.versions.get(version.versionId)?.stages ?? [];
    return { ARN: secret.arn, Name: secret.name, VersionId: version.versionId, VersionStages: [...stages] };
  }

  function getSecretValue(input: Input): Outcome {
    const secret = findUsable(input);
    if (isFailure(secret)) return secret;
    const version = findVersion(secret, textMember(input, 'VersionId'), textMember(input, 'VersionStage'));
    if (isFailure(version)) return version;
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.versionId,
      SecretString: version.secretString,
      SecretBinary: version.secretBinary,
      VersionStages: [...version.stages],
      CreatedDate: version.createdAtMs / 1000,
    };
  }

  /** Moves a label to another version: a way back to an older value. */
  function updateSecretVersionStage(input: Input): Outcome {
    const secret = findUsable(input);
    if (isFailure(secret)) return secret;
    const version = findVersion(secret, textMember(input, 'MoveToVersionId'), undefined);
    if (isFailure(version)) return version;
    moveStage(secret, textMember(input, 'VersionStage') ?? '', version);
    return { ARN: secret.arn, Name: secret.name };
  }

  function describeSecret(input: Input): Outcome {
    const secret = find(input);
    return isFailure(secret) ? secret : { ...listEntry(secret), VersionIdsToStages: versionIdsToStages(secret) };
  }

  function listSecrets(input: Input): Outcome {
    const from = Number(textMember(input, 'NextToken') ?? 0);
    const until = from + (numberMember(input, 'MaxResults') ?? 100);
    const matching = [...secrets.values()].filter(
      (secret) =>
        (secret.deletedAtMs === undefined || flagMember(input, 'IncludePlannedDeletion') === true) &&
        recordListMember(input, 'Filters').every((filter) => matches(secret, filter)),
    );
    const entries = matching
      .slice(from, until)
      .map((secret) => ({ ...listEntry(secret), SecretVersionsToStages: versionIdsToStages(secret) }));
    return { SecretList: entries, ...(until < matching.length && { NextToken: String(until) }) };
  }

  function deleteSecret(input: Input): Outcome {
    const secret = findUsable(input);
    if (isFailure(secret)) return secret;
    const windowDays = numberMember(input, 'RecoveryWindowInDays');
    const atOnce = flagMember(input, 'ForceDeleteWithoutRecovery');
    if (atOnce && windowDays !== undefined) {
      return failure(
        'InvalidParameterException',
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    }
    if (windowDays !== undefined && (windowDays < 7 || windowDays > 30)) {
      return failure(
        'InvalidParameterException',
        'RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
      );
    }
    secret.deletedAtMs = clock.nowMs() + (atOnce ? 0 : (windowDays ?? 30) * dayMs);
    if (atOnce) secrets.delete(secret.name);
    announceNames();
    return { ARN: secret.arn, Name: secret.name, DeletionDate: secret.deletedAtMs / 1000 };
  }

  return {
    targetPrefix: 'secretsmanager',
    version: '1.1',
    authorizations: secretsManagerAuthorizations(arnOf),
    operations: {
      CreateSecret: createSecret,
      PutSecretValue: putSecretValue,
      GetSecretValue: getSecretValue,
      UpdateSecretVersionStage: updateSecretVersionStage,
      DescribeSecret: describeSecret,
      ListSecrets: listSecrets,
      DeleteSecret: deleteSecret,
    },
    put(name, secretString) {
      const known = !isFailure(find({ SecretId: name }));
      const outcome = known
        ? putSecretValue({ SecretId: name, SecretString: secretString })
        : createSecret({ Name: name, SecretString: secretString });
      if (isFailure(outcome)) throw new Error(`secret ${name} could not be stored: ${outcome.message}`);
      return arnOf(name) ?? '';
    },
  };
}

function listEntry(secret: Secret): Record<string, unknown> {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    CreatedDate: secret.createdAtMs / 1000,
    LastChangedDate: secret.changedAtMs / 1000,
    DeletedDate: secret.deletedAtMs === undefined ? undefined : secret.deletedAtMs / 1000,
  };
}

function versionIdsToStages(secret: Secret): Record<string, string[]> {
  return Object.fromEntries([...secret.versions].map(([versionId, { stages }]) => [versionId, [...stages]]));
}

/** `name` and `description` match by their beginning, a leading `!` negates a value. Other keys match nothing here. */
function matches(secret: Secret, filter: Input): boolean {
  const text = { name: secret.name, description: secret.description ?? '' }[textMember(filter, 'Key') ?? ''];
  if (text === undefined) return false;
  return (textListMember(filter, 'Values') ?? []).some((value) =>
    value.startsWith('!') ? !text.startsWith(value.slice(1)) : text.startsWith(value),
  );
}
