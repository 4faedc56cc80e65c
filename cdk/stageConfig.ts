/** What a team decides for each stage, and the check that reports mistakes in it before anything is deployed. */
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Caller } from '../shared/api/routes.ts';
import type { ServerFunction } from '../shared/api/serverFunctions.ts';
import type { TransportName } from '../shared/apns/connection/transports.ts';
import { fallbackOf } from '../shared/content/languages/fallback.ts';
import type { PublishedEvents } from '../shared/events/rules/eventTypes.ts';
import type { RecordKeeping } from '../shared/messages/rules/recordKeeping.ts';
import { identityProblems, type OidcIdentity } from './identityProviders.ts';

/** Above this rate API Gateway answers 429. It counts per route, for all callers together. */
export interface Throttle {
  ratePerSecond: number;
  burst: number;
}

/** The API's address under a name of the team's own. */
export interface DomainConfig {
  /** Such as `push.example.com`. */
  name: string;
  /** A certificate of AWS Certificate Manager for that name, in the region of the stage. */
  certificateArn: string;
  /** Route 53 zone that holds the name. Without it, the output `DomainTarget` shows what to set at your DNS provider. */
  hostedZone?: { id: string; name: string };
}

/** CloudFront with rate rules, before the API of a stage with a `domain`. */
export interface EdgeConfig {
  /** Such as `push.example.com`: what apps call. The API keeps `domain.name`, which servers call. */
  name: string;
  /** A certificate of AWS Certificate Manager for that name in us-east-1, wherever the stage is. */
  certificateArn: string;
  /** Route 53 zone that holds the name. Without it, the output `EdgeTarget` shows what to set at your DNS provider. */
  hostedZone?: { id: string; name: string };
  /** For each IP address; above it, 429. Networks of mobile carriers have thousands of phones behind one address. */
  requestsPerFiveMinutes: number;
  /** The same for the routes without a login, which need a ticket in their path. */
  openRequestsPerFiveMinutes: number;
}

