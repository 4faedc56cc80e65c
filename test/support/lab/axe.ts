import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string;
  nodes: { target: string[] }[];
}

/** What axe-core holds against the page as it is now: `serious label-content-name-mismatch: button.banner`. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // As a program of the test, not of the page, whose security policy lets nothing else in.
  await page.evaluate(source);
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: Violation[];
  };
  return violations.map(({ impact, id, nodes }) => {
    const where = nodes.map(({ target }) => target.join(' ')).join(', ');
    return `${impact} ${id}: ${where}`;
  });
}
