import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientOptions } from '../../../lab/aws/localAws.ts';
import type { Lab } from '../../../lab/lab.ts';
import { allItems } from '../table.ts';
import { anybody } from './labClient.ts';

/** Every item in the table of a lab. */
export async function storedItems(lab: Lab): Promise<Record<string, unknown>[]> {
  const { endpoints, tableName } = (await anybody(lab)('GET', '/lab/access')).body;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(endpoints.dynamoDb)));
  const items = await allItems({ client, name: tableName });
  client.destroy();
  return items;
}
