/**
 * Every metric that Ringpost records, with its unit and its dimensions. All are in the namespace `Ringpost` and have
 * the dimension `stage` as well. CloudWatch charges for each combination of values that occurs, so a dimension must be
 * bounded: a list in this file, or the stage's configuration. Never a value from an app or a phone, such as the bundle
 * ID of a registration.
 */

export const metricNamespace = 'Ringpost';

/** All values of each dimension except `appId`, whose values are the apps of the stage (cdk/stages.ts). */
export const dimensionValues = {
  environment: ['production', 'development'],
  /** Environment of the token that was pushed to. */
  kind: ['alert', 'voip', 'liveActivityStart'],
  /**
   * How a push ended. `token_refused`, `request_refused`, `credential_refused`: Apple rejected it for good, because of
   * its token, its request or its credential. `busy`: Apple wants it later. `unanswered`: no answer in time.
   * `no_credential`: no stored credential covers it.
   */
  result: ['accepted', 'token_refused', 'request_refused', 'credential_refused', 'busy', 'unanswered', 'no_credential'],
  /** State that a call has entered. */
  state: ['ringing', 'answered', 'declined', 'busy', 'cancelled', 'timedOut', 'failed'],
  /** Why a task was dead-lettered. */
  reason: ['unreadable', 'failed', 'webhook_disabled'],
  /** How an attempt to send an event to a webhook ended. */
  delivery: ['accepted', 'failed'],
} as const;

type ClosedDimension = keyof typeof dimensionValues;
type Dimension = ClosedDimension | 'appId';

interface MetricDefinition {
  /** CloudWatch's name; `None` for units that CloudWatch does not have, such as days. */
  unit: 'Count' | 'Percent' | 'Milliseconds' | 'None';
  dimensions: readonly Dimension[];
}

export const metricTable = {
  /** A message accepted for sending, whatever the number of its recipients. */
  Messages: { unit: 'Count', dimensions: [] },
  /** A call has entered a state. `ringing`: it was created. What follows an answer is not counted. */
  Calls: { unit: 'Count', dimensions: ['state'] },
  /** An attempt to push to one device token, and how it ended. */
  Pushes: { unit: 'Count', dimensions: ['environment', 'kind', 'result'] },
  /** For each push that APNs has accepted (0) or rejected for good (100): the average is the share of rejections. */
  PushesRefusedPercent: { unit: 'Percent', dimensions: ['environment'] },
  /** From the time API Gateway got the request until APNs accepted a push: queues and retries included. */
  PushLatency: { unit: 'Milliseconds', dimensions: ['kind'] },
  /** A push went into the queue for a retry. */
  PushesRetried: { unit: 'Count', dimensions: [] },
  /** A push that a level or quiet hours would have stopped or silenced, if a server had not forced its message. */
  PushesForced: { unit: 'Count', dimensions: [] },
  /** A push was not sent, because no stored credential covers its app, environment and kind. */
  NoCredential: { unit: 'Count', dimensions: ['environment'] },
  /** APNs rejected the credential of a push. */
  CredentialRefused: { unit: 'Count', dimensions: ['environment'] },
  /** APNs rejected the provider token: expired, invalid, or renewed too often. */
  ProviderTokenRefused: { unit: 'Count', dimensions: ['environment'] },
  /** Both hosts rejected a token: it gets no pushes until its app registers it again. */
  TokenQuarantined: { unit: 'Count', dimensions: [] },
  /** One host rejected so many tokens at once that the credential or the host must be wrong: no token was dropped. */
  RefusalBurst: { unit: 'Count', dimensions: ['environment'] },
  /** A phone did not report a call to CallKit although APNs had accepted its VoIP push. */
  CallNotReported: { unit: 'Count', dimensions: [] },
  /** A phone missed so many reports in a row that it rings by alerts until its app is launched. */
  ReportGuardOn: { unit: 'Count', dimensions: [] },
  /** How many apps have a latest version that loses more pushes than the one before it: once a day. */
  AppVersionsWorse: { unit: 'Count', dimensions: [] },
  /** Days of the last week on which Apple counts fewer pushes of an app than it accepted, beyond rounding: once a day. */
  LedgerDaysShort: { unit: 'Count', dimensions: [] },
  /** How many apps have a metrics token with which Apple's counts could not be read: once a day. */
  LedgersUnread: { unit: 'Count', dimensions: [] },
  /** A task of a queue, or a batch of the table's stream, threw. It is retried. */
  WorkFailed: { unit: 'Count', dimensions: [] },
  /** The worker has dead-lettered a task. Tasks that SQS dead-letters by itself are not included. */
  DeadLetters: { unit: 'Count', dimensions: ['reason'] },
  /** An attempt to send an event to a webhook, and how it ended. */
  WebhookAttempts: { unit: 'Count', dimensions: ['delivery'] },
  /** A webhook gets no events until somebody sets it again: it failed for days, or answered 410. */
  WebhookDisabled: { unit: 'Count', dimensions: [] },
  /** How much of the stage's monthly budget is used, by the counters; on a stage with a budget only. */
  BudgetUsedPercent: { unit: 'Percent', dimensions: [] },
  /** For each stored certificate of an app of the stage, and for its metrics token. Negative once it has expired. */
  CredentialDaysToExpiry: { unit: 'None', dimensions: ['appId'] },
  /** How many errors the daily check found in the credentials of an app of the stage. */
  CredentialFaults: { unit: 'Count', dimensions: ['appId'] },
  /** A host rejected a probe with a credential of an app of the stage: 1, otherwise 0. */
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
