// Runs Swift in `client/ios`: `node scripts/swift/swift.mjs test --filter Ring`. Uses the system's Swift 6 where there is
// one; on a Debian without one it installs Debian 13's, in a folder of its own. `exec <program> …` runs what was built.
// Plain JavaScript without dependencies: any Node that has npm runs it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chosenSwift, commandLine } from './choice.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const packageFolder = join(repository, 'client', 'ios');
const chrootScript = fileURLToPath(new URL('chroot.sh', import.meta.url));

const choice = chosenSwift({
  version: spawnSync('swift', ['--version'], { encoding: 'utf8' }).stdout ?? '',
  platform: process.platform,
  osRelease: existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
  folder: process.env['RINGPOST_SWIFT'] ?? join(homedir(), '.cache', 'ringpost', 'swift'),
});

switch (choice.kind) {
  case 'system':
    process.exit(run(commandLine(process.argv.slice(2))));
    break;
  case 'chroot': {
    const installed = run(['bash', chrootScript, 'install', choice.folder]);
    if (installed !== 0) process.exit(installed);
    const command = commandLine(process.argv.slice(2));
    // All of the repository, because tests read docs/openapi.json.
    process.exit(run(['bash', chrootScript, 'run', choice.folder, repository, packageFolder, ...command]));
    break;
  }
  default:
    process.stderr.write(`ringpost: ${choice.problem}\n`);
    process.exit(1);
}

/** @returns the exit status. */
function run([program, ...args]) {
  const { status, error } = spawnSync(program, args, { cwd: packageFolder, stdio: 'inherit' });
  if (error) process.stderr.write(`ringpost: ${error.message}\n`);
  return status ?? 1;
}
