/**
 * A table with an audience in it, made at once: writing a million rows by requests would take longer than pushing to
 * them. The rows are those that registrations leave.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findDynoxide } from '../../lab/aws/dynamoDb/dynoxide.ts';
import { tableDefinition } from '../../shared/platform/table/definition.ts';
import { audienceKey } from '../../shared/platform/table/keys.ts';

const rowsPerFile = 50_000;

/** @param folder that the local services read their table from. @throws Error without a server that imports files. */
export function fillTable(folder: string, tableName: string, appId: string, devices: number): void {
  const binary = findDynoxide();
  if (binary === undefined) throw new Error('dynoxide is not installed for this platform, so no audience can be made');
  const source = join(folder, 'import');
  const data = join(source, tableName, 'data');
  mkdirSync(data, { recursive: true });
  for (let made = 0; made < devices; made += rowsPerFile) {
    const rows = Array.from({ length: Math.min(rowsPerFile, devices - made) }, () => exportedRow(appId));
    writeFileSync(join(data, `${made}.json.gz`), gzipSync(rows.join('')));
  }
  const schema = join(source, 'schema.json');
  writeFileSync(schema, JSON.stringify([{ Table: describedTable(tableName) }]));
  const output = join(folder, 'table.sqlite');
  execFileSync(binary, ['import', '--source', source, '--schema', schema, '--output', output], { stdio: 'ignore' });
  rmSync(source, { recursive: true });
}

/** A line of an export to S3: every value with its type. */
function exportedRow(appId: string): string {
  const [userId, deviceId] = [randomUUID(), randomUUID()];
  const row = {
    ...audienceKey(appId, userId, deviceId),
    userId,
    deviceId,
    token: randomBytes(32).toString('hex'),
    environment: 'production',
    locale: 'en-GB',
    timeZone: 'Europe/London',
  };
  const Item = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, { S: value }]));
  return `${JSON.stringify({ Item })}\n`;
}

/** As `DescribeTable` answers. */
function describedTable(TableName: string) {
  const { partitionKey, sortKey } = tableDefinition;
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
  return {
    TableName,
    KeySchema: [
      { AttributeName: partitionKey, KeyType: 'HASH' },
      { AttributeName: sortKey, KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [attribute(partitionKey), attribute(sortKey)],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  };
}
