/**
 * Every metric that Ringpost records, with its unit and its dimensions. All are in the namespace `Ringpost` and have the
 * dimension `stage` as well. CloudWatch charges for each combination of values that occurs, so a dimension is only what
 * the stage's configuration bounds: never what an app or a phone can say, such as the bundle ID of a registration.
 */

export const metricNamespace = 'Ringpost';

interface MetricDefinition {
  /** As CloudWatch names it; `None` for what has no unit of CloudWatch's, such as days. */
  unit: 'Count' | 'None';
  dimensions: readonly ('environment' | 'appId')[];
}

export const metricTable = {
  /** APNs refused a push for good, whatever the reason. */
  PushRefused: { unit: 'Count', dimensions: ['environment'] },
  /** A push was not sent, because no stored credential serves its app, environment and kind. */
  NoCredential: { unit: 'Count', dimensions: ['environment'] },
  /** APNs refused the credential of a push. */
  CredentialRefused: { unit: 'Count', dimensions: ['environment'] },
  /** Both hosts refused a token: it is not pushed to until its app registers it again. */
  TokenQuarantined: { unit: 'Count', dimensions: ['environment'] },
  /** One host refused so many tokens at once that the credential or the host must be wrong: no token was given up. */
  RefusalBurst: { unit: 'Count', dimensions: ['environment'] },
  /** A phone that APNs took a VoIP push for did not report the call to CallKit. */
  CallNotReported: { unit: 'Count', dimensions: [] },
  /** A phone missed so many reports in a row that it is rung by alerts, until its app is started. */
  ReportGuardOn: { unit: 'Count', dimensions: [] },
  /** Of each certificate that is stored for an app of the stage. Negative when it has expired. */
  CredentialDaysToExpiry: { unit: 'None', dimensions: ['appId'] },
  /** How many errors the daily check found in what is stored for an app of the stage. */
  CredentialFaults: { unit: 'Count', dimensions: ['appId'] },
  /** A host did not take a probe with a credential of an app of the stage: 1, otherwise 0. */
  ProbeFailed: { unit: 'Count', dimensions: ['environment', 'appId'] },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricTable;

/** The values of a metric's own dimensions. */
export type MetricDimensions<N extends MetricName> = Readonly<
  Record<(typeof metricTable)[N]['dimensions'][number], string>
>;
