// Breaks the rules of the kit one by one, in a copy of its sources, and shows that a test fails each time:
// `npm run test:ios:rules`, or `-- receipt 'a mute'` for the rules whose text has one of these. Ends with 1 when a broken rule
// goes unnoticed.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokenRules } from './brokenRules.mjs';

const packageFolder = fileURLToPath(new URL('../../client/ios', import.meta.url));
const swiftScript = fileURLToPath(new URL('swift.mjs', import.meta.url));
// Beside the build of the package, so that a second run has less to compile.
const copy = join(packageFolder, '.build', 'broken-rules');
const pieces = readdirSync(packageFolder).filter((name) => name !== '.build');

const wanted = process.argv.length > 2 ? process.argv.slice(2) : [''];
for (const text of wanted) {
  if (!brokenRules.some(({ rule }) => rule.includes(text))) fail(`no rule has "${text}" in its text`, 2);
}
const rules = brokenRules.filter(({ rule }) => wanted.some((text) => rule.includes(text)));

mkdirSync(copy, { recursive: true });
for (const piece of pieces) {
  rmSync(join(copy, piece), { recursive: true, force: true });
  // What a link leads to is copied, too: a rule is broken in the copy alone.
  cpSync(join(packageFolder, piece), join(copy, piece), {
    recursive: true,
    preserveTimestamps: true,
    dereference: true,
  });
}
if (!builds()) fail('the package does not build', 1);
if (!passes([...new Set(rules.map((rule) => rule.tests))].join('|'))) fail('tests fail before any rule is broken', 1);

const unnoticed = rules.filter((rule) => !isNoticed(rule));
const noticed = rules.length - unnoticed.length;
process.stdout.write(`${noticed} of ${rules.length} broken rules noticed\n`);
process.exit(unnoticed.length === 0 ? 0 : 1);

function isNoticed({ rule, file, find, replace, tests }) {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(find).length !== 2) fail(`${file} does not have this exactly once: ${find}`, 1);
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  try {
    // A change that does not compile breaks nothing.
    if (!builds()) fail(`broken like this the kit does not build: ${rule}`, 1);
    const isUnnoticed = passes(tests);
    process.stdout.write(`${isUnnoticed ? 'UNNOTICED' : 'noticed  '} ${rule} (${tests})\n`);
    return !isUnnoticed;
  } finally {
    writeFileSync(path, source);
  }
}

/** Without what debuggers want. */
function builds() {
  return swift('build', '--build-tests', '--quiet', '-Xswiftc', '-gnone') === 0;
}

function passes(tests) {
  return swift('test', '--skip-build', '--disable-xctest', '--filter', tests) === 0;
}

/** @returns the exit status. What it prints is shown when it does not even build. */
function swift(command, ...args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [swiftScript, 'exec', 'swift', command, '--package-path', copy, ...args],
    // A rule that is broken may keep a test waiting: it counts as failed then.
    { encoding: 'utf8', timeout: 900_000 },
  );
  if (command === 'build' && status !== 0) process.stderr.write(`${stdout}${stderr}`);
  return status ?? 1;
}

function fail(why, status) {
  process.stderr.write(`ringpost: ${why}\n`);
  process.exit(status);
}
