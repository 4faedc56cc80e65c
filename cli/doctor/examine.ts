/** Runs all checks of doctor. */
import type { Credential } from '../../shared/apns/rules/credential.ts';
import { probeCredentials } from '../../shared/credentials/apple/probe.ts';
import { readAppSecret } from '../../shared/credentials/aws/appSecret.ts';
import { type AppInspection, inspectApp } from '../../shared/credentials/flows/inspectApp.ts';
import { type Finding, isFault } from '../../shared/credentials/rules/finding.ts';
import { recipientStore } from '../../shared/people/table/recipients.ts';
import { system } from '../../shared/platform/aws/system.ts';
import { appStore } from '../../shared/team/table/teamSettings.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { type AppFile, checkEntitlements, checkInfoPlist, type StoredApp } from './appFiles.ts';
import { type CheckedQuota, checkQuotas } from './checkQuotas.ts';
import { declaredStage } from './declaredStage.ts';
import { examineUser, type UserExamination } from './examineUser.ts';
import { appsWithSecret, declaredApps } from './listApps.ts';
import { appsNotListed, type Examined, unlessDenied, userNotExamined } from './notExamined.ts';
import { type Part, reachStage } from './reachStage.ts';

export interface Questions {
  /** All apps of the stage if absent. */
  appId?: string | undefined;
  userId?: string | undefined;
  infoPlist?: AppFile | undefined;
  entitlements?: AppFile | undefined;
  /** The app that the files belong to. */
  fileAppId?: string | undefined;
}

/** The document that `--json` prints: docs/doctor.md. */
export interface DoctorReport {
  /** Neither error nor warning. */
  ok: boolean;
  stage: Pick<StageAccess, 'kind' | 'name' | 'label'>;
  /** ISO 8601, UTC. */
  checkedAt: string;
  parts: Part[];
  /** Quotas of the account; empty for the lab and an emulator. */
  quotas: CheckedQuota[];
  apps: Omit<AppInspection, 'findings'>[];
  user?: Omit<UserExamination, 'findings'> | undefined;
  /** All of them, the worst first. */
  findings: Finding[];
}

export async function examine(access: StageAccess, questions: Questions): Promise<DoctorReport> {
  const { clock, newId } = system;
  const { kind, name, label, clients, secretsPrefix, tableName } = access;
  const table = { client: clients.dynamoDb, name: tableName };
  const declared = kind === 'stage' ? await declaredStage(name) : undefined;
  const people = { clock, recipients: recipientStore(table), apps: appStore(table, clock) };
  const [reach, quotaCheck, { value: user, findings: userFindings }] = await Promise.all([
    reachStage(access),
    checkQuotas(access, declared),
    userOf(questions, (userId) => unlessDenied(examineUser(people, userId), userNotExamined(userId))),
  ]);
  const stage = { stageOption: kind === 'lab' ? '--lab' : `--stage ${name}`, secretsPrefix };
  const secretOf = (appId: string) => readAppSecret(clients.secretsManager, secretsPrefix, appId);
  const probe = (appId: string, credentials: readonly Credential[]) =>
    probeCredentials({ clock, newId, ...access.apns }, appId, credentials);
  const ports = { clock, secretOf, probe };
  const { appIds, findings: listFindings } = await appsToInspect(access, questions, user);
  const inspections = await Promise.all(appIds.map((appId) => inspectApp(ports, appId, stage)));
  const findings = [
    ...reach.findings,
    ...quotaCheck.findings,
    ...listFindings,
    ...userFindings,
    ...(appIds.length + listFindings.length === 0 ? [noApp(label)] : []),
    ...inspections.flatMap((inspection) => inspection.findings),
    ...(user === undefined ? [] : [...user.findings, ...unservedTokens(user, inspections)]),
    ...checkFiles(questions, inspections),
  ];
  return {
    ok: !findings.some(isFault),
    stage: { kind, name, label },
    checkedAt: new Date(clock.nowMs()).toISOString(),
    parts: reach.parts,
    quotas: quotaCheck.quotas,
    apps: inspections.map(({ findings: _listedBelow, ...inspection }) => inspection),
    ...(user !== undefined && { user: withoutFindings(user) }),
    findings: worstFirst(findings),
  };
}

