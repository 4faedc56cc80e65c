import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, functionNames } from '../../scripts/bundle.ts';

/** What a function loads it pays for at each cold start. */
const mostBytes = 400 * 1024;

const directory = mkdtempSync(join(tmpdir(), 'ringpost-bundles-'));
beforeAll(() => bundleFunctions(directory));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the bundle of a function', () => {
  it.each(functionNames())('is within its budget: %s', (name) => {
    // Prepare
    const path = join(directory, name, 'index.mjs');

    // Act
    const { size } = statSync(path);

    // Assess
    expect(size).toBeLessThanOrEqual(mostBytes);
  });
});
