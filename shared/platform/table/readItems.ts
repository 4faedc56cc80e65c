/** Reads the items of an answer without the SDK, whose two ways through each attribute cost more than a push does. */
import type { BatchGetCommand } from '@aws-sdk/lib-dynamodb';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
interface AttributeValue {
  S?: string;
  N?: string;
  BOOL?: boolean;
  NULL?: boolean;
  M?: Readonly<Record<string, AttributeValue>>;
  L?: readonly AttributeValue[];
  SS?: readonly string[];
  NS?: readonly string[];
  B?: string;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

interface Answer {
  Responses?: Readonly<Record<string, readonly Attributes[]>>;
}

/** What the HTTP client passes on. */
interface HttpAnswer {
  statusCode: number;
  body: AsyncIterable<Uint8Array> | Uint8Array;
}

/** @returns the command: its output has the items as the document client would give them. */
export function readingItems(command: BatchGetCommand): BatchGetCommand {
  let items: Record<string, Record<string, unknown>[]> | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const response = answer.response as HttpAnswer;
      if (response.statusCode !== 200) return answer;
      // The rest, such as unprocessed keys, is small: the SDK reads it.
      const { Responses = {}, ...rest } = JSON.parse(await textOf(response.body)) as Answer;
      items = Object.fromEntries(Object.entries(Responses).map(([table, some]) => [table, some.map(fromAttributes)]));
      response.body = Buffer.from(JSON.stringify(rest));
      return answer;
    },
    // After the SDK's own, so that this one has the answer first. The document client has one stack twice: hence `override`.
    { step: 'deserialize', priority: 'low', name: 'readItems', override: true },
  );
  command.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (items !== undefined) answer.output.Responses = items;
      return answer;
    },
    { step: 'initialize', priority: 'low', name: 'addItems', override: true },
  );
  return command;
}

async function textOf(body: HttpAnswer['body']): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** An item as plain values. */
export function fromAttributes(attributes: Attributes): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  for (const name in attributes) item[name] = plainValue(attributes[name] ?? {});
  return item;
}

function plainValue({ S, N, M, L, BOOL, SS, NS, B }: AttributeValue): unknown {
  if (S !== undefined) return S;
  if (N !== undefined) return Number(N);
  if (M !== undefined) return fromAttributes(M);
  if (L !== undefined) return L.map(plainValue);
  if (BOOL !== undefined) return BOOL;
  if (SS !== undefined) return new Set(SS);
  if (NS !== undefined) return new Set(NS.map(Number));
  return B === undefined ? null : new Uint8Array(Buffer.from(B, 'base64'));
}
