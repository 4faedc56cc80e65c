/** Doctor's report for a terminal. */
import type { CredentialFacts } from '../../shared/credentials/rules/appChecks.ts';
import type { Severity } from '../../shared/credentials/rules/finding.ts';
import type { Probe } from '../../shared/credentials/rules/probeAnswer.ts';
import { apnsEnvironments, type MainTokenKind } from '../../shared/devices/rules/device.ts';
import { visible } from '../frame/outsideText.ts';
import { green, red, yellow } from '../frame/style.ts';
import { grouped, quotaTitles } from './checkQuotas.ts';
import type { DoctorReport } from './examine.ts';
import type { DeviceExamination, UserExamination } from './examineUser.ts';

const marks: Readonly<Record<Severity | 'good', string>> = {
  good: green('✓'),
  error: red('✗'),
  warning: yellow('!'),
  note: '·',
};
const kindNames: Readonly<Record<MainTokenKind, string>> = { alert: 'messages', voip: 'calls' };

export function describeReport(report: DoctorReport): string {
  const nameWidth = 1 + Math.max(...report.parts.map(({ name }) => name.length));
  const lines = [
    `ringpost doctor: ${report.stage.label}`,
    '',
    ...report.parts.map(
      ({ name, isReached, detail }) =>
        `  ${isReached ? marks.good : marks.error} ${name.replaceAll('_', ' ').padEnd(nameWidth)}${detail}`,
    ),
    ...describeQuotas(report.quotas),
    ...report.apps.flatMap((app) => ['', ...describeApp(app)]),
    ...(report.user === undefined ? [] : ['', ...describeUser(report.user)]),
    '',
    ...report.findings.flatMap(({ severity, code, what, fix }) => [
      `${marks[severity]} ${severity} ${code}`,
      ...wrap(what, '    '),
      ...wrap(`→ ${fix}`, '    '),
    ]),
    ...(report.findings.length > 0 ? [''] : []),
    conclusion(report),
  ];
  return `${lines.join('\n')}\n`;
}

function describeQuotas(quotas: DoctorReport['quotas']): string[] {
  if (quotas.length === 0) return [];
  const nameWidth = 2 + Math.max(...quotas.map(({ name }) => quotaTitles[name].length));
  const lines = quotas.map(({ name, value, needed }) => {
    const isComparable = value !== undefined && needed !== undefined;
    const mark = isComparable ? (value < needed ? marks.warning : marks.good) : marks.note;
    const need = needed === undefined ? '' : `, needed ${grouped(needed)}`;
    return `  ${mark} ${quotaTitles[name].padEnd(nameWidth)}${value === undefined ? 'unknown' : grouped(value)}${need}`;
  });
  return ['', 'Quotas of the account', ...lines];
}

function describeApp({ appId, credentials, coverage, probes }: DoctorReport['apps'][number]): string[] {
  return [
    `App ${appId}`,
    ...(credentials.length > 0
      ? credentials.map((credential) => `  ${describeCredential(credential)}`)
      : ['  no credential that can be read']),
    ...coverage.map(({ kind, environment, credentialIds }, index) => {
      const name = coverage[index - 1]?.kind === kind ? '' : kindNames[kind];
      const served = credentialIds.length > 0 ? `${marks.good} ${credentialIds.join(', then ')}` : marks.error;
      return `  ${name.padEnd(10)}${environment.padEnd(13)}${served}`;
    }),
    ...describeProbes(probes),
  ];
}

function describeCredential({ credentialId, kind, environments, topics, ...facts }: CredentialFacts): string {
  const { keyId, teamId, expiresAt, daysToExpiry } = facts;
  const what = kind === 'token' ? `key ${keyId} of team ${teamId}` : 'certificate';
  const where = environments.length === apnsEnvironments.length ? 'both environments' : environments.join(', ');
  const until =
    expiresAt === undefined || daysToExpiry === undefined
      ? ''
      : `, until ${expiresAt.slice(0, 10)} (${daysToExpiry < 0 ? 'expired' : `${Math.floor(daysToExpiry)} days`})`;
  return `${credentialId}: ${what}, ${where}, ${topics === 'any' ? 'any topic' : topics.join(' ')}${until}`;
}

function describeProbes(probes: readonly Probe[]): string[] {
  return probes.map(({ credentialId, environment, kind, state, reason }, index) => {
    const asked = `${credentialId} for ${kindNames[kind]}`;
    const answer = state === 'good' ? `${marks.good} ${asked}` : `${marks.error} ${asked}: ${reason ?? state}`;
    return `  ${(index === 0 ? 'Apple' : '').padEnd(10)}${environment.padEnd(13)}${answer}`;
  });
}

function describeUser({ userId, isOnline, devices }: Omit<UserExamination, 'findings'>): string[] {
  return [
    `User ${visible(userId)}: ${isOnline ? 'online' : 'offline'}, ${devices.length} device${devices.length === 1 ? '' : 's'}`,
    ...devices.flatMap(describeDevice),
  ];
}

function describeDevice({ deviceId, appId, message, call, tokens, repairs }: DeviceExamination): string[] {
  return [
    `  ${visible(deviceId)} with ${visible(appId)}`,
    `    a message now: ${message.decision === 'push' ? 'pushed' : 'not pushed'} (${message.rule}); a call now: ${describeCall(call)}`,
    ...tokens.map(
      ({ kind, tokenStart, environment, state, registeredAt }) =>
        `    ${kind} token ${tokenStart}…: ${environment}, ${state}, registered ${registeredAt}`,
    ),
    ...repairs.map(({ at, kind, repair, environment, reason }) => {
      const why = [environment, reason].filter((part) => part !== undefined).join(' ');
      return `    ${at} ${kind} token ${repair.replaceAll('_', ' ')}${why === '' ? '' : ` (${why})`}`;
    }),
  ];
}

function describeCall({ way, rule }: DeviceExamination['call']): string {
  const words = { voip: 'rings', alert: 'comes as an alert', none: 'not pushed' }[way];
  return rule === undefined ? words : `${words} (${rule})`;
}

function conclusion({ findings, ok }: DoctorReport): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const said = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const counts = [said(count('error'), 'error'), said(count('warning'), 'warning'), said(count('note'), 'note')].join(
    ', ',
  );
  return ok ? `${marks.good} all is well (${counts})` : `${marks.error} ${counts}`;
}

const width = 110;

function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  // A command is not wrapped, so that it can be copied.
  for (const word of text.match(/`[^`]*`\S*|\S+/g) ?? []) {
    if (line.length > indent.length && line.length + word.length > width) {
      lines.push(line.trimEnd());
      line = `${indent}${word} `;
    } else {
      line += `${word} `;
    }
  }
  return [...lines, line.trimEnd()];
}
