import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventSchemas } from '../../../shared/api/schemas/events.ts';

const document = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8');
/** Code blocks such as "```json call.ringing". */
const examples = [...document.matchAll(/^```json (\S+)\n([\s\S]*?)^```/gm)].map(([, type = '', json = '']) => ({
  type,
  detail: JSON.parse(json) as Record<string, unknown>,
}));

/** First cells of the tables whose heads say what they list. */
function listed(head: string): string[] {
  const tables = document.split(/\n\n/).filter((block) => block.startsWith(`| ${head} |`));
  const cells = tables.flatMap((table) => table.split('\n').slice(2)).map((row) => row.split('|')[1] ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

describe('docs/events.md', () => {
  it('lists exactly the events that exist', () => {
    // Prepare
    const types = Object.keys(eventSchemas);

    // Act
    const documented = listed('`detail-type`');

    // Assess
    expect(documented.toSorted()).toEqual(types.toSorted());
  });

  it.each(examples)('has an example of $type that fits its schema', ({ type, detail }) => {
    // Prepare
    const schema = eventSchemas[type as keyof typeof eventSchemas];

    // Act
    const result = schema.safeParse(detail);

    // Assess
    expect(result.error).toBeUndefined();
  });

  it('explains every field of calls and messages', () => {
    // Prepare
    const fields = new Set(
      Object.values(eventSchemas).flatMap((schema) =>
        Object.keys((schema as unknown as { def: { shape: object } }).def.shape),
      ),
    );

    // Act
    const explained = new Set(listed('field'));

    // Assess
    expect([...fields].filter((field) => !explained.has(field))).toEqual([]);
    expect(examples.length).toBeGreaterThan(3);
  });
});
