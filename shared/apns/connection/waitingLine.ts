/** What can stand in a line: it holds its own place, because there are as many as there are pushes. */
export interface InLine<T> {
  before: T | undefined;
  after: T | undefined;
}

/**
 * First in, first out, as a linked list: leaving from the middle costs no more than from the front, even with a hundred
 * thousand in line, where an array would have to move them all up.
 */
export class WaitingLine<T extends InLine<T>> {
  #first: T | undefined;
  #last: T | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(item: T): void {
    item.before = this.#last;
    item.after = undefined;
    if (this.#last) this.#last.after = item;
    else this.#first = item;
    this.#last = item;
    this.#length += 1;
  }

  prepend(item: T): void {
    item.before = undefined;
    item.after = this.#first;
    if (this.#first) this.#first.before = item;
    else this.#last = item;
    this.#first = item;
    this.#length += 1;
  }

  /** @param item one of this line. */
  remove(item: T): void {
    const { before, after } = item;
    if (before) before.after = after;
    else this.#first = after;
    if (after) after.before = before;
    else this.#last = before;
    item.before = undefined;
    item.after = undefined;
    this.#length -= 1;
  }

  /** Takes the first one out. */
  shift(): T | undefined {
    const first = this.#first;
    if (first) this.remove(first);
    return first;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let item = this.#first; item; item = item.after) yield item;
  }
}
