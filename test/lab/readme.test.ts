/** What the README tells people to type, typed: each line prints what stands behind its `#`. Needs bash and curl. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const transcript =
  readme.split('<summary>The same with curl</summary>')[1]?.split('```sh\n')[1]?.split('\n```')[0] ?? '';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

test('the curl transcript prints the documented output', async () => {
  // Prepare
  const promised = transcript.split('\n').flatMap((line) => / {2,}# (.+)$/.exec(line)?.[1] ?? []);
  const script = transcript.replace('http://127.0.0.1:4700', lab.url);

  // Act
  const bash = spawn('bash', ['-eu', '-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = (await text(bash.stdout)).trim().split('\n');

  // Assess
  expect(script).not.toBe(transcript);
  expect(promised).toHaveLength(9);
  expect(printed.slice(0, promised.length).map((line, index) => holds(line, promised[index]))).toEqual(promised);
  // After these the pushes: the message and the ring, on two phones of two builds.
  expect(printed.slice(promised.length).toSorted()).toEqual([
    'development 200 bob-2',
    'development 200 bob-2',
    'production 200 bob-1',
    'production 200 bob-1',
  ]);
});

/** The promise where the line is it, or has it as one of its members; otherwise the line, for the report. */
function holds(line: string, promise = ''): string {
  return line === promise || line.startsWith(`{ ${promise},`) ? promise : line;
}
