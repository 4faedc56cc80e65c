import type { AttributeValue } from 'aws-lambda';

/** An item of the table in a stream record: `{"state": {"S": "ringing"}}`. */
export type ItemImage = Readonly<Record<string, AttributeValue>>;

/**
 * The item as the document client would have read it. Binaries and sets of numbers, which the table does not contain, are
 * left out.
 */
export function plainItem(image: ItemImage): Record<string, unknown> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue({ S, N, BOOL, M, L, SS, NULL }: AttributeValue): unknown {
  if (S !== undefined) return S;
  if (N !== undefined) return Number(N);
  if (BOOL !== undefined) return BOOL;
  if (M !== undefined) return plainItem(M);
  if (L !== undefined) return L.map(plainValue);
  if (SS !== undefined) return new Set(SS);
  return NULL ? null : undefined;
}
