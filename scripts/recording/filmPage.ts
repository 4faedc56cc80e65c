/** Films a page in headless Chromium: an animated WebP of screenshots, in which each frame holds only the changes. */
import { readFileSync } from 'node:fs';
import webp from 'node-webpmux';
import type { Browser, Page } from 'playwright-core';

export interface FilmOptions {
  width: number;
  height: number;
  /** Quality of the WebP frames, 0 to 1. */
  quality: number;
}

export interface Film {
  /** How many screenshots differ from their predecessor. */
  shots(): number;
  /** Ends the filming. @returns the file. */
  finish(): Promise<Buffer>;
}

/** A screenshot in Base64, and its time. */
interface Shot {
  png: string;
  atMs: number;
}

interface Part {
  x: number;
  y: number;
  webp: string;
}

/** How long the last frame stays before the film begins again, in milliseconds. */
const lastFrameMs = 3_000;

/** Takes screenshots, one at a time, from now until `finish`. */
export function film(browser: Browser, page: Page, options: FilmOptions): Film {
  const shots: Shot[] = [];
  let isFilming = true;
  const filming = (async () => {
    while (isFilming) {
      const png = (await page.screenshot({ animations: 'disabled' })).toString('base64');
      if (png !== shots.at(-1)?.png) shots.push({ png, atMs: Date.now() });
    }
  })();
  return {
    shots: () => shots.length,
    async finish() {
      isFilming = false;
      await filming;
      return await encode(browser, shots, options);
    },
  };
}

async function encode(browser: Browser, shots: readonly Shot[], { width, height, quality }: FilmOptions) {
  const studio = await browser.newPage();
  await studio.addScriptTag({ content: readFileSync(new URL('changedPart.mjs', import.meta.url), 'utf8') });
  const frames = [];
  for (const [index, { png, atMs }] of shots.entries()) {
    const part = (await studio.evaluate(`changedPart('${png}', ${quality})`)) as Part | undefined;
    if (part === undefined) continue;
    const delay = (shots[index + 1]?.atMs ?? atMs + lastFrameMs) - atMs;
    const buffer = Buffer.from(part.webp.slice(part.webp.indexOf(',') + 1), 'base64');
    const place = { x: part.x / 2, y: part.y / 2 };
    frames.push(await webp.Image.generateFrame({ buffer, delay, ...place, blend: false, dispose: false }));
  }
  await studio.close();
  return webp.Image.save(null, { width, height, frames, loops: 0 });
}
