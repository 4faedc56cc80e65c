import { expect, it } from 'vitest';
import { findChromium } from '../../scripts/chromium.ts';

it('explains how to install Chromium when it is missing', () => {
  // Prepare
  const environment = { PATH: '/nowhere' };

  // Act
  const search = () => findChromium(environment);

  // Assess
  expect(search).toThrow(/apt-get install chromium.*RINGPOST_CHROMIUM/);
});

it('uses the one that RINGPOST_CHROMIUM names', () => {
  // Prepare
  const environment = { PATH: '/nowhere', RINGPOST_CHROMIUM: '/opt/chrome' };

  // Act
  const path = findChromium(environment);

  // Assess
  expect(path).toBe('/opt/chrome');
});
