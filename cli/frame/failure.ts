/** One fault, described so that a person can fix it. */
export interface Fault {
  /** Stable, for scripts: `no_such_stack`, … */
  code: string;
  /** What is wrong. Never a password, a key or a token. */
  message: string;
  /** What to do now; whole sentences. */
  fix: string;
}

/** A command cannot do what was asked: printed on stderr with the fix, exit status 1. Nobody needs its stack. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  /** At least one; the first is the one that counts. */
  readonly faults: readonly [Fault, ...Fault[]];

  constructor(faults: Fault | readonly [Fault, ...Fault[]], options?: ErrorOptions) {
    const all = 'code' in faults ? ([faults] as const) : faults;
    super(all[0].message, options);
    this.faults = all;
  }
}

/** @returns the list, if it is not empty. */
export function hasFaults(faults: readonly Fault[]): faults is readonly [Fault, ...Fault[]] {
  return faults.length > 0;
}

/** A command was called wrongly: printed on stderr, exit status 2. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}
