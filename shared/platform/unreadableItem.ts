/**
 * A stored item that lacks an attribute, or has one in a form that no version writes. It stays so, and a second try
 * does not help. Its name says which attribute, because logs contain the names of errors and not their messages.
 */
export class UnreadableItem extends Error {
  constructor(kind: string, attribute: string) {
    super(`a stored ${kind} has no readable attribute ${attribute}`);
    this.name = `UnreadableItem(${kind}.${attribute})`;
  }
}
