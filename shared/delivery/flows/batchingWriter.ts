/** Writes items in batches, one batch at a time: the first item waits a moment for others that follow closely. */
export class BatchingWriter<T> {
  readonly #write: (items: T[]) => Promise<void>;
  readonly #gather: () => Promise<void>;
  #waiting: T[] = [];
  #writing: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;
  #endGathering: () => void = () => {};
  readonly #finished = new Promise<void>((resolve) => {
    this.#endGathering = resolve;
  });

  /** @param gather how long the first item waits for others. */
  constructor(write: (items: T[]) => Promise<void>, gather: () => Promise<void>) {
    this.#write = write;
    this.#gather = gather;
  }

  add(item: T): void {
    this.#waiting.push(item);
    this.#writing ??= this.#run().catch((error: unknown) => {
      this.#failure = { error };
    });
  }

  /** No more items will come: the rest is written at once. @throws errors of writes. */
  async finish(): Promise<void> {
    this.#endGathering();
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
  }

  async #run(): Promise<void> {
    await Promise.race([this.#gather(), this.#finished]);
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0));
    this.#writing = undefined;
  }
}
