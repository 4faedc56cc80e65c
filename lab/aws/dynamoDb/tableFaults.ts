/**
 * Faults of DynamoDB that the server behind the gate does not have. They are switched on by the lab and the tests.
 *
 * - A single write that meets a transaction at the same item is rejected with `TransactionConflictException`.
 *   https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 * - A partition takes 1,000 write units a second, whatever the table's mode.
 *   https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-key-range-limit-exceeded-mitigation.html
 * - No request is answered, as when the network to a service fails.
 */
import type { TimerClock } from '../../clock.ts';
import type { Input } from '../protocol/jsonProtocol.ts';
import { numberMember, recordListMember, recordMember } from '../protocol/members.ts';
import { type Write, writesOf } from './writes.ts';

export interface TableFaults {
  /** The next single writes meet a transaction. */
  conflict(count: number): void;
  /** Switches the limit of each partition on. @param writeUnits a second. */
  limitPartitions(writeUnits?: number): void;
  /** From now on no request is answered. */
  silence(): void;
  /** Switches everything off. Requests that wait are carried out now. */
  clear(): void;
  /** How many requests were throttled since the limit was switched on. */
  readonly throttled: number;
}

/** The gate's side. */
export interface TableFaultGate extends TableFaults {
  /** Settles once requests may be answered. */
  whenAudible(): Promise<void>;
  /** Whether the gate must show the answer to `charge`. */
  readonly isMetered: boolean;
  /** @returns the answer that DynamoDB gives instead of carrying out the request. */
  answerFor(operation: string, input: Input): FaultAnswer | undefined;
  /** Takes the units of an answer from the partitions that the request has written to. */
  charge(operation: string, input: Input, answer: Input): void;
}

export interface FaultAnswer {
  status: 200 | 400;
  body: Input;
}

/** AWS: "each partition … up to 1,000 write units per second". */
const partitionWriteUnits = 1000;

const singleWrites = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

export function createTableFaults(clock: Pick<TimerClock, 'nowMs'>): TableFaultGate {
  let conflicts = 0;
  let limit: number | undefined;
  let throttled = 0;
  let silence: PromiseWithResolvers<void> | undefined;
  /** Units of the current second, by partition. */
  let spent = new Map<string, number>();
  let second = 0;

  function spentNow(): Map<string, number> {
    const now = Math.floor(clock.nowMs() / 1000);
    if (now !== second) spent = new Map();
    second = now;
    return spent;
  }

  const isExhausted = ({ partition }: Write): boolean => (spentNow().get(partition) ?? 0) >= (limit ?? Infinity);

  return {
    conflict(count) {
      conflicts = count;
    },
    limitPartitions(writeUnits = partitionWriteUnits) {
      limit = writeUnits;
      throttled = 0;
      spent = new Map();
    },
    silence() {
      silence ??= Promise.withResolvers();
    },
    whenAudible: async () => silence?.promise,
    clear() {
      conflicts = 0;
      limit = undefined;
      silence?.resolve();
      silence = undefined;
    },
    get throttled() {
      return throttled;
    },
    get isMetered() {
      return limit !== undefined;
    },

    answerFor(operation, input) {
      if (conflicts > 0 && singleWrites.has(operation)) {
        conflicts -= 1;
        return rejected('TransactionConflictException', 'Transaction is ongoing for the item');
      }
      const writes = limit === undefined ? [] : writesOf(operation, input);
      if (!writes.some(isExhausted)) return undefined;
      throttled += 1;
      if (operation === 'BatchWriteItem') {
        return { status: 200, body: { UnprocessedItems: recordMember(input, 'RequestItems') } };
      }
      if (operation !== 'TransactWriteItems') return rejected('ThrottlingException', throttledMessage);
      const CancellationReasons = writes.map((write) =>
        isExhausted(write) ? { Code: 'ThrottlingError', Message: throttledMessage } : { Code: 'None' },
      );
      const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
      const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
      return rejected('TransactionCanceledException', message, { CancellationReasons });
    },

    charge(operation, input, answer) {
      const writes = writesOf(operation, input);
      const share = Math.max(unitsOf(answer) / writes.length, 1);
      for (const { partition } of writes) spentNow().set(partition, (spentNow().get(partition) ?? 0) + share);
    },
  };
}

const throttledMessage = 'Throughput exceeds the current capacity of a key range of your table.';

function rejected(name: string, message: string, more: Input = {}): FaultAnswer {
  return {
    status: 400,
    body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message, Message: message, ...more },
  };
}

/** A batch and a transaction report a total for each table. A failed condition reports nothing, and costs units too. */
function unitsOf(answer: Input): number {
  const totals = recordListMember(answer, 'ConsumedCapacity');
  const all = totals.length > 0 ? totals : [recordMember(answer, 'ConsumedCapacity')];
  return all.reduce((sum, total) => sum + (numberMember(total, 'CapacityUnits') ?? 0), 0);
}
