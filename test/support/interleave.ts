import type { BatchGetCommandInput, BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../shared/store/table.ts';

/**
 * Lets something happen at one moment of what is done with this table: before its n-th request, counted from 0.
 *
 * @param inside true: in the middle of that request, if it reads several items at once. DynamoDB reads them one by one,
 *   so a BatchGetItem may see the first item as it was before, and the others as they were after (AWS, "Read/write
 *   transactions: isolation levels").
 * @returns whether there was such a moment.
 */
export function happenDuring(
  { client }: Table,
  moment: { request: number; inside: boolean },
  happen: () => Promise<unknown>,
): { readonly happened: boolean } {
  const seen = { happened: false };
  let requests = 0;
  const once = async () => {
    seen.happened = true;
    await happen();
  };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const isTheMoment = requests === moment.request;
      requests += 1;
      if (!isTheMoment) return next(args);
      if (!moment.inside) {
        await once();
        return next(args);
      }
      if (context.commandName !== 'BatchGetItemCommand' && context.commandName !== 'BatchGetCommand') return next(args);
      const [first, rest] = halves(args.input as BatchGetCommandInput);
      const before = await next({ ...args, input: first as typeof args.input });
      await once();
      const after = await next({ ...args, input: rest as typeof args.input });
      merge(before.output as BatchGetCommandOutput, after.output as BatchGetCommandOutput);
      return after;
    },
    { step: 'initialize', priority: 'high', name: 'happenDuring' },
  );
  return seen;
}

function halves({ RequestItems = {} }: BatchGetCommandInput): [BatchGetCommandInput, BatchGetCommandInput] {
  const part = (start: number, end?: number): BatchGetCommandInput => ({
    RequestItems: Object.fromEntries(
      Object.entries(RequestItems).map(([name, request]) => [
        name,
        { ...request, Keys: request.Keys?.slice(start, end) ?? [] },
      ]),
    ),
  });
  return [part(0, 1), part(1)];
}

function merge(from: BatchGetCommandOutput, into: BatchGetCommandOutput): void {
  for (const [name, items] of Object.entries(from.Responses ?? {})) {
    into.Responses = { ...into.Responses, [name]: [...items, ...(into.Responses?.[name] ?? [])] };
  }
}
