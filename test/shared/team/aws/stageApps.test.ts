import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stageApps } from '../../../../shared/team/aws/stageApps.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringpost-test-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('the apps of a stage', () => {
  it.each([
    ['com.example.app', true],
    ['com.example.other', true],
    ['com.example', false],
    ['com.example.app,com.example.other', false],
    ['', false],
  ])('are those of the environment: %s', (appId, expected) => {
    // Prepare
    vi.stubEnv('RINGPOST_APP_IDS', 'com.example.app,com.example.other');

    // Act
    const isKnown = stageApps().isKnown(appId);

    // Assess
    expect(isKnown).toBe(expected);
  });

  it('do not exist unless they are named', () => {
    // Act
    const isKnown = stageApps().isKnown('com.example.app');

    // Assess
    expect(isKnown).toBe(false);
  });

  it('may grow in a file while the function runs', () => {
    // Prepare
    const file = join(folder, 'app-ids');
    writeFileSync(file, 'com.example.app\n');
    vi.stubEnv('RINGPOST_APP_IDS_FILE', file);
    const apps = stageApps();
    const before = apps.isKnown('com.example.new');

    // Act
    writeFileSync(file, 'com.example.app\ncom.example.new\n');

    // Assess
    expect([before, apps.isKnown('com.example.new'), apps.isKnown('com.example')]).toEqual([false, true, false]);
  });
});
