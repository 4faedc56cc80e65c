import { tableDefinition } from '../../../shared/platform/table/definition.ts';
import type { Input } from '../protocol/jsonProtocol.ts';
import { recordListMember, recordMember, textMember } from '../protocol/members.ts';

/** One write of a request. */
export interface Write {
  /** Table and partition key. */
  partition: string;
}

/** The writes of a request, in their order; none for a read. */
export function writesOf(operation: string, input: Input): Write[] {
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [writeOf(input)];
    case 'TransactWriteItems':
      return recordListMember(input, 'TransactItems').flatMap((item) =>
        Object.keys(item).map((name) => writeOf(recordMember(item, name))),
      );
    case 'BatchWriteItem': {
      const tables = recordMember(input, 'RequestItems');
      return Object.keys(tables).flatMap((TableName) =>
        recordListMember(tables, TableName).flatMap((request) =>
          Object.keys(request).map((name) => writeOf({ TableName, ...recordMember(request, name) })),
        ),
      );
    }
    default:
      return [];
  }
}

function writeOf(input: Input): Write {
  const key = { ...recordMember(input, 'Item'), ...recordMember(input, 'Key') };
  const value = textMember(recordMember(key, tableDefinition.partitionKey), 'S') ?? '';
  return { partition: `${textMember(input, 'TableName') ?? ''} ${value}` };
}
