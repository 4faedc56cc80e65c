import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface PageFile {
  contentType: string;
  content: Uint8Array;
}

/** The page's files by path, in memory. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const pageDirectory = fileURLToPath(new URL('page', import.meta.url));

/** `picture.svg` and `portrait.svg` stand for the pictures of notifications: a phone of the lab downloads none. */
const pictures = ['icon.svg', 'picture.svg', 'portrait.svg'];

/** Nothing but the lab itself: the page must work without a network. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'";

/**
 * Bundles a page. @param name `phones`: the lab's page. `console`: the page of `ringpost console`, which shares its views.
 * @throws Error if it does not compile.
 */
export async function buildPage(name: 'phones' | 'console' = 'phones'): Promise<PageFiles> {
  const folder = name === 'phones' ? '' : `${name}/`;
  const [{ outputFiles }, html, ...drawn] = await Promise.all([
    build({
      absWorkingDir: pageDirectory,
      entryPoints: { page: `${folder}main.tsx`, style: 'styles/all.css' },
      outdir: '/',
      write: false,
      bundle: true,
      // What a page loads later has files of its own.
      splitting: true,
      minify: true,
      format: 'esm',
      target: 'es2024',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      legalComments: 'none',
      logLevel: 'warning',
    }),
    readFile(`${pageDirectory}/${folder}index.html`),
    ...pictures.map((file) => readFile(`${pageDirectory}/${file}`)),
  ]);
  const files = new Map<string, PageFile>([
    ['/', { contentType: 'text/html; charset=utf-8', content: html }],
    ...drawn.map((content, index) => [`/${pictures[index]}`, { contentType: 'image/svg+xml', content }] as const),
  ]);
  for (const { path, contents } of outputFiles) {
    const contentType = path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
    files.set(`/${basename(path)}`, { contentType, content: contents });
  }
  return files;
}

export function sendPageFile(response: ServerResponse, { contentType, content }: PageFile): void {
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': content.byteLength,
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
  });
  response.end(content);
}