export interface StageConfig {
  /** The stack is `ringpost-<name>`, the secrets are `ringpost/<name>/…`. Lower case, at most 20 characters. */
  name: string;
  /** Bundle IDs. Each gets a secret for its credentials, and devices can register only for these. */
  apps: readonly string[];
  /**
   * `cognito`: the stage gets its own user pool. Otherwise one issuer or several: see identityProviders.ts and
   * docs/identity.md.
   */
  identity: 'cognito' | OidcIdentity | readonly OidcIdentity[];
  /**
   * true: the stack and the table refuse to be deleted, and table, secrets, user pool and logs outlive the stack.
   * false: removing the stack removes everything.
   */
  keepsData: boolean;
  /** How many days back the table can be restored to any second: 1 to 35. */
  recoveryDays: number;
  logRetention: RetentionDays;
  throttles: Readonly<Record<Caller, Throttle>>;
  /**
   * Set it before the first app ships: apps call this address for life. Without it, they call one that is removed with the stack.
   */
  domain?: DomainConfig;
  /** CloudFront before the API, in a stack of its own: `ringpost-<name>-edge`. Needs a `domain`. Default: none. */
  edge?: EdgeConfig;
  /**
   * Functions whose server routes are also served at a URL of the function's own, such as `['messages']`: a door for
   * servers without API Gateway's dollar per million requests, but without its throttle too. Default: none.
   */
  functionUrls?: readonly ServerFunction[];
  /**
   * Most concurrent runs of a function, such as `{ messages: 200 }`, taken from the account's for this function alone. It
   * answers 429 above that, whoever asks. Default: whatever the account has left.
   */
  reservedConcurrency?: Readonly<Partial<Record<ServerFunction, number>>>;
  /**
   * At most this many delivery workers, and as many call timer workers, run concurrently: 2 to 1,000. Keeps a flood from taking
   * all of the account's Lambda concurrency.
   */
  maxDeliveryWorkers: number;
  /**
   * What is published on the event bus: nothing, changes of calls, or those of messages too. EventBridge charges a dollar per
   * million events; a call has at least two, a message at least one.
   */
  events: PublishedEvents;
  /**
   * `channel`: ringing phones hear over AppSync Events that their ring is over. `polling`: they ask, at three times the price of a
   * call that nobody answers.
   */
  rings: 'channel' | 'polling';
  /**
   * US dollars a month, by Ringpost's own counters and list prices. When they are reached, broadcasts stop, never messages
   * or calls; alarms go off at 50, 80 and 100 %. Default: no limit. See docs/cost.md, "A monthly budget".
   */
  monthlyBudgetUsd?: number;
  /**
   * ISO 3166, two capital letters: territory for phone numbers without a country code, if neither the request nor a phone of the
   * user names another.
   */
  defaultTerritory: string;
  /**
   * BCP 47, such as `en` or `zh-Hant`: language of texts on phones for which neither the app nor the user's profile names one.
   * Default: English.
   */
  defaultLanguage?: string;
  /**
   * Which messages the table keeps, to show and to recall them. Default: `all`. `problems` saves $0.63 a million messages: a message to
   * few recipients is recorded only if APNs has not accepted all its pushes. See docs/messages.md, "What is recorded".
   */
  messageRecords?: RecordKeeping;
  /**
   * Whether records of messages keep what decided who got them, to decide again: docs/messages.md, "Decide again". Default: true.
   * docs/cost.md says what it costs.
   */
  keepsDecisionFacts?: boolean;
  /** `WARN` saves the line of each request, and loses the trail from a request to its pushes. */
  logLevel: 'INFO' | 'WARN' | 'ERROR';
  /**
   * Implementation of the connections to APNs. Default: `wire`, Ringpost's own HTTP/2. `http2` is Node's, should the other have a
   * fault: docs/decisions/0081.
   */
  apnsTransport?: TransportName;
  /**
   * Whether X-Ray traces the functions, at $5.00 per million traces. It samples one request a second of each function, and five
   * percent of the rest: docs/decisions/0034.
   */
  tracing: boolean;
  /** `few`: only alarms on what nobody would notice on a stage without users, which is credentials and dead-lettered work. */
  alarms: 'all' | 'few';
  /**
   * Address that alarms are mailed to, once it has answered the confirmation mail of the first deployment. Without it, nowhere.
   */
  alarmEmail?: string;
}

export function stackName(stage: Pick<StageConfig, 'name'>): string {
  return `ringpost-${stage.name}`;
}

/** Without a trailing slash; an app's secret is `<prefix>/apps/<bundleId>`. */
export function secretsPrefix(stage: Pick<StageConfig, 'name'>): string {
  return `ringpost/${stage.name}`;
}

/** @returns one sentence for each problem, empty if the stages can be deployed. */
export function stageProblems(stages: readonly StageConfig[]): string[] {
  const names = stages.map((stage) => stage.name);
  return [
    ...duplicates(names).map((name) => `two stages are named \`${name}\`: give each a name of its own`),
    ...stages.flatMap((stage) => problemsOf(stage).map((problem) => `stage \`${stage.name}\`: ${problem}`)),
  ];
}

