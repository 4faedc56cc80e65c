/** Position of an item in a line. */
export interface Place<T> {
  readonly item: T;
  before: Place<T> | undefined;
  after: Place<T> | undefined;
}

/**
 * First in, first out, as a linked list: leaving from the middle costs no more than from the front, even with a hundred
 * thousand in line, where an array would have to move them all up.
 */
export class WaitingLine<T> {
  #first: Place<T> | undefined;
  #last: Place<T> | undefined;

  get isEmpty(): boolean {
    return this.#first === undefined;
  }

  append(item: T): Place<T> {
    const place: Place<T> = { item, before: this.#last, after: undefined };
    if (this.#last) this.#last.after = place;
    else this.#first = place;
    this.#last = place;
    return place;
  }

  prepend(item: T): Place<T> {
    const place: Place<T> = { item, before: undefined, after: this.#first };
    if (this.#first) this.#first.before = place;
    else this.#last = place;
    this.#first = place;
    return place;
  }

  /** @param place of an item that is still in this line. */
  remove({ before, after }: Place<T>): void {
    if (before) before.after = after;
    else this.#first = after;
    if (after) after.before = before;
    else this.#last = before;
  }

  /** Takes the first one out. */
  shift(): T | undefined {
    const first = this.#first;
    if (first) this.remove(first);
    return first?.item;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let place = this.#first; place; place = place.after) yield place.item;
  }
}
