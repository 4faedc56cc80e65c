/** The compared clients, and the flood of ready-made frames beside them. */
export interface BenchClient {
  /** @param done called once, later, with whether the push was accepted. */
  push(number: number, done: (accepted: boolean) => void): void;
  close(): void;
}
