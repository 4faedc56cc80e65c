import type { DirectoryFeed } from '../../shared/callDirectory/rules/directory.ts';

/**
 * What iOS keeps of a Call Directory extension, as strict as Apple documents it: entries come in ascending order, none
 * twice, and only what is there is removed.
 */
export class CallKitLists {
  readonly #blocked = new Set<string>();
  readonly #labels = new Map<string, string>();

  /** @param incremental false: everything goes first. @throws Error where CallKit would refuse the load. */
  apply({ blocking, identification }: DirectoryFeed, incremental: boolean): void {
    if (!incremental) {
      this.#blocked.clear();
      this.#labels.clear();
    }
    for (const number of blocking.remove) this.#require(this.#blocked.delete(number), 'unknown', number);
    for (const number of identification.remove) this.#require(this.#labels.delete(number), 'unknown', number);
    this.#requireAscending(blocking.add);
    this.#requireAscending(identification.add.map(({ number }) => number));
    for (const number of blocking.add) {
      this.#require(!this.#blocked.has(number), 'duplicate', number);
      this.#blocked.add(number);
    }
    for (const { number, label } of identification.add) {
      this.#require(!this.#labels.has(number), 'duplicate', number);
      this.#labels.set(number, label);
    }
  }

  snapshot() {
    return { blocked: [...this.#blocked].sort(), labels: Object.fromEntries([...this.#labels].sort()) };
  }

  #requireAscending(numbers: readonly string[]): void {
    numbers.reduce((before, number) => {
      this.#require(Number(number) > Number(before), 'not ascending', number);
      return number;
    }, '0');
  }

  #require(condition: boolean, fault: string, number: string): void {
    if (!condition) throw new Error(`CallKit refuses the entry ${number}: ${fault}`);
  }
}
