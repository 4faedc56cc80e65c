/** Checks of everything that is stored for an app, shared by the daily watch and `ringpost doctor`. */
import { type Credential, parseStoredCredentials } from '../../apns/rules/credential.ts';
import { type CredentialGap, chooseCredentials } from '../../apns/rules/credentialChoice.ts';
import { topicOf } from '../../apns/rules/pushTypes.ts';
import { type ApnsEnvironment, apnsEnvironments, type MainTokenKind } from '../../devices/rules/device.ts';
import { addCommand, type CheckContext, checkCredential, daysUntil, removeCommand } from './credentialChecks.ts';
import type { Finding } from './finding.ts';
import {
  checkMetricsToken,
  type MetricsToken,
  type MetricsTokenFacts,
  metricsTokenFacts,
  parseMetricsToken,
  unreadableMetricsToken,
} from './metricsToken.ts';

/** An app's secret as Secrets Manager returned it. */
export type StoredSecret =
  | { state: 'stored'; value: string }
  /** There is none. */
  | { state: 'missing' }
  /** It was deleted, and can still be restored. */
  | { state: 'deleted' }
  /** Reading it is not allowed, or its encryption key cannot be used. `cause`: name of AWS's error. */
  | { state: 'closed'; cause: string };

/** What a credential is for, without its secrets. */
export interface CredentialFacts {
  credentialId: string;
  kind: Credential['kind'];
  /** For token keys. */
  keyId?: string | undefined;
  teamId?: string | undefined;
  environments: readonly ApnsEnvironment[];
  topics: 'any' | readonly string[];
  /** ISO 8601, UTC. Token keys do not expire. */
  expiresAt?: string | undefined;
  daysToExpiry?: number | undefined;
}

/** The credential for pushes of one kind to one host. */
export interface Coverage {
  kind: MainTokenKind;
  environment: ApnsEnvironment;
  /** In the order in which they are tried; empty if there is none. */
  credentialIds: readonly string[];
  /** Why there is none: what the nearest one lacks. */
  gap?: CredentialGap | undefined;
}

export interface AppCredentialHealth {
  appId: string;
  findings: readonly Finding[];
  credentials: readonly CredentialFacts[];
  coverage: readonly Coverage[];
  /** Those without an error, which are worth a probe. */
  usable: readonly Credential[];
  /** Absent if the app has none. */
  metricsToken?: MetricsTokenFacts | undefined;
}

const kinds: readonly MainTokenKind[] = ['alert', 'voip'];

export function checkAppCredentials(secret: StoredSecret, context: CheckContext): AppCredentialHealth {
  const { appId, nowMs } = context;
  const { token, findings: ofToken } = checkTokenIn(secret, context);
  const metricsToken = token && metricsTokenFacts(token, nowMs);
  const read = readSecret(secret, context);
  if ('finding' in read) {
    const findings = [read.finding, ...ofToken];
    return { appId, findings, credentials: [], coverage: [], usable: [], metricsToken };
  }
  const { credentials } = read;
  const findings = [
    ...credentials.flatMap((credential) => checkCredential(credential, context)),
    ...findDuplicates(credentials, context),
  ];
  const faulty = new Set(
    findings.filter(({ severity }) => severity === 'error').map(({ credentialId }) => credentialId),
  );
  const usable = credentials.filter(({ credentialId }) => !faulty.has(credentialId));
  const coverage = coverageOf(usable, appId, nowMs);
  return {
    appId,
    findings: [...findings, ...findGaps(coverage, context), ...ofToken],
    credentials: credentials.map((credential) => factsOf(credential, nowMs)),
    coverage,
    usable,
    metricsToken,
  };
}

function checkTokenIn(
  secret: StoredSecret,
  context: CheckContext,
): { token?: MetricsToken | undefined; findings: Finding[] } {
  // A secret that is not JSON is a finding about the secret.
  if (secret.state !== 'stored' || !isJsonObject(secret.value)) return { findings: [] };
  try {
    const token = parseMetricsToken(secret.value);
    return { token, findings: token === undefined ? [] : checkMetricsToken(token, context) };
  } catch {
    return { findings: [unreadableMetricsToken(context)] };
  }
}

function isJsonObject(text: string): boolean {
  try {
    return JSON.parse(text) instanceof Object;
  } catch {
    return false;
  }
}

