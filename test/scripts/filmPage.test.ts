/** The film of a page, in a real browser: another tool than the one that wrote it must be able to play it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../scripts/chromium.ts';
import { film } from '../../scripts/recording/filmPage.ts';

const size = { width: 301, height: 201 };
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it('plays in a browser, with each change in its place', async () => {
  // Prepare
  const page = await browser.newPage({ viewport: size });
  const box = (left: number) =>
    page.setContent(`<div style="position:fixed;inset:auto 0 0 ${left}px;height:33px;
    background:#c00"></div><body style="background:#fff">`);
  await box(301);
  const filming = film(browser, page, { ...size, quality: 0.9 });
  await expect.poll(filming.shots).toBe(1);

  // Act
  await box(201);
  await expect.poll(filming.shots).toBe(2);
  const file = await filming.finish();

  // Assess: only a page of this machine, or one over TLS, may decode single frames.
  await page.route('http://localhost/', (route) => route.fulfill({ body: '', contentType: 'text/html' }));
  await page.goto('http://localhost/');
  const shown = await page.evaluate(`(async () => {
    const data = await (await fetch('data:image/webp;base64,${file.toString('base64')}')).arrayBuffer();
    const decoder = new ImageDecoder({ data, type: 'image/webp' });
    await decoder.tracks.ready;
    await decoder.completed;
    const frames = decoder.tracks.selectedTrack.frameCount;
    const { image } = await decoder.decode({ frameIndex: frames - 1 });
    const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const isRed = (x, y) => context.getImageData(x, y, 1, 1).data[1] < 80;
    const red = [[198, 190], [206, 190], [299, 199], [206, 162]].map(([x, y]) => isRed(x, y));
    return { frames, width: canvas.width, height: canvas.height, red };
  })()`);
  expect(shown).toEqual({ frames: 2, ...size, red: [false, true, true, false] });
}, 60_000);
