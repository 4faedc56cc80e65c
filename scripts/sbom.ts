/**
 * Prints the software bill of materials (CycloneDX, JSON) of package-lock.json; arguments go to `npm sbom`, such as
 * `--omit dev` for what the functions are made of. The same lockfile gives the same bytes.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Bom {
  serialNumber?: string;
  metadata: { timestamp?: string; component: { name: string } };
}

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const fixed = ['--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
const { status, stdout } = spawnSync(npm, ['sbom', ...fixed, ...process.argv.slice(2)], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
  stdio: ['ignore', 'pipe', 'inherit'],
  shell: process.platform === 'win32',
});
if (status !== 0) process.exit(status ?? 1);

const bom = JSON.parse(stdout) as Bom;
// npm generates these on each run, and names the whole after the folder.
delete bom.serialNumber;
delete bom.metadata.timestamp;
bom.metadata.component.name = (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { name: string }).name;
process.stdout.write(`${JSON.stringify(bom, undefined, 2)}\n`);
