import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, functionNames } from '../../scripts/bundle.ts';
import type { FunctionName } from '../../shared/api/functionSettings.ts';

/**
 * In KB, a little more than each has. What a function loads it pays for at each cold start, some 0.1 ms of CPU for each
 * KB: a change that needs more raises the number, and its commit says what for.
 */
const budgets: Readonly<Record<FunctionName, number>> = {
  devices: 300,
  profile: 248,
  messages: 400,
  calls: 375,
  callLog: 242,
  directory: 312,
  rings: 250,
  receipts: 298,
  statistics: 232,
  groups: 273,
  server: 282,
  health: 45,
  deliver: 342,
  callTimer: 340,
  callChanges: 262,
  events: 262,
  ringAuthorizer: 262,
  watch: 214,
};

const directory = mkdtempSync(join(tmpdir(), 'ringpost-bundles-'));
beforeAll(() => bundleFunctions(directory));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the bundle of a function', () => {
  it.each(functionNames() as FunctionName[])('is within its budget: %s', (name) => {
    // Prepare
    const path = join(directory, name, 'index.mjs');

    // Act
    const { size } = statSync(path);

    // Assess
    expect(size / 1024).toBeLessThanOrEqual(budgets[name]);
  });

  it.each(functionNames())('has its lazily loaded files beside it: %s', (name) => {
    // Prepare
    const text = readFileSync(join(directory, name, 'index.mjs'), 'utf8');

    // Act
    const files = [...text.matchAll(/import\("(\.[^"]+)"\)/g)].map(([, file = '']) => file);

    // Assess
    expect(files.filter((file) => !existsSync(join(directory, name, file)))).toEqual([]);
  });

  it.each(['messages', 'calls', 'deliver'])('loads the transport to APNs while it fetches credentials: %s', (name) => {
    // Act
    const transports = ['wireConnection', 'http2Connection'].map((file) =>
      statSync(join(directory, name, `${file}.mjs`)),
    );

    // Assess: one of them, in KB.
    expect(transports.every(({ size }) => size / 1024 <= 30)).toBe(true);
  });

  it("of calls loads the world's dialling rules only when a call shows a number", async () => {
    // Prepare
    const index = readFileSync(join(directory, 'calls', 'index.mjs'), 'utf8');
    const later = join(directory, 'calls', 'phoneNumber.mjs');

    // Act
    const { numbersMeant } = (await import(
      pathToFileURL(later).href
    )) as typeof import('../../shared/callDirectory/rules/phoneNumber.ts');

    // Assess: with it, the function is below the 400 KB that are the most for any.
    expect(index).toContain('import("./phoneNumber.mjs")');
    expect(index).not.toContain('country_calling_codes');
    expect(statSync(later).size / 1024).toBeLessThanOrEqual(74);
    expect(numbersMeant('0011 86 138 0013 8000', ['AU'])).toEqual(['8613800138000']);
  });

  it.each(functionNames())('contains nothing that a stand-in replaces: %s', (name) => {
    // Prepare
    const path = join(directory, name, 'index.mjs');

    // Act
    const text = readFileSync(path, 'utf8');

    // Assess: a new version of the AWS SDK may have it in another place.
    expect(text).not.toMatch(/"\.aws"|instanceof ReadableStream/);
  });
});
