import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run's output with `N passed, N failed`, and how many were left out, if any were. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      for (const state of states) counts[state === 'passed' || state === 'skipped' ? state : 'failed'] += 1;
      // A module that did not load, or whose set-up failed, is a failure that no test would count.
      if (!module.ok() && !states.includes('failed')) counts.failed += 1;
    }
    const { passed, failed, skipped } = counts;
    process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}
