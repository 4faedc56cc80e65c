/**
 * How a command reaches a stage or the lab: addresses, and clients for them. A command gets it from `openStage()` of
 * its `Invocation` (command.ts).
 */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ApnsHosts } from '../../shared/apns/client/hosts.ts';
import type { CallAws } from './awsCaller.ts';
import type { CallServer } from './serverCaller.ts';
import type { StageChoice } from './stageChoice.ts';

export interface StageAccess {
  kind: StageChoice['kind'];
  /** Name in cdk/stages.ts; `lab` for the lab. */
  name: string;
  /** For people: `stage dev in eu-central-1`, `the lab at http://127.0.0.1:4700`. */
  label: string;
  region: string;
  /** Origin of the API, without a trailing slash. */
  apiUrl: string;
  tableName: string;
  /** An app's secret is `<secretsPrefix>/apps/<bundleId>`; no trailing slash. */
  secretsPrefix: string;
  deliveryQueueUrl: string;
  deadLetterQueueUrl: string;
  callTimerDeadLetterQueueUrl: string;
  /** Queue of webhooks, and its dead-letter queue; absent on a stage that publishes no events. */
  webhookQueueUrl?: string | undefined;
  webhookDeadLetterQueueUrl?: string | undefined;
  /** Queue with the changes of the table that could not be published; the lab has none. */
  changeFailureQueueUrl?: string | undefined;
  /** Origins of APNs, and the CA (PEM) to trust for them; without it, those that Node trusts. */
  apns: ApnsHosts;
  /** They throw what the SDK throws; `runCommand` explains it. */
  clients: { secretsManager: SecretsManagerClient; dynamoDb: DynamoDBDocumentClient; sqs: SQSClient };
  /** Calls a route under `/v1/server/`, signed with SigV4. */
  callServer: CallServer;
  /** Calls AWS services about the account itself. The lab and an emulator have none: their quotas mean nothing. */
  callAws?: CallAws | undefined;
}
