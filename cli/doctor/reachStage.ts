/** Whether the stage is usable at all: its API, its table, its queues. */
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Finding } from '../../shared/credentials/rules/finding.ts';
import { reachKey } from '../../shared/platform/table/keys.ts';
import { awsFailure } from '../stage/awsFailure.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { failureQueues } from './failureQueues.ts';

/** One part of the stage. */
export interface Part {
  name: string;
  isReached: boolean;
  /** Details of it, or why it was not reached. */
  detail: string;
}

export interface StageReach {
  parts: Part[];
  findings: Finding[];
}

const apiTimeoutMs = 10_000;

export async function reachStage(access: StageAccess): Promise<StageReach> {
  const stage = await Promise.all([
    reach('api', 'Check its access log and the log of the function `health`.', () => askApi(access)),
    reach('table', 'Deploy the stage again, and check whether your AWS credentials may read it.', () =>
      askTable(access),
    ),
    reach('delivery_queue', 'Deploy the stage again.', () => countWaiting(access, access.deliveryQueueUrl)),
  ]);
  const failures = await Promise.all(
    failureQueues(access).map(async ({ name, url, describe }) => {
      const reached = await reach(name, 'Deploy the stage again.', () => countWaiting(access, url));
      return { ...reached, deadLettered: reached.count ? [describe(reached.count)] : [] };
    }),
  );
  const reaches = [...stage, ...failures];
  return {
    parts: reaches.map(({ part }) => part),
    findings: [
      ...reaches.flatMap(({ finding }) => finding ?? []),
      ...failures.flatMap(({ deadLettered }) => deadLettered),
    ],
  };
}

interface Answer {
  detail: string;
  count?: number | undefined;
}

async function reach(
  name: string,
  fix: string,
  ask: () => Promise<Answer>,
): Promise<{ part: Part; count?: number | undefined; finding?: Finding | undefined }> {
  try {
    const { detail, count } = await ask();
    return { part: { name, isReached: true, detail }, count };
  } catch (error) {
    const detail = reasonOf(error);
    const words = name.replaceAll('_', ' ');
    return {
      part: { name, isReached: false, detail },
      finding: {
        code: `${name}_unreachable`,
        severity: 'error',
        what: `The ${words} cannot be reached: ${detail}.`,
        fix,
      },
    };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  return (
    awsFailure(error)?.message ?? (code === undefined ? error.message || error.name : `${error.message} (${code})`)
  );
}

async function askApi({ apiUrl }: StageAccess): Promise<Answer> {
  const response = await fetch(`${apiUrl}/v1/health`, { signal: AbortSignal.timeout(apiTimeoutMs) });
  if (response.status !== 200) throw new Error(`${apiUrl} answered ${response.status}`);
  return { detail: apiUrl };
}

async function askTable({ clients, tableName }: StageAccess): Promise<Answer> {
  await clients.dynamoDb.send(new GetCommand({ TableName: tableName, Key: reachKey('ringpost-doctor') }));
  return { detail: tableName };
}

/** SQS's own numbers are approximate. */
async function countWaiting({ clients }: StageAccess, QueueUrl: string): Promise<Answer> {
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  const count = Number(Attributes['ApproximateNumberOfMessages'] ?? 0);
  return { detail: `${count} waiting`, count };
}
