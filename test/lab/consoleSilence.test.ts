/** Somebody who has never seen the console finds out why a phone is silent: in three steps, by keyboard, on one screen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConsole } from '../../cli/console/consoleServer.ts';
import { findLab } from '../../cli/stage/findLab.ts';
import type { ListeningServer } from '../../lab/aws/protocol/listen.ts';
import { movableClock } from '../../lab/clock.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { launchChromium } from '../../scripts/chromium.ts';
import { accessibilityFaults } from '../support/lab/axe.ts';
import { focusOn } from '../support/lab/keyboard.ts';
import { hour, SilentScene } from '../support/lab/silentScene.ts';

const clock = movableClock();
let lab: Lab;
let server: ListeningServer;
let browser: Browser;
beforeAll(async () => {
  [lab, browser] = await Promise.all([startLab({ port: 0, clock }), launchChromium()]);
  server = await startConsole(await findLab(lab.url), 0);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await lab?.stop();
});

const sizes = { 'a desk': { width: 1440, height: 900 }, 'a phone': { width: 390, height: 844 } } as const;

async function open(viewport: { width: number; height: number }): Promise<Page> {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  page.setDefaultTimeout(20_000);
  await page.goto(server.url);
  return page;
}

interface Planted {
  /** What happens to the phone. */
  what: string;
  /** @returns the ID of a message that stays silent. */
  plant(scene: SilentScene): Promise<string>;
  cause: RegExp;
  rung: string;
}

const planted: Planted[] = [
  {
    what: 'alerts are off',
    async plant(scene) {
      await scene.unpack();
      await scene.change({ permission: 'denied' });
      await scene.useApp();
      const messageId = await scene.message();
      scene.wait(hour);
      return messageId;
    },
    cause: /The user does not allow alerts/,
    rung: 'Alerts are allowed',
  },
  {
    what: 'there is no phone',
    plant: (scene) => scene.message(),
    cause: /The user has no registered device/,
    rung: 'A device is registered',
  },
];

describe('the console', () => {
  it.each(planted.flatMap((each) => Object.entries(sizes).map(([size, viewport]) => ({ ...each, size, viewport }))))(
    'explains on $size that $what',
    { timeout: 60_000 },
    async ({ plant, cause, rung, viewport }) => {
      // Prepare
      const messageId = await plant(new SilentScene(lab, clock));
      const page = await open(viewport);

      // Act: paste it where the page begins, and press Enter.
      await page.getByLabel('ID of a message, a call or a user').focus();
      await page.keyboard.insertText(messageId);
      await page.keyboard.press('Enter');
      const words = page.getByText(cause).first();
      await words.waitFor();

      // Assess: what to read is on the first screen, and so is the condition that was not met.
      const { y = viewport.height, height = 0 } = (await words.boundingBox()) ?? {};
      expect(y + height).toBeLessThanOrEqual(viewport.height);
      expect(
        await page
          .getByRole('listitem')
          .filter({ hasText: `${rung}: no, it stopped here` })
          .count(),
      ).toBeGreaterThan(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.close();
    },
  );

  it('is reached and asked by keyboard alone', async () => {
    // Prepare
    const messageId = await new SilentScene(lab, clock).message();
    const page = await open(sizes['a desk']);
    const search = page.getByLabel('ID of a message, a call or a user');
    await search.waitFor();

    // Act
    let tabs = 0;
    do {
      await page.keyboard.press('Tab');
      tabs += 1;
    } while (tabs < 10 && (await focusOn(page)) !== 'ID of a message, a call or a user');
    await page.keyboard.insertText(messageId);
    await page.keyboard.press('Enter');
    await page.getByText('The user has no registered device').first().waitFor();

    // Assess
    expect(tabs).toBeLessThanOrEqual(3);
    await page.close();
  });
});
