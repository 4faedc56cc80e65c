import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findChromium } from '../../scripts/chromium.ts';

it('explains how to install Chromium when it is missing', () => {
  // Prepare
  const environment = { PATH: '/nowhere' };

  // Act
  const search = () => findChromium(environment);

  // Assess
  expect(search).toThrow(/apt-get install chromium.*RINGPOST_CHROMIUM/);
});

it('prefers one without a user interface, wherever it is on PATH', () => {
  // Prepare
  const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const directories = ['chromium', 'chromium-headless-shell'].map((name) => {
    const directory = join(folder, `with-${name}`);
    mkdirSync(directory);
    writeFileSync(join(directory, name), '', { mode: 0o755 });
    return directory;
  });

  // Act
  const [both, one] = [directories.join(':'), directories[0]].map((PATH) => findChromium({ PATH }));

  // Assess
  expect(both).toBe(join(folder, 'with-chromium-headless-shell', 'chromium-headless-shell'));
  expect(one).toBe(join(folder, 'with-chromium', 'chromium'));
});

it('uses the one that RINGPOST_CHROMIUM names', () => {
  // Prepare
  const environment = { PATH: '/nowhere', RINGPOST_CHROMIUM: '/opt/chrome' };

  // Act
  const path = findChromium(environment);

  // Assess
  expect(path).toBe('/opt/chrome');
});
