/** Finds the user ID in a record, or says why the record has none. */
import { fieldAt, jsonObject, textAt } from '../fields.ts';
import type { Fields, Refused } from '../row.ts';

/** @param field its path: `User.UserId`. */
export function userOf(fields: Fields, field: string): string | Refused {
  const value = textAt(fields, field);
  if (value === undefined) {
    const reason = `${field} names no user: a device of Ringpost belongs to one.`;
    return { code: 'no_user', field, reason };
  }
  if (jsonObject(fieldAt(fields, field)) === undefined) return value;
  const reason = `${field} holds a JSON object. Name the field in it with the user ID: --user-field ${field}.<name>.`;
  return { code: 'no_user', field, reason };
}
