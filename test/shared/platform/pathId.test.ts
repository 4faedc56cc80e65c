import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathId } from '../../../client/js/src/pathId.ts';
import { matchRoute } from '../../../lab/aws/gateway/routeTable.ts';
import { readPathId, writePathId } from '../../../shared/platform/pathId.ts';

const root = join(import.meta.dirname, '../../..');
const anyId = fc.string({ minLength: 1, unit: 'grapheme' }).map((id) => id.toWellFormed());

describe('an ID in a path', () => {
  it("survives API Gateway's treatment of paths", () => {
    fc.assert(
      fc.property(anyId, anyId, (groupId, userId) => {
        // Prepare
        const rawPath = `/v1/groups/${writePathId(groupId)}/members/${writePathId(userId)}`;
        // Act
        const match = matchRoute('PUT', rawPath);
        // Assess
        if (!('pathParameters' in match)) throw new Error(`no route for ${rawPath}`);
        expect(Object.values(match.pathParameters).map(readPathId)).toEqual([groupId, userId]);
      }),
    );
  });

  it('is written by the TypeScript client as by Ringpost', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        expect(pathId(id)).toBe(writePathId(id));
      }),
    );
  });

  it.each([
    ['bob', 'bob'],
    ['user:bob', 'user:bob'],
    ['auth0|5f7c', '~YXV0aDB8NWY3Yw'],
    ['~bob', '~fmJvYg'],
    ['..', '~Li4'],
    ['a/b', '~YS9i'],
    ['100 %', '~MTAwICU'],
  ])('%s is written %s', (id, segment) => {
    // Act
    const written = writePathId(id);
    // Assess
    expect(written).toBe(segment);
  });

  it.each(['~', '~a', '~YQ==', '~_w', '~YXV0aDB8NWY3Yx'])('is not read from %s', (segment) => {
    // Act
    const id = readPathId(segment);
    // Assess
    expect(id).toBe(segment === '~' ? '' : undefined);
  });

  it('is written this way by every client in the repository', () => {
    // Prepare
    const sources = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' })
      .split('\n')
      .filter((path) => /^(cli|client|lab|functions|shared|scripts|bench)\//.test(path));
    // Act
    const others = sources.filter((path) =>
      /\/v1\/[^`?\n]*\$\{encodeURIComponent/.test(readFileSync(join(root, path), 'utf8')),
    );
    // Assess
    expect(sources.length).toBeGreaterThan(500);
    expect(others).toEqual([]);
  });

  it('is taken literally unless it begins with ~', () => {
    // Act
    const id = readPathId('auth0|5f7c');
    // Assess
    expect(id).toBe('auth0|5f7c');
  });
});