function readSecret(
  secret: StoredSecret,
  context: CheckContext,
): { credentials: readonly Credential[] } | { finding: Finding } {
  const { appId, secretsPrefix } = context;
  const wrong = (code: string, what: string, fix: string) => ({
    finding: { code, severity: 'error', appId, what, fix } as const,
  });
  switch (secret.state) {
    case 'missing':
      return wrong(
        'secret_missing',
        `${appId} has no secret, so none of its pushes can be sent.`,
        context.stageOption === '--lab'
          ? `Add a phone with that app: the lab stores its credentials. POST /lab/phones {"appId":"${appId}"}.`
          : `Name ${appId} in the apps of cdk/stages.ts and deploy, then store a credential with ${addCommand(context)}.`,
      );
    case 'deleted':
      return wrong(
        'secret_deleted',
        `The secret of ${appId} is scheduled for deletion and cannot be read until it is restored.`,
        `Restore it with \`aws secretsmanager restore-secret --secret-id ${secretsPrefix}/apps/${appId}\`.`,
      );
    case 'closed':
      return wrong(
        'secret_closed',
        `The secret of ${appId} cannot be read: ${secret.cause}.`,
        'Allow secretsmanager:GetSecretValue on it, and kms:Decrypt if it has an encryption key of its own.',
      );
  }
  try {
    const credentials = parseStoredCredentials(secret.value);
    if (credentials.length > 0) return { credentials };
    return wrong(
      'no_credential',
      `${appId} has no credential, so none of its pushes can be sent.`,
      `Store one with ${addCommand(context)}.`,
    );
  } catch (error) {
    return wrong(
      'secret_unreadable',
      `The secret of ${appId} does not contain what Ringpost stores: ${(error as Error).message}.`,
      `Restore its previous version, or store the credentials again with ${addCommand(context)}.`,
    );
  }
}

/** A certificate may be renewed with the same key, so the certificate counts and not its key. */
const identityOf = (credential: Credential): string =>
  credential.kind === 'token' ? `${credential.teamId} ${credential.keyId}` : credential.certificatePem.trim();

function findDuplicates(credentials: readonly Credential[], context: CheckContext): Finding[] {
  const { appId } = context;
  return credentials.flatMap((credential, index): Finding[] => {
    const before = credentials.slice(0, index);
    const { credentialId } = credential;
    if (before.some((other) => other.credentialId === credentialId)) {
      return [
        {
          code: 'duplicate_credential_id',
          severity: 'error',
          appId,
          credentialId,
          what: `Two credentials have the ID \`${credentialId}\`.`,
          fix: `Remove both with ${removeCommand(context, credentialId)}, and store them again with ${addCommand(context)}.`,
        },
      ];
    }
    const same = before.find((other) => identityOf(other) === identityOf(credential));
    if (same === undefined) return [];
    const what = credential.kind === 'token' ? `key ${credential.keyId}` : 'certificate';
    return [
      {
        code: 'duplicate_credential',
        severity: 'warning',
        appId,
        credentialId,
        what: `\`${credentialId}\` and \`${same.credentialId}\` are the same ${what}.`,
        fix: `If one is replaced, the other stays behind: ${removeCommand(context, credentialId)}.`,
      },
    ];
  });
}

/** As for a push: the same function decides. */
function coverageOf(credentials: readonly Credential[], appId: string, nowMs: number): Coverage[] {
  return kinds.flatMap((kind) =>
    apnsEnvironments.map((environment) => {
      const need = { environment, topic: topicOf(appId, kind), pushType: kind };
      const { serving = [], gap } = chooseCredentials(credentials, need, nowMs);
      const credentialIds = serving.map(({ credentialId }) => credentialId);
      return { kind, environment, credentialIds, gap };
    }),
  );
}

/**
 * Without alerts an app gets nothing, so that is an error. Without production its users get nothing, without
 * development only its developers. An app may do without calls, but that should be a decision.
 */
function findGaps(coverage: readonly Coverage[], context: CheckContext): Finding[] {
  const { appId } = context;
  return kinds.flatMap((kind): Finding[] => {
    const open = coverage.filter((entry) => entry.kind === kind && entry.credentialIds.length === 0);
    const words = kind === 'alert' ? 'alerts' : 'calls (VoIP pushes)';
    const base = { code: 'not_covered', appId, kind };
    const fix = `Store a ${kind === 'voip' ? 'VoIP certificate or a ' : ''}token key that covers it with ${addCommand(context)}.`;
    if (open.length === apnsEnvironments.length) {
      const severity = kind === 'alert' ? 'error' : 'warning';
      return [{ ...base, severity, what: `No usable credential of ${appId} covers ${words}.`, fix }];
    }
    return open.map(({ environment }) => ({
      ...base,
      severity: environment === 'production' ? 'error' : 'warning',
      environment,
      what: `No usable credential of ${appId} covers ${words} in ${environment}.`,
      fix,
    }));
  });
}

function factsOf(credential: Credential, nowMs: number): CredentialFacts {
  const { credentialId, kind, environments, topics } = credential;
  if (credential.kind === 'token') {
    return { credentialId, kind, keyId: credential.keyId, teamId: credential.teamId, environments, topics };
  }
  const { notAfter } = credential;
  return { credentialId, kind, environments, topics, expiresAt: notAfter, daysToExpiry: daysUntil(notAfter, nowMs) };
}
