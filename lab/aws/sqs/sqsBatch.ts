/** The batch operations of SQS: up to ten entries, each with its own outcome. */
import { type AwsFailure, failure, type Input, isFailure, type Outcome } from '../protocol/jsonProtocol.ts';
import { recordListMember, textMember } from '../protocol/members.ts';
import { sizeBytes } from './sqsMessages.ts';

const entriesLimit = 10;

/** @param totalLimitBytes of all bodies and attributes together. */
export function runBatch(
  input: Input,
  runEntry: (entry: Input) => Outcome,
  totalLimitBytes = Number.POSITIVE_INFINITY,
): Outcome {
  const entries = recordListMember(input, 'Entries');
  const refused = refuse(entries, totalLimitBytes);
  if (refused) return refused;
  const successful: Record<string, unknown>[] = [];
  const failed: Record<string, unknown>[] = [];
  for (const entry of entries) {
    const id = textMember(entry, 'Id');
    const outcome = runEntry(entry);
    if (isFailure(outcome)) {
      failed.push({ Id: id, SenderFault: true, Code: outcome.failure, Message: outcome.message });
    } else successful.push({ Id: id, ...outcome });
  }
  return { Successful: successful, ...(failed.length > 0 && { Failed: failed }) };
}

function refuse(entries: readonly Input[], totalLimitBytes: number): AwsFailure | undefined {
  const prefix = 'AWS.SimpleQueueService';
  if (entries.length === 0) {
    return failure(
      'EmptyBatchRequest',
      'There should be at least one entry in the request.',
      `${prefix}.EmptyBatchRequest`,
    );
  }
  if (entries.length > entriesLimit) {
    return failure(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${entriesLimit}. You have sent ${entries.length}.`,
      `${prefix}.TooManyEntriesInBatchRequest`,
    );
  }
  const ids = entries.map((entry) => textMember(entry, 'Id') ?? '');
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    return failure(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      `${prefix}.InvalidBatchEntryId`,
    );
  }
  if (new Set(ids).size < ids.length) {
    return failure('BatchEntryIdsNotDistinct', 'Two entries have the same Id.', `${prefix}.BatchEntryIdsNotDistinct`);
  }
  const totalBytes = entries.reduce((sum, entry) => sum + sizeBytes(entry), 0);
  if (totalBytes > totalLimitBytes) {
    return failure(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${totalLimitBytes} bytes. You have sent ${totalBytes} bytes.`,
      `${prefix}.BatchRequestTooLong`,
    );
  }
  return undefined;
}
