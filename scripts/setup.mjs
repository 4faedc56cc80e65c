// Installs the locked dependencies when node_modules does not match package-lock.json, so that `npm start` and
// `npm test` each work alone on a fresh clone. Plain JavaScript without dependencies: any Node that has npm runs it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampPath = `${root}node_modules/.ringpost-setup`;
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');

if (!existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== wanted) {
  process.stderr.write('ringpost: installing dependencies (once, about a minute) …\n');
  const { allowScripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  // Versions of npm that do not know `allowScripts` would run the scripts of all packages, one of which compiles for minutes.
  run(['ci', '--ignore-scripts', '--loglevel=error']);
  run(['rebuild', '--loglevel=error', ...Object.keys(allowScripts).filter((name) => allowScripts[name])]);
  writeFileSync(stampPath, wanted);
}

function run(parameters) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, parameters, {
    cwd: root,
    // The tool's own chatter goes to stderr: stdout belongs to the command that follows.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write(
    `ringpost: \`npm ${parameters[0]}\` failed, see above. Mend that and run the same command again.\n`,
  );
  process.exit(status ?? 1);
}
