/**
 * Reads a table's stream over the JSON protocol of DynamoDB Streams at DynamoDB's own endpoint.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
 *
 * No SDK client: the server on this machine only checks that a request is signed, not how.
 */
import type { DynamoDBRecord } from 'aws-lambda';
import { region, serviceCredentials } from '../localAws.ts';

export interface TableStream {
  /** Records since the last call, oldest first; on the first call, all that the server still has. */
  read(): Promise<DynamoDBRecord[]>;
}

export function openTableStream(endpoint: string, streamArn: string): TableStream {
  /** By shard: where to continue. */
  const iterators = new Map<string, string>();
  const ask = (operation: string, body: object) => send(endpoint, operation, { StreamArn: streamArn, ...body });

  async function findNewShards(): Promise<void> {
    const { StreamDescription } = await ask('DescribeStream', {});
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      if (iterators.has(ShardId)) continue;
      const { ShardIterator } = await ask('GetShardIterator', { ShardId, ShardIteratorType: 'TRIM_HORIZON' });
      if (ShardIterator) iterators.set(ShardId, ShardIterator);
    }
  }

  return {
    async read() {
      if (iterators.size === 0) await findNewShards();
      const records: DynamoDBRecord[] = [];
      for (const [shardId, ShardIterator] of iterators) {
        const { Records = [], NextShardIterator } = await send(endpoint, 'GetRecords', { ShardIterator });
        records.push(...Records);
        // A closed shard continues in others.
        if (NextShardIterator) iterators.set(shardId, NextShardIterator);
        else iterators.delete(shardId);
      }
      return records;
    },
  };
}

/** Answers of the operations, as far as they are used here. */
interface StreamAnswer {
  StreamDescription?: { Shards?: { ShardId: string }[] | undefined } | undefined;
  ShardIterator?: string | undefined;
  Records?: DynamoDBRecord[] | undefined;
  NextShardIterator?: string | undefined;
}

async function send(endpoint: string, operation: string, body: object): Promise<StreamAnswer> {
  const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${serviceCredentials.accessKeyId}/${date.slice(0, 8)}/${region}/dynamodb/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
      'x-amz-date': date,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${operation} of the table's stream failed with ${response.status}: ${text}`);
  return JSON.parse(text) as StreamAnswer;
}
