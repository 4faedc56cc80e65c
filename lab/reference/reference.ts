/** The API reference at `/docs`: Swagger UI out of its package, and the document. Nothing of it comes from the network. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type PageFile, type PageFiles, sendPageFile } from '../phones/pageFiles.ts';

const pageDirectory = fileURLToPath(new URL('page', import.meta.url));
const document = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));
const viewerDirectory = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const html = 'text/html; charset=utf-8';
const css = 'text/css; charset=utf-8';
const javaScript = 'text/javascript; charset=utf-8';

/** Built when somebody asks for it first, and kept: the lab is to start fast. */
let building: Promise<PageFiles> | undefined;

/** @returns false when the request is not for the reference. */
export async function answerReference(
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const [path = ''] = url.split('?');
  if (!/^\/docs(\/|$)/.test(path) || (method !== 'GET' && method !== 'HEAD')) return false;
  building ??= buildReference();
  const file = (await building).get(path);
  if (file === undefined) return false;
  sendPageFile(response, file);
  return true;
}

async function buildReference(): Promise<PageFiles> {
  const [page, viewerCode, viewerStyle, openApi, bundled] = await Promise.all([
    readFile(`${pageDirectory}/index.html`),
    readFile(`${viewerDirectory}/swagger-ui-bundle.js`),
    readFile(`${viewerDirectory}/swagger-ui.css`),
    readFile(document),
    build({
      absWorkingDir: pageDirectory,
      entryPoints: { page: 'main.ts', style: 'style.css' },
      outdir: '/',
      write: false,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2024',
      legalComments: 'none',
      logLevel: 'warning',
    }),
  ]);
  return new Map<string, PageFile>([
    ['/docs', { contentType: html, content: page }],
    ['/docs/', { contentType: html, content: page }],
    ['/docs/viewer.js', { contentType: javaScript, content: viewerCode }],
    ['/docs/viewer.css', { contentType: css, content: viewerStyle }],
    ['/docs/openapi.json', { contentType: 'application/json', content: openApi }],
    ...bundled.outputFiles.map(({ path, contents }): [string, PageFile] => [
      `/docs/${basename(path)}`,
      { contentType: path.endsWith('.css') ? css : javaScript, content: contents },
    ]),
  ]);
}
