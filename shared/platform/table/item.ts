/** Items of the table, checked as they are read: an earlier version may have written them. */
import { UnreadableItem } from '../unreadableItem.ts';
import type { Check } from './checks.ts';
import type { Key } from './keys.ts';

/** An item as DynamoDB returns it. */
export type StoredItem = Readonly<Record<string, unknown>>;

type RequiredKeys<Item> = { [K in keyof Item]-?: undefined extends Item[K] ? never : K }[keyof Item];

/** Checks of an item's attributes: one for each that it always has, and any for the others. */
export type ItemShape<Item> = Readonly<
  Record<Exclude<RequiredKeys<Item>, keyof Key | 'ttl'>, Check> & { [K in keyof Item]?: Check }
>;

/**
 * An item with the type that its store writes. The one place where stored attributes get their type.
 * @param kind of the item, for the error: `device`.
 * @throws UnreadableItem if an attribute does not pass its check.
 */
export function itemAs<Item>(item: StoredItem, kind: string, shape: ItemShape<Item>): Item {
  for (const [attribute, isReadable] of Object.entries(shape as Readonly<Record<string, Check>>)) {
    if (!isReadable(item[attribute])) throw new UnreadableItem(kind, attribute);
  }
  return item as Item;
}

/** An item without its key and its time to live. @throws UnreadableItem if an attribute does not pass its check. */
export function bodyOf<Item extends object>(
  item: StoredItem,
  kind: string,
  shape: ItemShape<Item>,
): Omit<Item, keyof Key | 'ttl'> {
  const { pk: _pk, sk: _sk, ttl: _ttl, ...body } = itemAs<StoredItem>(item, kind, shape);
  return body as Omit<Item, keyof Key | 'ttl'>;
}
