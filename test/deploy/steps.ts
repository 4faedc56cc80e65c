/** One step after the other, each with its time; the first that fails ends the run, as the later ones build on it. */

export interface Steps {
  /** @returns what the step returns. @throws what the step throws, after its line was printed. */
  run<T>(title: string, step: () => Promise<T>): Promise<T>;
  /** The last line. */
  summarise(): void;
}

export function createSteps(print: (line: string) => void): Steps {
  const startedMs = performance.now();
  let passed = 0;
  return {
    async run(title, step) {
      const beganMs = performance.now();
      try {
        const result = await step();
        passed += 1;
        print(`ok     ${seconds(beganMs)}  ${title}`);
        return result;
      } catch (error) {
        print(`FAILED ${seconds(beganMs)}  ${title}`);
        throw error;
      }
    },
    summarise: () => print(`test:deploy: ${passed} steps passed in${seconds(startedMs)}`),
  };
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1).padStart(6)} s`;
}
