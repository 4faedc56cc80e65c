/**
 * Saves what comes in, several items at a time and one write after the other: the first item waits a moment for others
 * that come right behind it.
 */
export class Saver<T> {
  readonly #save: (items: T[]) => Promise<void>;
  readonly #gather: () => Promise<void>;
  #waiting: T[] = [];
  #saving: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;
  #endGathering: () => void = () => {};
  readonly #finished = new Promise<void>((resolve) => {
    this.#endGathering = resolve;
  });

  /** @param gather how long the first item waits for others. */
  constructor(save: (items: T[]) => Promise<void>, gather: () => Promise<void>) {
    this.#save = save;
    this.#gather = gather;
  }

  add(item: T): void {
    this.#waiting.push(item);
    this.#saving ??= this.#run().catch((error: unknown) => {
      this.#failure = { error };
    });
  }

  /** Nothing more comes: what is left is saved at once. @throws what a write has thrown. */
  async finish(): Promise<void> {
    this.#endGathering();
    await this.#saving;
    if (this.#failure) throw this.#failure.error;
  }

  async #run(): Promise<void> {
    await Promise.race([this.#gather(), this.#finished]);
    while (this.#waiting.length > 0) await this.#save(this.#waiting.splice(0));
    this.#saving = undefined;
  }
}
