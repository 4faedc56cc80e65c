/**
 * Every metric that Ringpost records, with its unit and its dimensions. All are in the namespace `Ringpost` and have the
 * dimension `stage` as well. CloudWatch charges for each combination of values that occurs, so a dimension is only what
 * is bounded: a list of this file, or the stage's configuration. Never what an app or a phone can say, such as the
 * bundle ID of a registration.
 */

export const metricNamespace = 'Ringpost';

/** All values of each dimension, but for `appId`: those are the apps of the stage (cdk/stages.ts). */
export const dimensionValues = {
  environment: ['production', 'development'],
  /** Of the token that was pushed to. */
  kind: ['alert', 'voip'],
  /**
   * How a push ended. `token_refused`, `request_refused`, `credential_refused`: Apple refused it for good, and what was
   * wrong with it. `busy`: Apple wants it later. `unanswered`: no answer in time. `no_credential`: nothing stored serves it.
   */
  result: ['accepted', 'token_refused', 'request_refused', 'credential_refused', 'busy', 'unanswered', 'no_credential'],
  /** What has become of a call. */
  state: ['ringing', 'answered', 'declined', 'busy', 'cancelled', 'timedOut', 'failed'],
  /** Why a task was set aside. */
  reason: ['unreadable', 'failed'],
} as const;

type ClosedDimension = keyof typeof dimensionValues;
type Dimension = ClosedDimension | 'appId';

interface MetricDefinition {
  /** As CloudWatch names it; `None` for what has no unit of CloudWatch's, such as days. */
  unit: 'Count' | 'Percent' | 'Milliseconds' | 'None';
  dimensions: readonly Dimension[];
}

export const metricTable = {
  /** A message that was taken to be sent, whatever the number of its recipients. */
  Messages: { unit: 'Count', dimensions: [] },
  /** A call has come to be so. `ringing`: it was made. What follows an answer is not counted. */
  Calls: { unit: 'Count', dimensions: ['state'] },
  /** An attempt to push to one device token, and how it ended. */
  Pushes: { unit: 'Count', dimensions: ['environment', 'kind', 'result'] },
  /** Of each push that APNs has accepted (0) or refused for good (100): its average is the share that is refused. */
  PushesRefusedPercent: { unit: 'Percent', dimensions: ['environment'] },
  /** From the moment in which API Gateway got the request until APNs accepted a push: queues and retries included. */
  PushLatency: { unit: 'Milliseconds', dimensions: ['kind'] },
  /** A push went into the queue, to be tried again. */
  PushesRetried: { unit: 'Count', dimensions: [] },
  /** A push was not sent, because no stored credential serves its app, environment and kind. */
  NoCredential: { unit: 'Count', dimensions: ['environment'] },
  /** APNs refused the credential of a push. */
  CredentialRefused: { unit: 'Count', dimensions: ['environment'] },
  /** APNs found fault with our provider token: expired, invalid, or renewed too often. */
  ProviderTokenRefused: { unit: 'Count', dimensions: ['environment'] },
  /** Both hosts refused a token: it is not pushed to until its app registers it again. */
  TokenQuarantined: { unit: 'Count', dimensions: [] },
  /** One host refused so many tokens at once that the credential or the host must be wrong: no token was given up. */
  RefusalBurst: { unit: 'Count', dimensions: ['environment'] },
  /** A phone that APNs took a VoIP push for did not report the call to CallKit. */
  CallNotReported: { unit: 'Count', dimensions: [] },
  /** A phone missed so many reports in a row that it is rung by alerts, until its app is started. */
  ReportGuardOn: { unit: 'Count', dimensions: [] },
  /** A task of a queue, or a batch of the table's stream, threw. It is tried again. */
  WorkFailed: { unit: 'Count', dimensions: [] },
  /** The worker has set a task aside. What SQS sets aside by itself is not among them. */
  DeadLetters: { unit: 'Count', dimensions: ['reason'] },
  /** Of each certificate that is stored for an app of the stage. Negative when it has expired. */
  CredentialDaysToExpiry: { unit: 'None', dimensions: ['appId'] },
  /** How many errors the daily check found in what is stored for an app of the stage. */
  CredentialFaults: { unit: 'Count', dimensions: ['appId'] },
  /** A host did not take a probe with a credential of an app of the stage: 1, otherwise 0. */
  ProbeFailed: { unit: 'Count', dimensions: ['environment', 'appId'] },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricTable;

type DimensionValue<D extends Dimension> = D extends ClosedDimension ? (typeof dimensionValues)[D][number] : string;

/** The values of a metric's own dimensions. */
export type MetricDimensions<N extends MetricName> = {
  readonly [D in (typeof metricTable)[N]['dimensions'][number]]: DimensionValue<D>;
};

export type CountedCallState = (typeof dimensionValues.state)[number];

export function isCountedCallState(state: string): state is CountedCallState {
  return (dimensionValues.state as readonly string[]).includes(state);
}
