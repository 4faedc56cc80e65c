import type { Key } from './keys.ts';

/** An item as DynamoDB returns it: what it holds is known to the store that has written it. */
export type StoredItem = Readonly<Record<string, unknown>>;

/**
 * An item with the type that its store writes. The one place where stored attributes get their type, so a store calls
 * it in the function that reads its item.
 */
export function itemAs<Item>(item: StoredItem): Item {
  return item as Item;
}

/** An item without its key and its time to live. */
export function bodyOf<Item extends object>(item: StoredItem): Omit<Item, keyof Key | 'ttl'> {
  const { pk: _pk, sk: _sk, ttl: _ttl, ...body } = item;
  return body as Omit<Item, keyof Key | 'ttl'>;
}