function problemsOf(stage: StageConfig): string[] {
  return [
    ...when(
      !/^[a-z][a-z0-9-]{0,19}$/.test(stage.name),
      'name must start with a lower-case letter, then at most 19 lower-case letters, digits or hyphens',
    ),
    ...appProblems(stage.apps),
    ...(stage.identity === 'cognito' ? [] : identityProblems(stage.identity)),
    ...when(
      stage.alarmEmail !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(stage.alarmEmail),
      `alarmEmail \`${stage.alarmEmail}\` is not an e-mail address: write it as ops@example.com, or leave it out`,
    ),
    ...(stage.domain === undefined ? [] : domainProblems('domain', stage.domain)),
    ...(stage.edge === undefined ? [] : edgeProblems(stage.edge, stage.domain)),
    ...outside('recoveryDays', stage.recoveryDays, 1, 35),
    ...when(
      !/^[A-Z]{2}$/.test(stage.defaultTerritory),
      `defaultTerritory \`${stage.defaultTerritory}\` must be an ISO 3166 code of two capitals, such as CN`,
    ),
    ...when(
      stage.defaultLanguage !== undefined && fallbackOf(stage.defaultLanguage) === undefined,
      `defaultLanguage \`${stage.defaultLanguage}\` is not a language tag: write it as en or zh-Hant, or leave it out`,
    ),
    ...(stage.monthlyBudgetUsd === undefined ? [] : outside('monthlyBudgetUsd', stage.monthlyBudgetUsd, 1, 1_000_000)),
    ...outside('maxDeliveryWorkers', stage.maxDeliveryWorkers, 2, 1000),
    ...duplicates(stage.functionUrls ?? []).map((name) => `functionUrls: \`${name}\` is listed twice: remove one`),
    ...Object.entries(stage.reservedConcurrency ?? {}).flatMap(([name, runs]) =>
      outside(`reservedConcurrency.${name}`, runs, 1, 10_000),
    ),
    ...Object.entries(stage.throttles).flatMap(([caller, { ratePerSecond, burst }]) => [
      ...outside(`throttles.${caller}.ratePerSecond`, ratePerSecond, 1, 10_000),
      ...outside(`throttles.${caller}.burst`, burst, 1, 5_000),
    ]),
  ];
}

function edgeProblems(edge: EdgeConfig, domain: DomainConfig | undefined): string[] {
  return [
    ...when(domain === undefined, 'edge needs a `domain`: the name under which CloudFront and servers reach the API'),
    ...when(edge.name === domain?.name, 'edge.name and domain.name are the same: apps call the one, servers the other'),
    ...domainProblems('edge', edge),
    ...when(
      !edge.certificateArn.includes(':acm:us-east-1:'),
      'edge.certificateArn must be of us-east-1: CloudFront takes certificates from there only',
    ),
    ...outside('edge.requestsPerFiveMinutes', edge.requestsPerFiveMinutes, 10, 2_000_000_000),
    ...outside('edge.openRequestsPerFiveMinutes', edge.openRequestsPerFiveMinutes, 10, 2_000_000_000),
  ];
}

function domainProblems(field: 'domain' | 'edge', { name, certificateArn, hostedZone }: DomainConfig): string[] {
  const isInZone = hostedZone === undefined || name === hostedZone.name || name.endsWith(`.${hostedZone.name}`);
  return [
    ...when(
      !/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/.test(name),
      `${field}.name \`${name}\` is not a host name: write it in lower case, such as push.example.com`,
    ),
    ...when(
      !/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[a-z0-9-]+$/.test(certificateArn),
      `${field}.certificateArn \`${certificateArn}\` is not the ARN of a certificate of AWS Certificate Manager`,
    ),
    ...when(!isInZone, `${field}.name \`${name}\` is not in the hosted zone \`${hostedZone?.name}\``),
  ];
}

/** Lambda allows 4 KB of environment variables in all. */
const longestAppList = 2500;

function appProblems(apps: readonly string[]): string[] {
  return [
    ...when(apps.length === 0, 'apps is empty: name the bundle ID of at least one app'),
    ...apps
      .filter((bundleId) => !/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(bundleId))
      .map((bundleId) => `apps: \`${bundleId}\` is not a bundle ID: write it as in Xcode, such as com.example.chat`),
    ...when(
      apps.join(',').length > longestAppList,
      `apps has more than ${longestAppList} characters: Lambda's environment variables cannot hold more, so move some apps to a stage of their own`,
    ),
    ...duplicates(apps).map((bundleId) => `apps: \`${bundleId}\` is listed twice: remove one`),
  ];
}

function when(wrong: boolean, problem: string): string[] {
  return wrong ? [problem] : [];
}

function outside(field: string, value: number, least: number, most: number): string[] {
  const inside = Number.isInteger(value) && value >= least && value <= most;
  return when(!inside, `${field} is ${value}: use a whole number from ${least} to ${most}`);
}

function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
