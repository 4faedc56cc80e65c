/**
 * Environment variables that tell a stage's functions where things are. `cdk/` and the lab set them, only `functions/`
 * and the folders `aws/` read them. The AWS SDK's own variables (`AWS_REGION`, `AWS_ENDPOINT_URL_…`) are not repeated
 * here.
 */
export interface StageEnvironment {
  /** `dev`, `prod`, or `lab`. */
  RINGPOST_STAGE: string;
  RINGPOST_TABLE_NAME: string;
  /** Secrets are named `<prefix>/apps/<bundleId>`; the prefix has no trailing slash. */
  RINGPOST_SECRETS_PREFIX: string;
  RINGPOST_DELIVERY_QUEUE_URL: string;
  /** URL of the dead-letter queue of deliveries. */
  RINGPOST_DEAD_LETTER_QUEUE_URL: string;
  /** URL of the queue that holds, for each ringing call, a message delayed until its deadline. */
  RINGPOST_CALL_TIMER_QUEUE_URL: string;
  /** URL of the queue of parts of broadcasts. */
  RINGPOST_BROADCAST_QUEUE_URL: string;
  /** EventBridge Scheduler's group of the stage; only for the functions of broadcasts, as are the next two. */
  RINGPOST_SCHEDULE_GROUP?: string;
  /** ARN of the role with which a schedule puts a task into the broadcast queue. */
  RINGPOST_SCHEDULE_ROLE_ARN?: string;
  RINGPOST_BROADCAST_QUEUE_ARN?: string;
  /** US dollars a month, above which no broadcast is sent; absent: no limit. */
  RINGPOST_MONTHLY_BUDGET_USD?: string;
  RINGPOST_EVENT_BUS_NAME: string;
  /** What the stage publishes: `none`, `calls` or `all`. */
  RINGPOST_EVENTS: string;
  /** URL of the queue of webhooks; absent on a stage that publishes nothing. */
  RINGPOST_WEBHOOK_QUEUE_URL?: string;
  RINGPOST_WEBHOOK_DEAD_LETTER_QUEUE_URL?: string;
  /** Set in the lab: its webhooks may go to this machine, without TLS. */
  RINGPOST_WEBHOOKS_TO_LOOPBACK?: string;
  /** `https://…/event`, where AppSync Events takes what phones hear; without it, phones ask. */
  RINGPOST_RING_PUBLISH_URL?: string;
  /** `wss://…/event/realtime`, where ringing phones listen. */
  RINGPOST_RING_REALTIME_URL?: string;
  /** Host that the phones' authorizations name. */
  RINGPOST_RING_HOST?: string;
  /** Bundle IDs of the stage's apps, separated by commas. */
  RINGPOST_APP_IDS?: string;
  /** A file with more of them, one per line, which may grow while functions run: the lab's. */
  RINGPOST_APP_IDS_FILE?: string;
  /** ISO 3166, two capital letters: default territory of phone numbers without a country code. */
  RINGPOST_DEFAULT_TERRITORY: string;
  /** BCP 47: for phones without a known language. Default: `en`. */
  RINGPOST_DEFAULT_LANGUAGE?: string;
  /** JSON list of the issuers whose tokens `userAuthorizer` accepts: shared/people/rules/issuers.ts. */
  RINGPOST_ISSUERS?: string;
  /** Bundle ID of the lab's own app: see `RuledApps`. */
  RINGPOST_DEMO_APP_ID?: string;
  /** How long policies and settings of apps are kept in memory. Default: a minute; the lab applies a change at once. */
  RINGPOST_SETTINGS_KEPT_SECONDS?: string;
  /** When the last sweep of an erasure comes, in seconds. Default: shared/userData/rules/erasure.ts; the lab has no other work. */
  RINGPOST_ERASURE_SWEEP_SECONDS?: string;
  /** How long a ring waits for the key of its tickets, in milliseconds. Default: 300; the lab's machine may be slow. */
  RINGPOST_RING_WAITS_MS?: string;
  /** Origins such as `https://api.push.apple.com`; without them, Apple's own. */
  RINGPOST_APNS_PRODUCTION_ORIGIN?: string;
  RINGPOST_APNS_DEVELOPMENT_ORIGIN?: string;
  /** A PEM file with the CA that signs the APNs hosts' certificates; without it, the CAs that Node trusts. */
  RINGPOST_APNS_CA_FILE?: string;
  /** Origin of Apple's exports of delivery metrics; without it, Apple's own. */
  RINGPOST_DELIVERY_METRICS_ORIGIN?: string;
  /** Implementation of the connections to APNs: `wire` (Ringpost's own, the default) or `http2` (Node's). */
  RINGPOST_APNS_TRANSPORT?: string;
  /** Which messages are recorded: `all` (default) or `problems`. */
  RINGPOST_MESSAGE_RECORDS?: string;
  /** `off`: records of messages do not keep what decided who got them. */
  RINGPOST_DECISION_FACTS?: string;
  /** `DEBUG`, `INFO` (default), `WARN` or `ERROR`. */
  RINGPOST_LOG_LEVEL?: string;
}

/** @throws Error naming the variable that is not set: a wrongly deployed function fails at its start. */
export function requireVariable(name: keyof StageEnvironment, from: NodeJS.ProcessEnv = process.env): string {
  const value = from[name];
  if (!value) throw new Error(`environment variable ${name} is not set: deploy the stage with \`cdk deploy\``);
  return value;
}

export function optionalVariable(
  name: keyof StageEnvironment,
  from: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return from[name] || undefined;
}
