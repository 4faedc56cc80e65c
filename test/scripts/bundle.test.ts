import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, filesReadAtStart, functionNames, kilobytesReadAtStart } from '../../scripts/bundle.ts';
import { currentBundles } from '../../scripts/currentBundles.ts';
import type { FunctionName } from '../../shared/api/functionSettings.ts';

/**
 * In KB, a little more than each has. What a function loads when it starts it pays for at each cold start, some 0.1 ms of CPU for each
 * KB: a change that needs more raises the number, and its commit says what for.
 */
const budgets: Readonly<Record<FunctionName, number>> = {
  devices: 294,
  profile: 259,
  messages: 398,
  calls: 396,
  callLog: 247,
  directory: 321,
  rings: 256,
  receipts: 306,
  statistics: 259,
  groups: 277,
  server: 298,
  activities: 340,
  pushes: 349,
  health: 52,
  deliver: 361,
  broadcasts: 367,
  broadcastWorker: 361,
  callTimer: 351,
  callChanges: 262,
  events: 262,
  webhooks: 300,
  webhookSettings: 300,
  ringAuthorizer: 262,
  userAuthorizer: 41,
  watch: 263,
  userData: 306,
};

const directory = mkdtempSync(join(tmpdir(), 'ringpost-bundles-'));
beforeAll(() => currentBundles(directory));
afterAll(() => rmSync(directory, { recursive: true }));

/** Whole paths of the files that the function loads with `import()`, by the name of their module. */
function filesLoadedLater(name: string): ReadonlyMap<string, string> {
  const atStart = filesReadAtStart(join(directory, name)).map((file) => readFileSync(file, 'utf8'));
  const files = atStart.flatMap((text) => [...text.matchAll(/import\("\.\/([^"]+)-[^"-]+"\)/g)]);
  return new Map(
    files.map(([call, module = '']) => [module, join(directory, name, call.slice('import("./'.length, -2))]),
  );
}

const kilobytes = (file: string) => statSync(file).size / 1024;

describe('the bundle of a function', () => {
  it.each(functionNames() as FunctionName[])('is within its budget: %s', (name) => {
    // Act
    const size = kilobytesReadAtStart(join(directory, name));

    // Assess
    expect(size).toBeLessThanOrEqual(budgets[name]);
  });

  it('holds no file of an earlier bundle', async () => {
    // Prepare
    const earlier = join(directory, 'health', 'chunk-OF1BEFORE.mjs');
    writeFileSync(earlier, '');

    // Act
    await bundleFunctions(directory, ['health']);

    // Assess
    expect(existsSync(earlier)).toBe(false);
  });

  it.each(['messages', 'calls', 'deliver'])('loads the transport to APNs while it fetches credentials: %s', (name) => {
    // Act
    const later = filesLoadedLater(name);

    // Assess: one of them, in KB.
    const transports = ['wireConnection', 'http2Connection'].map((module) => later.get(module) ?? 'not there');
    expect(transports.map(kilobytes).filter((size) => size > 30)).toEqual([]);
  });

  it.each(['messages', 'devices'])('loads the client of SQS when a request needs the queue: %s', (name) => {
    // Act
    const atStart = filesReadAtStart(join(directory, name)).map((file) => readFileSync(file, 'utf8'));

    // Assess
    expect(filesLoadedLater(name).keys()).toContain('deliveryQueue');
    expect(atStart.filter((text) => text.includes('SendMessageBatch'))).toEqual([]);
  });

  it.each([
    ['messages', 'explainSilence'],
    ['calls', 'explainQuietPhones'],
  ])('loads the verdicts on silence when a server asks for them: %s', (name, module) => {
    // Act
    const atStart = filesReadAtStart(join(directory, name)).map((file) => readFileSync(file, 'utf8'));

    // Assess
    expect(filesLoadedLater(name).keys()).toContain(module);
    expect(atStart.filter((text) => text.includes('the device is no longer registered'))).toEqual([]);
  });

  it("of calls loads the world's dialling rules only when a call shows a number", async () => {
    // Prepare
    const atStart = filesReadAtStart(join(directory, 'calls')).map((file) => readFileSync(file, 'utf8'));
    const later = filesLoadedLater('calls').get('phoneNumber') ?? 'not there';

    // Act
    const { numbersMeant } = (await import(
      pathToFileURL(later).href
    )) as typeof import('../../shared/callDirectory/rules/phoneNumber.ts');

    // Assess: with it, the function is below the 400 KB that are the most for any.
    expect(atStart.filter((text) => text.includes('country_calling_codes'))).toEqual([]);
    expect(kilobytes(later)).toBeLessThanOrEqual(74);
    expect(numbersMeant('0011 86 138 0013 8000', ['AU'])).toEqual(['8613800138000']);
  });

  it.each(functionNames())('contains nothing that a stand-in replaces: %s', (name) => {
    // Act
    const texts = filesReadAtStart(join(directory, name)).map((file) => readFileSync(file, 'utf8'));

    // Assess: a new version of the AWS SDK may have it in another place.
    expect(texts.filter((text) => /"\.aws"|instanceof ReadableStream/.test(text))).toEqual([]);
  });
});
