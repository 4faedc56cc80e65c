/** The console's page over a lab: each view, by mouse and by keyboard, and the same views beside the lab's phones. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startConsole } from '../../cli/console/consoleServer.ts';
import { openStageAccess } from '../../cli/stage/openStageAccess.ts';
import type { StageAccess } from '../../cli/stage/stageAccess.ts';
import type { ListeningServer } from '../../lab/aws/protocol/listen.ts';
import { accessibilityFaults } from '../support/lab/axe.ts';
import { focusOn, stopsOf, unreachedBy } from '../support/lab/keyboard.ts';
import { serverClient, text, until, userClient } from '../support/lab/labClient.ts';
import { useLabPage } from '../support/lab/labPage.ts';
import { healthyApp } from '../support/plantedFaults.ts';
import { plantStatistics } from '../support/plantedStatistics.ts';

let access: StageAccess;
let console: ListeningServer;
let messageId: string;
const labPage = useLabPage({
  timeoutMs: 20_000,
  async prepareLab({ lab }) {
    access = await openStageAccess({ kind: 'lab', url: lab.url });
    console = await startConsole(access, 0);
    await plantStatistics(access, 30);
    const server = serverClient(lab);
    await server('POST', '/v1/server/broadcasts', {
      appId: healthyApp,
      name: 'Spring release',
      audience: { all: true },
      message: { offlinePush: { desc: 'Group calls are here.' } },
    });
    await until(
      async () => (await server('GET', '/v1/server/broadcasts')).body.broadcasts[0],
      ({ state }) => state === 'finished',
    );
    await userClient(lab, 'bob')('PUT', '/v1/conversations/user:alice/settings', { level: 'none' });
    messageId = (await userClient(lab, 'alice')('POST', '/v1/messages', { to: { userId: 'bob' }, ...text('shh') })).body
      .messageId;
    await access.clients.sqs.send(
      new SendMessageCommand({ QueueUrl: access.deadLetterQueueUrl, MessageBody: 'nothing that the worker knows' }),
    );
  },
});
afterAll(() => console?.stop());
const { mistakes } = labPage;

/** Opens the console over the lab in a window of its own. */
async function openConsole(hash = '', over?: StageAccess): Promise<Page> {
  const shown = over === undefined ? console : await startConsole(over, 0);
  if (shown !== console) onTestFinished(shown.stop);
  const { page } = labPage;
  await page.goto(shown.url + hash);
  await page.getByRole('tablist').waitFor();
  return page;
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const plot = (page: Page, name: string) => page.getByRole('figure', { name, exact: true });

/** Each view, and what it has once it is there. */
const views: readonly [tab: string, hash: () => string, isThere: (page: Page) => Promise<unknown>][] = [
  ['Find', () => `#find/${messageId}`, (page) => page.getByText('The recipient has muted').first().waitFor()],
  ['Statistics', () => '#statistics', (page) => plot(page, 'Cost by day, an estimate').waitFor()],
  ['Broadcasts', () => '#broadcasts', (page) => page.getByRole('heading', { name: 'Spring release' }).waitFor()],
  ['Dead letters', () => '#dead-letters', (page) => page.getByRole('button', { name: 'Put it back' }).waitFor()],
  ['Doctor', () => '#doctor', (page) => page.getByRole('region', { name: 'Warnings' }).waitFor()],
];

/** A plot is drawn again for another width, a moment later. */
const widestDrawing = `Math.max(0, ...[...document.querySelectorAll('.drawing')].map((each) => each.getBoundingClientRect().right))`;
/** Texts of plots that do not end within them. */
const textsCutOff = `[...document.querySelectorAll('.drawing text')]
  .filter((each) => each.getBoundingClientRect().right > each.ownerSVGElement.getBoundingClientRect().right + 1)
  .map((each) => each.textContent)`;

describe('the console', () => {
  it.each(views)(
    'has the view %s: fit for each width, with nothing that axe finds in light and dark',
    async (name, hash, isThere) => {
      // Prepare
      const page = await openConsole(hash());
      await isThere(page);
      const faults: string[] = [];
      const overflowing: number[] = [];
      const cutOff: unknown[] = [];

      // Act
      for (const width of [1440, 1024, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await expect.poll(() => page.evaluate('innerWidth')).toBe(width);
        if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) overflowing.push(width);
        await expect.poll(() => page.evaluate(widestDrawing)).toBeLessThanOrEqual(width);
        cutOff.push(await page.evaluate(textsCutOff));
        faults.push(...(await accessibilityFaults(page)));
      }
      // Once, as colours do not depend on the width.
      await page.emulateMedia({ colorScheme: 'dark' });
      faults.push(...(await accessibilityFaults(page, { only: 'colours' })));

      // Assess
      expect(await tab(page, name).getAttribute('aria-selected')).toBe('true');
      expect({ faults, overflowing, mistakes }).toEqual({ faults: [], overflowing: [], mistakes: [] });
      expect(cutOff).toEqual([[], [], []]);
    },
  );

  it('shows why a planted message was silent to somebody who has only its ID, also after a reload', async () => {
    // Prepare
    const page = await openConsole();

    // Act
    await page.getByLabel('ID of a message, a call or a user').fill(messageId);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    const message = page.getByRole('region', { name: 'Message', exact: true });
    await message.getByText('The recipient has muted the conversation. certain').first().waitFor();
    await page.reload();

    // Assess
    await message.getByText('The recipient has muted the conversation. certain').first().waitFor();
    expect(new URL(page.url()).hash).toBe(`#find/${messageId}`);
  });

  it('shows the ID that the address names, also when one goes back', async () => {
    // Prepare
    const page = await openConsole(`#find/${messageId}`);
    const search = page.getByRole('searchbox');
    await search.fill('bob');
    await search.press('Enter');
    await page.getByRole('region', { name: 'User bob' }).waitFor();

    // Act
    await page.goBack();
    await page.getByRole('region', { name: 'Message', exact: true }).waitFor();

    // Assess
    await expect.poll(() => search.inputValue()).toBe(messageId);
  });

  it('decides again on the recipient who is chosen, and shows no decision on another one', async () => {
    // Prepare
    const message = { to: { userIds: ['bob', 'carol'] }, ...text('to both') };
    const sent = (await userClient(labPage.lab, 'alice')('POST', '/v1/messages', message)).body;
    const page = await openConsole(`#find/${sent.messageId}`);
    const decided = page.getByRole('list', { name: /^Decided again on/ });

    // Act
    await page.getByRole('button', { name: 'Decide again' }).click();
    await decided.waitFor();
    const onBob = await decided.textContent();
    await page.getByLabel('Recipient').selectOption('carol');
    await decided.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Decide again' }).click();
    await decided.waitFor();

    // Assess
    expect(onBob).toContain('skip, muted');
    expect(await decided.textContent()).toBe('skip, no_devicecarolas it happened: skipped, no_device');
  });

  it('plots thirty days, and shows each plot as a table', async () => {
    // Prepare
    const page = await openConsole('#statistics');

    // Act
    await page.getByRole('button', { name: '30 days' }).click();
    await page.getByRole('button', { name: 'As a table: Pushes by day' }).click();
    await page.getByRole('button', { name: 'As a table: Losses by app version' }).click();
    const days = plot(page, 'Pushes by day').getByRole('rowheader');
    await expect.poll(() => days.count()).toBe(30);
    const losses = await plot(page, 'Losses by app version').getByRole('row').allTextContents();
    await page.getByRole('button', { name: 'As a table: Apple’s count beside ours, by day' }).click();
    const apples = await plot(page, 'Apple’s count beside ours, by day').getByRole('row').allTextContents();
    const discarded = await plot(page, 'Discarded by Apple, in its words').getByRole('img').textContent();
    const svgs = await page.getByRole('img', { name: /by/ }).count();

    // Assess
    expect(losses).toHaveLength(4);
    expect(losses[2]).toMatch(/^4\.2\.0\d\.\d\d %\d\.\d\d %loses more rings than 4\.1\.0$/);
    expect(svgs).toBe(7);
    expect(apples.at(-1)).toMatch(/^\d{4}-\d\d-\d\dnot knownnot known$/);
    expect(apples.at(-3)).toMatch(/^\d{4}-\d\d-\d\d[\d,]+[\d,]+difference -?\d+, rounding ±\d+$/);
    expect(discarded).toContain('alert: Discarded - Disabled');
    expect(discarded).toContain('notifications off');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('keeps the plots of the days that were chosen last, whichever answer comes first', async () => {
    // Prepare
    const { callServer } = access;
    const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
    const page = await openConsole('#statistics', {
      ...access,
      async callServer(method, path, body) {
        if (path.includes('days=7')) await isReleased;
        return callServer(method, path, body);
      },
    });
    const ofWeek = page.waitForResponse((response) => response.url().endsWith('days=7'));

    // Act
    await page.getByRole('button', { name: '30 days' }).click();
    await page.getByRole('button', { name: 'As a table: Pushes by day' }).click();
    release();
    await (await ofWeek).finished();
    await page.evaluate('new Promise(requestAnimationFrame)');

    // Assess
    expect(await plot(page, 'Pushes by day').getByRole('rowheader').count()).toBe(30);
  });

  it('works by keyboard alone', async () => {
    // Prepare
    const page = await openConsole();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await tab(page, 'Find').focus();

    // Act
    await press('ArrowRight');
    await plot(page, 'Pushes by day').waitFor();
    const focused = await focusOn(page);
    await page.getByRole('button', { name: 'As a table: Pushes by day' }).focus();
    await press('Enter');
    const isTable = await plot(page, 'Pushes by day').getByRole('table').isVisible();
    await page.reload();
    await plot(page, 'Pushes by day').waitFor();
    const stops = await stopsOf(page);
    const unreached = await unreachedBy(page);
    await tab(page, 'Statistics').focus();
    await press('End', 'ArrowLeft');
    await page.getByRole('button', { name: 'Put it back' }).focus();
    await press('Enter');
    const question = page.getByRole('dialog', { name: 'Put it back into the queue?' });
    await question.waitFor();
    const faults = await accessibilityFaults(page, { within: 'dialog[open]' });
    await press('Escape');
    await question.waitFor({ state: 'detached' });

    // Assess
    expect([focused, isTable]).toEqual(['Statistics', true]);
    // The arrow keys reach these.
    expect(unreached).toEqual(['Find', 'Broadcasts', 'Dead letters', 'Doctor']);
    expect(stops.filter(({ name, isOutlined }) => name === '' || !isOutlined)).toEqual([]);
    expect(faults).toEqual([]);
    expect(await focusOn(page)).toBe('Put it back');
    expect(new URL(page.url()).hash).toBe('#dead-letters');
  });

  it('names the right that a view lacks, and shows the others', async () => {
    // Prepare
    const { callServer } = access;
    const page = await openConsole('#statistics', {
      ...access,
      callServer: async (method, path, body) =>
        path.includes('/stats') ? { status: 403, body: { message: 'Forbidden' } } : callServer(method, path, body),
    });

    // Act
    const alert = page.getByRole('alert');
    await alert.waitFor();
    const said = await alert.textContent();
    const faults = await accessibilityFaults(page);
    await tab(page, 'Broadcasts').click();
    await page.getByRole('heading', { name: 'Spring release' }).waitFor();

    // Assess
    expect(said).toContain('execute-api:Invoke');
    expect(said).toContain('…/*/GET/v1/server/stats');
    expect(faults).toEqual([]);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('the page of the lab', () => {
  it('has the same views beside its phones, loaded when somebody opens them', async () => {
    // Prepare
    const { page } = labPage;
    const scripts: string[] = [];
    page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()));

    // Act
    const before = scripts.length;
    await page.getByTestId('send-text').fill('half written');
    await page.getByRole('link', { name: 'Console' }).click();
    await tab(page, 'Statistics').click();
    await plot(page, 'Pushes by day').waitFor();
    const areThere = await page.getByTestId('phone-bob-1').isVisible();
    const faults = await accessibilityFaults(page);
    await tab(page, 'Doctor').click();
    await page.getByRole('region', { name: 'What was examined' }).waitFor();
    await page.reload();
    await page.getByRole('region', { name: 'What was examined' }).waitFor();
    await page.getByRole('link', { name: 'Phones', exact: true }).click();
    await page.getByTestId('phone-bob-1').waitFor();

    // Assess
    expect([before, areThere, faults]).toEqual([0, false, []]);
    expect(scripts.length).toBeGreaterThan(0);
    expect(mistakes).toEqual([]);
  });
});
