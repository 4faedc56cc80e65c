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
    test: 'are limited to the kinds of keys that the store writes',
  },
  {
    what: 'time-to-live of the table, which its CloudFormation drops',
    file: 'test/cdk/state.test.ts',
    test: 'has the key and the time-to-live that the store writes, is paid by request and is encrypted',
  },
  {
    what: 'point-in-time recovery, which its CloudFormation drops',
    file: 'test/cdk/state.test.ts',
    test: 'goes with the stack on dev, and is recoverable for a day until then',
  },
  {
    what: 'throttles of the routes',
    file: 'test/cdk/api.test.ts',
    test: 'has a throttle for each route by who calls it or as it says, and the tightest for anything else',
  },
  {
    what: 'metrics, which it does not read out of logs, and so alarms that go off',
    file: 'test/cdk/watch.test.ts',
    test: 'ask for metrics as they are recorded',
  },
  {
    what: "Lambda's own runtime on arm64: it runs this machine's Node",
    file: 'test/runtime/everyFunction.test.ts',
    test: 'the function loads, and answers its first event',
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
