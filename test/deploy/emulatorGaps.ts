/** What MiniStack 1.5.33 does not show, and the test of the template or of the lab that holds it instead. */
import { readFileSync } from 'node:fs';

interface Gap {
  what: string;
  file: string;
  /** Title of the test, as in the file. */
  test: string;
}

const gaps: readonly Gap[] = [
  {
    what: 'which keys of the table a role may touch (dynamodb:LeadingKeys)',
    file: 'test/cdk/functions.test.ts',
    test: 'are limited to the key prefixes that the store writes',
  },
  {
    what: 'time-to-live of the table, which its CloudFormation drops',
    file: 'test/cdk/state.test.ts',
    test: 'has the key and time-to-live attribute that the store writes, on-demand billing and encryption',
  },
  {
    what: 'point-in-time recovery, which its CloudFormation drops',
    file: 'test/cdk/state.test.ts',
    test: 'is removed with the stack on dev, and is recoverable for a day until then',
  },
  {
    what: 'throttles of the routes',
    file: 'test/cdk/api.test.ts',
    test: 'throttles each route by its caller or by its own limit, and anything else by the tightest limit',
  },
  {
    what: 'metrics, which it does not read out of logs, and so alarms that go off',
    file: 'test/cdk/watch.test.ts',
    test: 'read metrics under the names that the code records',
  },
  {
    what: "Lambda's own runtime on arm64: it runs this machine's Node",
    file: 'test/runtime/everyFunction.test.ts',
    test: 'the function loads, and answers its first event',
  },
  {
    what: 'who has signed a request at the URL of a function, so that the function refuses it',
    file: 'test/lab/callers/callers.test.ts',
    test: 'at the URL of its function',
  },
];

/** @throws Error when a test that is named here is not there. */
export function checkGaps(): void {
  const missing = gaps.filter(({ file, test }) => {
    const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    return !source.includes(test);
  });
  if (missing.length > 0) throw new Error(`no such test: ${missing.map(({ file, test }) => `${file} "${test}"`)}`);
}

export function describeGaps(): string[] {
  const lines = gaps.map(({ what, file, test }) => `- ${what}: ${file} "${test}"`);
  return ['', 'What the emulator does not show, and which test holds it instead:', ...lines, ''];
}
