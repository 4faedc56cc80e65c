/** Links of the pages lead somewhere: to a file of the repository, and to a heading of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
const pages = tracked.filter((path) => path.endsWith('.md') || path === 'llms.txt');
/** Files, and the folders that they are in. */
const known = new Set(tracked.flatMap((path) => [path, ...foldersOf(path)]));

function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

/** Text in code contains no links or headings. */
function withoutCode(markdown: string): string {
  return markdown
    .replaceAll(/^(```+).*?^\1$/gms, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()#]/g, ''));
}

/** Anchors as GitHub makes them: small letters, no punctuation, hyphens for spaces, numbered where a heading comes again. */
function anchorsOf(markdown: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...withoutCode(markdown).matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) => {
      const slug = heading
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

/** Targets of `[text](target)`, of pictures and of `[name]: target`, as far as they are in the repository. */
function linksOf(markdown: string): string[] {
  const text = withoutCode(markdown);
  return [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g), ...text.matchAll(/^\[[^\]]+\]:\s+<?([^\s>]+)/gm)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z][a-z\d+.-]*:/i.test(target));
}

/** What is wrong with a link of a page. Undefined: nothing. */
function faultOf(page: string, link: string, read: (path: string) => string, exists: (path: string) => boolean) {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : normalize(join(dirname(page), decodeURI(path))).replace(/\/$/, '');
  if (!exists(target)) return `${page}: ${link}: no such file`;
  if (anchor === undefined || !target.endsWith('.md')) return undefined;
  return anchorsOf(read(target)).has(decodeURI(anchor)) ? undefined : `${page}: ${link}: no such heading`;
}

test('each link of each page leads to a tracked file and an existing heading', () => {
  // Prepare
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const links = pages.flatMap((page) => linksOf(read(page)).map((link) => ({ page, link })));

  // Act
  const faults = links.flatMap(({ page, link }) => faultOf(page, link, read, (path) => known.has(path)) ?? []);

  // Assess
  expect(links.length).toBeGreaterThan(200);
  expect(faults).toEqual([]);
});

test('each page that a source names exists, with its heading', () => {
  // Prepare
  const sources = tracked.filter((path) => /\.(?:ts|tsx|mjs)$/.test(path) && !path.startsWith('test/docs/'));
  const named = sources.flatMap((source) =>
    [
      ...readFileSync(join(root, source), 'utf8').matchAll(
        /\b(?:docs\/[\w/-]+|README|CONTRIBUTING|SECURITY)\.md(?:, "([^"\n]+)")?/g,
      ),
    ].map(([reference, heading]) => ({ source, path: /^[\w/-]+\.md/.exec(reference)?.[0] ?? '', heading })),
  );

  // Act
  const missing = named.filter(({ path, heading }) => {
    const file = join(root, path);
    if (!existsSync(file) || !statSync(file).isFile()) return true;
    return heading !== undefined && !new RegExp(`^#+ ${escaped(heading)}$`, 'm').test(readFileSync(file, 'utf8'));
  });

  // Assess
  expect(named.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

describe('a link', () => {
  const files: Record<string, string> = {
    'docs/a.md':
      '# A page\n\n## `--json`\n\n## Quiet hours, and more\n\n## Twice\n\n## Twice\n\n```md\n# in code\n```\n',
    'docs/b.md': '# B\n',
  };
  const fault = (link: string) =>
    faultOf(
      'docs/a.md',
      link,
      (path) => files[path] ?? '',
      (path) => path in files,
    );

  it.each(['b.md', './b.md', '../docs/b.md#b', '#a-page', '#--json', '#quiet-hours-and-more', '#twice', '#twice-1'])(
    'to %s is right',
    (link) => {
      // Act
      const found = fault(link);
      // Assess
      expect(found).toBeUndefined();
    },
  );

  it.each([
    ['c.md', 'no such file'],
    ['../b.md', 'no such file'],
    ['b.md#a-page', 'no such heading'],
    ['#twice-2', 'no such heading'],
    ['#in-code', 'no such heading'],
  ])('to %s is reported: %s', (link, expected) => {
    // Act
    const found = fault(link);
    // Assess
    expect(found).toBe(`docs/a.md: ${link}: ${expected}`);
  });

  it('is found in text, images and definitions, not in code', () => {
    // Prepare
    const page = 'See [a](x.md#y), ![p](p.png "P") and [w](https://example.com).\n\n[d]: z.md\n\n`[c](q.md)`\n';
    // Act
    const found = linksOf(page);
    // Assess
    expect(found).toEqual(['x.md#y', 'p.png', 'z.md']);
  });
});