async function userOf(
  { userId }: Questions,
  ask: (userId: string) => Promise<Examined<UserExamination>>,
): Promise<Partial<Examined<UserExamination>> & { findings: Finding[] }> {
  return userId === undefined ? { findings: [] } : ask(userId);
}

/** Those that cdk/stages.ts names are inspected even if the others are not known. */
async function appsToInspect(
  access: StageAccess,
  { appId, fileAppId }: Questions,
  user: UserExamination | undefined,
): Promise<{ appIds: string[]; findings: Finding[] }> {
  if (appId !== undefined) return { appIds: [appId], findings: [] };
  const ofUser = user?.devices.map((device) => device.appId) ?? [];
  const ofFiles = fileAppId === undefined ? [] : [fileAppId];
  const { secretsManager } = access.clients;
  const listed = await unlessDenied(appsWithSecret(secretsManager, access.secretsPrefix), appsNotListed);
  const appIds = [...(await declaredApps(access)), ...(listed.value ?? [])].sort();
  return { appIds: [...new Set([...appIds, ...ofUser, ...ofFiles])], findings: listed.findings };
}

function noApp(label: string): Finding {
  return {
    code: 'no_app',
    severity: 'error',
    what: `There is no app in ${label}.`,
    fix: 'Add its bundle ID to the apps of cdk/stages.ts and deploy.',
  };
}

/** An unproven token of unknown environment is sent to production first. */
function unservedTokens(user: UserExamination, inspections: readonly AppInspection[]): Finding[] {
  return user.devices.flatMap(({ deviceId, appId, tokens }) =>
    tokens.flatMap(({ kind, environment: said, state }): Finding[] => {
      // No credential of Apple's is needed.
      if (kind === 'external') return [];
      const environment = said === 'auto' ? 'production' : said;
      const coverage = inspections
        .find((inspection) => inspection.appId === appId)
        ?.coverage.find((entry) => entry.kind === kind && entry.environment === environment);
      if (state === 'quarantined' || coverage === undefined || coverage.credentialIds.length > 0) return [];
      return [
        {
          code: 'token_not_served',
          severity: 'error',
          userId: user.userId,
          deviceId,
          appId,
          kind,
          environment,
          what: `No credential covers the ${kind} token of ${deviceId}, which is for ${environment}.`,
          fix: `Store a credential of ${appId} for ${kind} pushes in ${environment}.`,
        },
      ];
    }),
  );
}

function checkFiles(
  { infoPlist, entitlements, fileAppId }: Questions,
  inspections: readonly AppInspection[],
): Finding[] {
  const inspection = inspections.find(({ appId }) => appId === fileAppId);
  if (inspection === undefined) return [];
  const { appId, coverage, credentials } = inspection;
  const served = coverage.filter(({ credentialIds }) => credentialIds.length > 0);
  const app: StoredApp = {
    appId,
    hasCalls: served.some(({ kind }) => kind === 'voip'),
    alertEnvironments: served.filter(({ kind }) => kind === 'alert').map(({ environment }) => environment),
    teamIds: [...new Set(credentials.flatMap(({ teamId }) => teamId ?? []))],
  };
  return [
    ...(infoPlist === undefined ? [] : checkInfoPlist(infoPlist, app)),
    ...(entitlements === undefined ? [] : checkEntitlements(entitlements, app, infoPlist)),
  ];
}

function withoutFindings({ findings: _listedBelow, ...user }: UserExamination): Omit<UserExamination, 'findings'> {
  return user;
}

const severities = ['error', 'warning', 'note'] as const;

function worstFirst(findings: readonly Finding[]): Finding[] {
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
