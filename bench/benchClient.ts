/** What the benchmark compares, and the flood of ready-made frames beside it. */
export interface BenchClient {
  /** @param done called once, later, with whether the push was accepted. */
  push(number: number, done: (accepted: boolean) => void): void;
  close(): void;
}
