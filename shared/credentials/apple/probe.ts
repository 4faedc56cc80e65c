import { DeviceRequest } from '../../apns/client/devicePush.ts';
import { openDispatcher } from '../../apns/connection/openDispatcher.ts';
import type { Transport } from '../../apns/connection/transport.ts';
import type { TransportName } from '../../apns/connection/transports.ts';
import type { Credential } from '../../apns/rules/credential.ts';
import { chooseCredentials } from '../../apns/rules/credentialChoice.ts';
import type { ApnsAnswer, ApnsOutcome } from '../../apns/rules/outcome.ts';
import { apnsHeaders, topicOf } from '../../apns/rules/pushTypes.ts';
import { type ApnsEnvironment, apnsEnvironments, type MainTokenKind } from '../../devices/rules/device.ts';
import type { Clock } from '../../platform/ports.ts';
import type { Finding } from '../rules/finding.ts';
import { impossibleDeviceToken, judgeProbe, type Probe, type ProbeVerdict } from '../rules/probeAnswer.ts';

export interface ProbePorts {
  clock: Pick<Clock, 'nowMs'>;
  newId(): string;
  origins: Readonly<Record<ApnsEnvironment, string>>;
  /** PEM; without it, the CAs that Node trusts. */
  ca?: string | undefined;
  /** Implementation of the connections; `usualTransport` if absent. */
  transport?: TransportName | undefined;
  /** How long a host has for its answer; ten seconds if absent. */
  timeoutMs?: number | undefined;
}

const usualTimeoutMs = 10_000;

const kinds: readonly MainTokenKind[] = ['alert', 'voip'];

/**
 * Probes each host that a credential covers, for messages and for calls: by a push to a device token that cannot exist,
 * over a separate connection.
 */
export async function probeCredentials(
  ports: ProbePorts,
  appId: string,
  credentials: readonly Credential[],
): Promise<Probe[]> {
  const probes = credentials.flatMap((credential) =>
    apnsEnvironments.map((environment) => probeHost(ports, appId, credential, environment)),
  );
  return (await Promise.all(probes)).flat();
}

async function probeHost(
  ports: ProbePorts,
  appId: string,
  credential: Credential,
  environment: ApnsEnvironment,
): Promise<Probe[]> {
  const { clock, origins, ca, transport } = ports;
  const served = kinds.filter((kind) => serves(credential, appId, kind, environment, clock.nowMs()));
  if (served.length === 0) return [];
  const host = { origin: origins[environment], ca, transport };
  const dispatcher = openDispatcher(host, credential, clock);
  const answers: ProbeAnswer[] = [];
  try {
    for (const kind of served) {
      const answer = await ask(ports, dispatcher, { appId, environment, kind });
      const { outcome } = answer;
      answers.push({ kind, outcome, verdict: judgeProbe(answer) });
      // A second probe would wait just as long for nothing.
      if (outcome.kind === 'unanswered') break;
    }
  } finally {
    dispatcher.close();
  }
  return answers.map((answer) =>
    conclude({ appId, credentialId: credential.credentialId, environment }, answer, answers),
  );
}

interface ProbeAnswer {
  kind: MainTokenKind;
  outcome: ApnsOutcome;
  verdict: ProbeVerdict;
}

function serves(
  credential: Credential,
  appId: string,
  kind: MainTokenKind,
  environment: ApnsEnvironment,
  nowMs: number,
) {
  const need = { environment, topic: topicOf(appId, kind), pushType: kind };
  return chooseCredentials([credential], need, nowMs).serving !== undefined;
}

function ask(
  { clock, newId, timeoutMs = usualTimeoutMs }: ProbePorts,
  transport: Transport,
  { appId, environment, kind }: { appId: string; environment: ApnsEnvironment; kind: MainTokenKind },
): Promise<ApnsAnswer> {
  const nowMs = clock.nowMs();
  const request = new DeviceRequest({
    appId,
    environment,
    deviceToken: impossibleDeviceToken,
    // Not stored and with nothing to show: whatever happens, no phone reacts.
    headers: { ...apnsHeaders(appId, kind, newId(), nowMs), 'apns-expiration': '0' },
    payload: { aps: {} },
    deadlineMs: nowMs + timeoutMs,
  });
  return transport.request(request);
}

/** The same rejection for messages and for calls is one fault, not two: the first result covers both. */
function conclude(
  about: { appId: string; credentialId: string; environment: ApnsEnvironment },
  { kind, outcome, verdict }: ProbeAnswer,
  answers: readonly ProbeAnswer[],
): Probe {
  const { appId: _known, ...probed } = about;
  const { status, reason } = rejectionIn(outcome);
  const alike = answers.filter(
    (other) => other.verdict.state === verdict.state && rejectionIn(other.outcome).reason === reason,
  );
  const isFirst = alike[0]?.kind === kind;
  return {
    ...probed,
    kind,
    state: verdict.state,
    status,
    reason,
    ...(verdict.state !== 'good' && isFirst && { finding: findingOf(about, verdict, alike) }),
  };
}

function findingOf(
  about: { appId: string; credentialId: string; environment: ApnsEnvironment },
  { code, severity, what, fix }: Exclude<ProbeVerdict, { state: 'good' }>,
  alike: readonly ProbeAnswer[],
): Finding {
  const [only, ...others] = alike;
  const words = alike.map(({ kind }) => (kind === 'alert' ? 'messages' : 'calls')).join(' and ');
  return {
    code,
    severity,
    ...about,
    ...(only !== undefined && others.length === 0 && { kind: only.kind }),
    what: `\`${about.credentialId}\` for ${words} at the ${about.environment} host ${what}.`,
    fix,
  };
}

function rejectionIn(outcome: ApnsOutcome): { status?: number | undefined; reason?: string | undefined } {
  return outcome.kind === 'rejected' ? outcome : {};
}
