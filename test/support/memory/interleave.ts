import type { BatchGetCommandInput, BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../../shared/platform/table/table.ts';

export interface Happening {
  /** Before which request to the table, counted from 0. */
  request: number;
  /**
   * In the middle of that request instead, if it reads several items at once: DynamoDB reads them one by one, so a
   * BatchGetItem may see some as they were before, and the others as they were after. `first`: it sees the first item
   * as it was before; `others`: all but the first.
   */
  before?: 'first' | 'others';
  happen(): Promise<unknown>;
}

/**
 * Lets something happen at certain moments of what is done with this table. Takes the place of what was to happen before.
 * @returns how many of the moments there have been.
 */
export function happenDuring({ client }: Table, happenings: readonly Happening[]): { readonly happened: number } {
  const seen = { happened: 0 };
  let requests = 0;
  const happen = async (happening: Happening) => {
    seen.happened += 1;
    await happening.happen();
  };
  client.middlewareStack.remove('happenDuring');
  client.middlewareStack.add(
    (next) => async (args) => {
      const now = happenings.find(({ request }) => request === requests);
      requests += 1;
      if (now?.before === undefined) {
        if (now !== undefined) await happen(now);
        return next(args);
      }
      const { RequestItems } = args.input as BatchGetCommandInput;
      if (RequestItems === undefined) return next(args);
      const [first, others] = [part(RequestItems, 0, 1), part(RequestItems, 1)];
      const [earlier, later] = now.before === 'first' ? [first, others] : [others, first];
      const { output: before } = await next({ ...args, input: { RequestItems: earlier } as typeof args.input });
      await happen(now);
      const answer = await next({ ...args, input: { RequestItems: later } as typeof args.input });
      addItems(before as BatchGetCommandOutput, answer.output as BatchGetCommandOutput);
      return answer;
    },
    { step: 'initialize', priority: 'high', name: 'happenDuring' },
  );
  return seen;
}

type RequestItems = NonNullable<BatchGetCommandInput['RequestItems']>;

function part(requestItems: RequestItems, start: number, end?: number): RequestItems {
  return Object.fromEntries(
    Object.entries(requestItems).map(([name, request]) => [
      name,
      { ...request, Keys: request.Keys?.slice(start, end) ?? [] },
    ]),
  );
}

function addItems(from: BatchGetCommandOutput, to: BatchGetCommandOutput): void {
  for (const [name, items] of Object.entries(from.Responses ?? {})) {
    to.Responses = { ...to.Responses, [name]: [...items, ...(to.Responses?.[name] ?? [])] };
  }
}
