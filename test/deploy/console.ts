/** `ringpost console` over the deployed stage, in a real browser: somebody finds out why a phone is silent. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium.ts';
import { writePathId } from '../../shared/platform/pathId.ts';
import { accessibilityFaults } from '../support/lab/axe.ts';
import { startRingpost } from './commands.ts';
import type { Person } from './people.ts';
import type { TestedStage } from './stage.ts';
import { waitFor } from './waitFor.ts';

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** Opens the console of the stage as the command does, and its page in a browser. */
export async function withConsole(stage: TestedStage, use: (page: Page) => Promise<void>): Promise<void> {
  const opened = await startRingpost(/^open (http:\S+)$/m, 'console', '--stage', stage.name);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(30_000);
    const mistakes: string[] = [];
    page.on('pageerror', ({ message }) => mistakes.push(message));
    await page.goto(opened.found);
    await use(page);
    assert.deepEqual(mistakes, []);
  } finally {
    await browser.close();
    await opened.stop();
  }
}

/** A message that its recipient has muted: its cause, the rung where it stopped, and its way are on the page. */
export async function silenceIsExplained(stage: TestedStage, from: Person, to: Person): Promise<void> {
  const mute = async (receive: string) => {
    const path = `/v1/conversations/${writePathId(`user:${from.userId}`)}/settings`;
    const { status, body } = await stage.ask(to.token, 'PUT', path, { receive });
    assert.equal(status, 200, JSON.stringify(body));
  };
  await mute('none');
  const message = { to: { userId: to.userId }, elements: [{ type: 'text', text: 'into the silence' }] };
  const { body } = await stage.ask(from.token, 'POST', '/v1/messages', message);
  await mute('push');
  const messageId = String(body['messageId']);

  await withConsole(stage, async (page) => {
    // By keyboard: paste, Enter, read.
    const search = page.getByLabel('ID of a message, a call or a user');
    await search.focus();
    await page.keyboard.insertText(messageId);
    await page.keyboard.press('Enter');
    const cause = page.getByText('The recipient has muted the conversation.');
    await cause.waitFor();
    for (const size of sizes) {
      await page.setViewportSize(size);
      const { y = size.height, height = 0 } = (await cause.boundingBox()) ?? {};
      assert.ok(y + height <= size.height, `at ${size.width} px the cause is not on the first screen, but at ${y}`);
      assert.deepEqual(await accessibilityFaults(page), [], `at ${size.width} px`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    const stopped = page
      .getByRole('listitem')
      .filter({ hasText: 'The conversation is not muted: no, it stopped here' });
    await stopped.first().waitFor();
    await page.getByRole('region', { name: 'Times in milliseconds since the request' }).getByText('0 ms').waitFor();

    await search.fill(to.userId);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByText(to.deviceId, { exact: false }).first().waitFor();
    await everyViewAnswers(page);
  });
}

/** Each has its data, or says that there is nothing; none says that it failed. */
async function everyViewAnswers(page: Page): Promise<void> {
  const shows = {
    Statistics: page.getByRole('heading', { name: /pushes by day/i }),
    Broadcasts: page.getByText(/no broadcast/i),
    'Dead letters': page.getByRole('heading', { name: 'Dead letters' }),
    Doctor: page.getByRole('heading', { name: 'What was examined' }),
  };
  for (const [name, shown] of Object.entries(shows)) {
    await page.getByRole('tab', { name, exact: true }).click();
    await shown.first().waitFor();
    assert.equal(
      await page.getByRole('alert').count(),
      0,
      `${name} says: ${await page.getByRole('alert').allInnerTexts()}`,
    );
    assert.deepEqual(await accessibilityFaults(page), [], name);
  }
}

/** Puts dead letters back by the page, each after a question; one question is declined at first. */
export async function redriveInConsole(stage: TestedStage, isMeant: (title: string) => boolean): Promise<void> {
  await withConsole(stage, async (page) => {
    await page.getByRole('tab', { name: 'Dead letters', exact: true }).click();
    const letters = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Put it back' }) });
    await letters.first().waitFor();
    const titles = await letters.locator('.finding-code').allInnerTexts();
    const title = titles.find(isMeant);
    assert.ok(title !== undefined, `the page lists ${titles.join('; ')}`);
    const letter = letters.filter({ hasText: title }).first();
    const question = page.getByRole('dialog', { name: 'Put it back into the queue?' });
    await letter.getByRole('button', { name: 'Put it back' }).click();
    await question.getByRole('button', { name: 'Leave it' }).click();
    assert.equal(await letters.count(), titles.length);
    await letter.getByRole('button', { name: 'Put it back' }).click();
    await question.getByRole('button', { name: 'Put it back' }).click();
    await question.waitFor({ state: 'hidden' });
    await waitFor('the letter to go from the list', async () =>
      (await letters.count()) === titles.length - 1 ? true : undefined,
    );
  });
}
