// Installs the locked dependencies when node_modules does not match package-lock.json, so that `npm start` and
// `npm test` each work alone on a fresh clone. Plain JavaScript without dependencies: any Node that has npm runs it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { howToGetNode, isNewEnough, neededMajorVersion, packagedNode, packageNames } from './packagedNode.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampPath = `${root}node_modules/.ringpost-setup`;
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');

if (!isNewEnough() && !comesWithNode()) stop(needsNode(`no package of Node ${neededMajorVersion} fits`));
if (!isInstalled() || (!isNewEnough() && packagedNode() === undefined)) install();
if (isNewEnough()) preferOwnNode();
else requirePackagedNode();

function isInstalled() {
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wanted;
}

function comesWithNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  return packageNames().some((name) => name in optionalDependencies);
}

function install() {
  process.stderr.write('ringpost: installing dependencies (once, about a minute) …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // No script of a package is needed, and none runs: what is installed is what the lockfile has the hashes of.
  const { status } = spawnSync(npm, ['ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    // The tool's own chatter goes to stderr: stdout belongs to the command that follows.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) stop('`npm ci` failed, see above. Fix that and run the same command again.', status ?? 1);
  writeFileSync(stampPath, wanted);
}

/** npm scripts look in node_modules/.bin first. Where the system's Node is new enough, they are to find that one. */
function preferOwnNode() {
  const packaged = packagedNode();
  // A Node that came by the packages of an older lockfile was removed by `npm ci` while it ran this.
  if (!existsSync(process.execPath)) return;
  if (packaged === undefined || realpathSync(process.execPath) === realpathSync(packaged)) return;
  for (const ending of ['', '.cmd', '.ps1']) rmSync(`${root}node_modules/.bin/node${ending}`, { force: true });
}

function requirePackagedNode() {
  const packaged = packagedNode();
  const starts = packaged !== undefined && spawnSync(packaged, ['--version'], { stdio: 'ignore' }).status === 0;
  if (!starts) stop(needsNode(`the package of Node ${neededMajorVersion} for it is missing or does not start`));
  // It was removed while the system's Node was new enough.
  const link = `${root}node_modules/.bin/node`;
  if (process.platform !== 'win32' && !existsSync(link)) symlinkSync(packaged, link);
}

function needsNode(why) {
  const platform = `${process.platform} on ${process.arch}`;
  return `this is Node ${process.versions.node} for ${platform}, and ${why}. ${howToGetNode}`;
}

function stop(why, status = 1) {
  process.stderr.write(`ringpost: ${why}\n`);
  process.exit(status);
}
