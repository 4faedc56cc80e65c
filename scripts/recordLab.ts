/**
 * The animated picture at the top of README.md: `npm run record`. Starts a lab and a headless Chromium, plays a message
 * and a call on the lab's page, and films it. Everything in the picture really happens; only the captions are added.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startLab } from '../lab/lab.ts';
import { launchChromium } from './chromium.ts';
import { film } from './recording/filmPage.ts';

const path = fileURLToPath(new URL('../docs/images/lab.webp', import.meta.url));
const size = { width: 1440, height: 950 };
/** Size limit for readers on a train. */
const maxBytes = 1_500_000;

const caption = `
  position: fixed; z-index: 99; left: 50%; bottom: 14px; translate: -50%; padding: 12px 22px; border-radius: 14px;
  background: #111827ee; color: #fff; font: 600 25px/1.3 system-ui, sans-serif; white-space: nowrap;
  box-shadow: 0 6px 24px #0006`;

const lab = await startLab({ port: 0 });
try {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', colorScheme: 'light' });
    const page = await context.newPage();
    await openLab(page);
    const running = film(browser, page, { ...size, quality: 0.8 });
    await play(page);
    const file = await running.finish();
    if (file.length > maxBytes) throw new Error(`the film has ${file.length} bytes, more than ${maxBytes}`);
    writeFileSync(path, file);
    process.stdout.write(`${path}: ${Math.round(file.length / 1000)} KB\n`);
  } finally {
    await browser.close();
  }
} finally {
  await lab.stop();
}

/** Both of Bob's phones speak English, so that a reader of English can read both. */
async function openLab(page: Page): Promise<void> {
  await fetch(`${lab.url}/lab/phones/bob-2`, { method: 'PATCH', body: JSON.stringify({ locale: 'en-GB' }) });
  await page.goto(lab.url);
  await page.getByTestId('phone-bob-2').waitFor();
}

async function play(page: Page): Promise<void> {
  const phone = (phoneId: string) => page.getByTestId(`phone-${phoneId}`);

  await say(page, 'Bob has two iPhones. The app is killed on one of them.');
  await phone('bob-1').getByText('Killed').click();
  await delay(2_500);

  await say(page, 'Alice writes. Both lock screens show it, each with a badge.');
  await page.getByTestId('send-text').fill('Dinner at eight?');
  await delay(800);
  await page.getByTestId('send').click();
  await phone('bob-1').getByTestId('banner').waitFor();
  await delay(3_000);

  await say(page, 'Alice calls. Both iPhones ring, the killed app as well.');
  await page.getByTestId('call').click();
  for (const phoneId of ['bob-1', 'bob-2']) await phone(phoneId).getByTestId('incoming-call').waitFor();
  await delay(3_500);

  await say(page, 'Bob answers on one. The other stops ringing.');
  await phone('bob-1').getByTestId('answer').click();
  await phone('bob-2').getByTestId('call-ended').waitFor();
  await delay(1_500);
}

async function say(page: Page, text: string): Promise<void> {
  await page.evaluate(`(() => {
    const element = document.querySelector('#caption') ?? document.body.appendChild(document.createElement('p'));
    element.id = 'caption';
    element.style.cssText = ${JSON.stringify(caption)};
    element.textContent = ${JSON.stringify(text)};
  })()`);
}
