/** The document passes two well-known linters: the recommended rules of both, and nearly all others of Spectral. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';
import { describe, expect, test } from 'vitest';
import { openApiText } from '../../scripts/openapi.ts';

const without = (text: string, part: string) => text.replaceAll(part, '');

describe("Redocly's recommended rules", () => {
  const lint = async (source: string) => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
    return problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`);
  };

  test('find nothing in the document', async () => {
    // Prepare
    const text = openApiText();
    // Act
    const problems = await lint(text);
    // Assess
    expect(problems).toEqual([]);
  });

  test('find an operation without a summary', async () => {
    // Prepare
    const text = without(openApiText(), '"summary": "Answer a ringing call",');
    // Act
    const problems = await lint(text);
    // Assess
    expect(problems).toEqual([expect.stringContaining('operation-summary')]);
  });
});

/** Not recommended by Spectral either. */
const unwanted = {
  // Each team runs its own stage: there is no address for all of them.
  'contact-properties': 'off',
  // OpenAPI 3.1 has `identifier` in its place.
  'license-url': 'off',
  // The tags are in the order in which a newcomer reads.
  'openapi-tags-alphabetical': 'off',
} as const;

describe("Spectral's rules for OpenAPI", () => {
  const lint = async (text: string) => {
    const spectral = new spectralCore.Spectral();
    // The two packages of Spectral bring types of different versions.
    spectral.setRuleset({ extends: [[oas as unknown as RulesetDefinition, 'all']], rules: unwanted });
    const problems = await spectral.run(text);
    return problems.map(({ code, path }) => `${code} ${path.join('/')}`);
  };

  test('find nothing in the document', async () => {
    // Prepare
    const text = openApiText();
    // Act
    const problems = await lint(text);
    // Assess
    expect(problems).toEqual([]);
  });

  test('find an example that does not fit its schema', async () => {
    // Prepare
    const text = openApiText().replace('"status": "ok",', '"status": "fine",');
    // Act
    const problems = await lint(text);
    // Assess
    expect(problems).toEqual([expect.stringContaining('oas3-valid-media-example')]);
  });
});
