import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string;
  nodes: { target: string[] }[];
}

/** The rules whose outcome depends on colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/**
 * What axe-core holds against the page as it is now: `serious label-content-name-mismatch: button.banner`.
 * @param only `colours`: a page that was examined in another colour scheme.
 * @param within a selector: the rest was examined before.
 */
export async function accessibilityFaults(
  page: Page,
  { only, within }: { only?: 'colours' | undefined; within?: string | undefined } = {},
): Promise<string[]> {
  // As a program of the test, not of the page, whose security policy lets nothing else in.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(source);
  const runOnly = only && { runOnly: { type: 'rule', values: colourRules } };
  const where = within === undefined ? 'document' : JSON.stringify(within);
  const options = JSON.stringify({ resultTypes: ['violations'], ...runOnly });
  const { violations } = (await page.evaluate(`axe.run(${where}, ${options})`)) as { violations: Violation[] };
  return violations.map(({ impact, id, nodes }) => {
    const where = nodes.map(({ target }) => target.join(' ')).join(', ');
    return `${impact} ${id}: ${where}`;
  });
}
