import { isoTime } from '../platform/isoTime.ts';
import type { SilentTarget } from '../push/rules/silence/facts.ts';

/** Verdicts on targets without a report, as servers see them. */
export function silenceView(silent: readonly SilentTarget[]) {
  return silent.map(({ evidence, ...verdict }) => ({
    ...verdict,
    evidence: evidence.map(({ fact, atMs }) => ({ fact, at: atMs === undefined ? undefined : isoTime(atMs) })),
  }));
}
