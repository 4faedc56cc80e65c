/** The imports between modules, read from the sources and checked against the law of imports. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { breachOf, folders, placeOf, roles, rooms } from './importLaw.ts';

const root = join(import.meta.dirname, '../..');
const sources = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...Object.keys(folders), 'shared'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => /\.(tsx?|mjs)$/.test(path) && existsSync(join(root, path)));

/** Specifiers of all imports of a file of the project: static, dynamic and of types. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found = text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map(([, specifier = '']) => normalize(join(dirname(path), specifier)));
}

test('every file of shared/ has a place, and no import breaks the law', () => {
  // Prepare
  const pairs = sources.flatMap((from) => importsOf(from).map((to): [string, string] => [from, to]));
  // Act
  const homeless = sources.filter((path) => path.startsWith('shared/') && placeOf(path) === undefined);
  const breaches = pairs.flatMap(([from, to]) => breachOf(from, to) ?? []);
  // Assess
  expect(pairs.length).toBeGreaterThan(1000);
  expect(homeless).toEqual([]);
  expect(breaches).toEqual([]);
});

test('the law covers every folder of code', () => {
  // Prepare
  const tracked = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' }).split('\n');
  // Act
  const named = new Set(tracked.flatMap((path) => /^(\w+)\//.exec(path)?.[1] ?? []));
  // Assess
  expect([...named].filter((folder) => folder !== 'shared' && !(folder in folders))).toEqual([]);
});

describe('the law refuses', () => {
  const breaches = [
    ['an import of a later room', 'shared/devices/rules/device.ts', 'shared/calls/rules/call.ts'],
    ['a rule that knows a port', 'shared/push/rules/decide.ts', 'shared/push/ports.ts'],
    ['a rule that knows a flow', 'shared/calls/rules/call.ts', 'shared/calls/flows/ring.ts'],
    ['a rule that knows the table', 'shared/people/rules/recipient.ts', 'shared/platform/table/keys.ts'],
    ['ports that know an adapter', 'shared/apns/ports.ts', 'shared/apns/client/pusher.ts'],
    ['a flow that knows an adapter', 'shared/calls/flows/ring.ts', 'shared/calls/table/callStore.ts'],
    ['an adapter that knows a flow', 'shared/push/table/statisticsStore.ts', 'shared/push/flows/pushPlanned.ts'],
    ['the edge that knows an adapter', 'shared/api/stack.ts', 'shared/platform/aws/log.ts'],
    ['shared/ that leaves itself', 'shared/api/routes.ts', 'functions/calls.ts'],
    ['a file outside all rooms', 'shared/helpers/misc.ts', 'shared/platform/ports.ts'],
    ['a file outside all roles', 'shared/calls/misc.ts', 'shared/platform/ports.ts'],
    ['the stack that runs a function', 'cdk/ringpostStack.ts', 'functions/calls.ts'],
    ['the lab that runs a function without its bundle', 'lab/lab.ts', 'functions/calls.ts'],
    ['a function that knows the lab', 'functions/calls.ts', 'lab/lab.ts'],
    ['endpoints that put ports together', 'functions/endpoints/groups.ts', 'shared/people/table/groups.ts'],
    ['production that knows a test', 'lab/lab.ts', 'test/support/memory/ports.ts'],
  ] as const;
  test.each(breaches)('%s', (_kind, from, to) => {
    // Act
    const breach = breachOf(from, to);
    // Assess
    expect(breach).toContain(from);
  });
});

describe('docs/architecture.md prints', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const rows = (heading: string) => {
    const [, section = ''] = page.split(`\n### ${heading}\n`);
    const [text = ''] = section.split(/\n##/);
    return text
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.slice(2, -2).split(' | '));
  };

  test('the rooms in their order', () => {
    // Act
    const printed = rows('Rooms');
    // Assess
    const built = Object.entries(rooms).filter(([room]) => existsSync(join(root, 'shared', room)));
    expect(printed).toEqual(built.map(([room, holds]) => [`\`shared/${room}/\``, holds]));
  });

  test('the roles', () => {
    // Act
    const printed = rows('Roles');
    // Assess
    expect(printed).toEqual(
      Object.entries(roles).map(([role, { holds, imports }]) => [`\`${role}\``, holds, imports.join(', ')]),
    );
  });

  test('what the folders beside shared/ import', () => {
    // Act
    const printed = rows('Beside `shared/`').map(([folder, , imports]) => [folder, imports]);
    // Assess
    expect(printed).toEqual(
      Object.entries(folders)
        .filter(([folder]) => existsSync(join(root, folder)))
        .map(([folder, imports]) => [`\`${folder}/\``, imports.map((name) => `\`${name}\``).join(', ') || 'nothing']),
    );
  });
});
