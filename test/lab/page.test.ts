import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startConsole } from '../../cli/console/consoleServer.ts';
import { openStageAccess } from '../../cli/stage/openStageAccess.ts';
import { accessibilityFaults } from '../support/lab/axe.ts';
import { text, userClient } from '../support/lab/labClient.ts';
import { useLabPage } from '../support/lab/labPage.ts';

const labPage = useLabPage();
const { phone, shownBy, mistakes } = labPage;

describe('the page of the lab', () => {
  it("rings both of Bob's phones when Alice calls, and one stops when the other answers", async () => {
    // Prepare
    const ringing = ['bob-1', 'bob-2'].map((phoneId) => phone(phoneId).getByTestId('incoming-call'));

    // Act
    await labPage.page.getByTestId('call').click();
    await Promise.all(ringing.map((incoming) => incoming.getByText('Alice', { exact: true }).waitFor()));
    await phone('bob-1').getByTestId('answer').click();
    const ended = await phone('bob-2').getByTestId('call-ended').textContent();

    // Assess
    expect(ended).toContain('已在其他设备上接听');
    expect((await shownBy('bob-2')).call).toMatchObject({ state: 'answered', endedReason: 4 });
    await labPage.page.getByText('In a call with Bob').waitFor();
    await phone('bob-1').getByTestId('end').click();
    await labPage.page.getByText('The call has ended').waitFor();
    expect((await shownBy('bob-1')).call).toMatchObject({ state: 'ended' });
    await expect.poll(() => phone('alice-1').getByTestId('incoming-call').count()).toBe(0);
    expect(mistakes).toEqual([]);
  });

  it("shows a message on Bob's lock screen, with a badge, although his app is killed", async () => {
    // Prepare
    await phone('bob-1').getByText('Killed').click();
    await phone('bob-1').getByRole('radio', { name: 'Killed', checked: true }).waitFor();

    // Act
    await labPage.page.getByTestId('send-text').fill('hi');
    await labPage.page.getByTestId('send').click();
    const banner = await phone('bob-1').getByTestId('lock-screen').getByTestId('banner').textContent();

    // Assess
    expect(banner).toContain('Alice:hi');
    expect(await phone('bob-1').getByTestId('badge').textContent()).toBe('1');
    expect(await shownBy('bob-1')).toMatchObject({ badge: 1, notifications: [{ body: 'Alice:hi' }] });
    const rows = labPage.page.getByTestId('push-row');
    await rows.filter({ hasText: 'production' }).filter({ hasText: 'alert' }).first().waitFor();
    await rows.filter({ hasText: 'development' }).filter({ hasText: 'alert' }).first().waitFor();
    const row = labPage.page.getByTestId('activity').filter({ hasText: '“hi”' });
    expect(await row.textContent()).toMatch(/^Alice → Bob[\d:]+“hi”2 phones · \d+ ms/);
    expect(mistakes).toEqual([]);
  });

  it('lights the phone of a push that is pointed at, filters the list and clears it', async () => {
    // Prepare
    await labPage.page.getByTestId('send-text').fill('where are you?');
    await labPage.page.getByTestId('send').click();
    const rows = labPage.page.getByTestId('activity');
    const row = rows.filter({ hasText: '“where are you?”' });
    const push = row.getByTestId('push-row').filter({ hasText: 'Bob’s iPhone 2' });

    // Act
    await push.locator('summary').focus();
    await labPage.page.locator('.phone-card.lit[data-testid="phone-bob-2"]').waitFor();
    await push.locator('summary').blur();
    await labPage.page.getByLabel('Filter by user, phone, text or reason').fill('where iphone 2');
    await expect.poll(() => rows.count()).toBe(1);
    await labPage.page.getByLabel('Show', { exact: true }).selectOption('Failures');
    await labPage.page.getByText('Nothing matches the filter.').waitFor();
    await labPage.button('Clear').click();

    // Assess
    await labPage.page.getByText('No pushes yet.').waitFor();
    expect(await labPage.page.locator('.phone-card.lit').count()).toBe(0);
    expect(mistakes).toEqual([]);
  });

  it('copies a message as a command that sends it again', async () => {
    // Prepare
    await labPage.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await labPage.page.getByTestId('send-text').fill("it's me");
    await labPage.page.getByTestId('send').click();
    const rows = labPage.page.getByTestId('activity').filter({ hasText: "“it's me”" });

    // Act
    await rows.getByRole('button', { name: 'Copy as curl: Alice → Bob' }).click();
    await rows.getByText('Copied', { exact: true }).waitFor();
    const command = (await labPage.page.evaluate('navigator.clipboard.readText()')) as string;
    await promisify(execFile)('bash', ['-c', command]);

    // Assess
    await expect.poll(() => rows.count()).toBe(2);
  });

  it('explains a message before it is sent', async () => {
    // Prepare
    await labPage.page.getByTestId('send-text').fill('soon');
    const { next } = await labPage.ask('GET', '/lab/pushes');

    // Act
    await labPage.page.getByTestId('explain').click();
    const explanation = labPage.page.getByTestId('explanation');
    await explanation.getByText('would get a push: offline').first().waitFor();

    // Assess
    expect(await explanation.getByRole('listitem').count()).toBe(2);
    await labPage.page.getByText(/It would cost \$0\.0000\d+ on AWS; a million of these, \$\d\.\d\d\./).waitFor();
    expect((await labPage.ask('GET', `/lab/pushes?since=${next}`)).pushes).toEqual([]);
    expect(mistakes).toEqual([]);
  });

  it('stops ringing when Alice cancels the call', async () => {
    // Prepare
    await labPage.page.getByTestId('video-call').click();
    await phone('bob-2').getByTestId('incoming-call').getByText('Ringpost 视频通话').waitFor();

    // Act
    await labPage.page.getByRole('button', { name: 'Cancel' }).click();
    const ended = await phone('bob-2').getByTestId('call-ended').textContent();

    // Assess
    expect(ended).toContain('通话已取消');
    await labPage.page.getByText('Alice cancelled the call').waitFor();
  });

  it('shows a message in the open app, and gives the reason for each phone that was not pushed to', async () => {
    // Prepare
    await phone('bob-1').getByText('Foreground').click();
    await phone('bob-1').getByRole('region', { name: 'Ringpost on Bob’s iPhone' }).waitFor();

    // Act
    await labPage.page.getByTestId('send-text').fill('are you there?');
    await labPage.page.getByTestId('send').click();
    await phone('bob-1').getByText('Alice:are you there?').waitFor();

    // Assess
    const chips = labPage.page.locator('.target');
    await chips.filter({ hasText: 'Bob’s iPhone skipped: the app is open' }).first().waitFor();
    await chips.filter({ hasText: 'Bob’s iPhone 2 skipped: the app is open on another phone' }).waitFor();
    await expect.poll(() => phone('bob-2').getByTestId('banner').count()).toBe(0);
    expect(mistakes).toEqual([]);
  });

  it('rings in the open app, where the call can be answered', async () => {
    // Prepare
    await phone('bob-1').getByText('Foreground').click();
    await phone('bob-1').getByRole('region', { name: 'Ringpost on Bob’s iPhone' }).waitFor();

    // Act
    await labPage.page.getByTestId('call').click();
    await phone('bob-1').getByTestId('incoming-call').getByText('Alice', { exact: true }).waitFor();
    await phone('bob-1').getByTestId('answer').click();
    await labPage.page.getByText('In a call with Bob').waitFor();

    // Assess
    await expect.poll(() => phone('bob-2').getByTestId('incoming-call').count()).toBe(0);
    await phone('bob-1').getByTestId('end').click();
    await labPage.page.getByText('The call has ended').waitFor();
    expect(mistakes).toEqual([]);
  });

  it('adds a phone for a new user, who can then receive messages', async () => {
    // Prepare
    await labPage.page.getByRole('button', { name: 'Add a phone' }).click();
    await labPage.page
      .getByRole('textbox', { name: 'User' })
      .or(labPage.page.getByRole('combobox', { name: 'User' }))
      .fill('carol');

    // Act
    await labPage.page.getByRole('button', { name: 'Add', exact: true }).click();
    await phone('carol-1').waitFor();
    await labPage.page.getByLabel('To', { exact: true }).selectOption('carol');
    await labPage.page.getByTestId('send-text').fill('welcome');
    await labPage.page.getByTestId('send').click();
    const banner = await phone('carol-1').getByTestId('banner').textContent();

    // Assess
    expect(banner).toContain('Alice:welcome');
  });

  it('fits the width of a phone screen', async () => {
    // Prepare
    await labPage.page.setViewportSize({ width: 390, height: 844 });

    // Act
    const widths = await labPage.page.evaluate('[document.documentElement.scrollWidth, innerWidth]');

    // Assess
    expect(widths).toEqual([390, 390]);
  });
});

describe('the console, like the list of pushes', () => {
  it('shows why a message was silent, its way, and a user with devices; without its secret it shows nothing', async () => {
    // Prepare
    const access = await openStageAccess({ kind: 'lab', url: labPage.lab.url });
    const { url, stop } = await startConsole(access, 0);
    onTestFinished(stop);
    const alice = userClient(labPage.lab, 'alice');
    await userClient(labPage.lab, 'bob')('PUT', '/v1/conversations/user:alice/settings', { level: 'none' });
    const { messageId } = (await alice('POST', '/v1/messages', { to: { userId: 'bob' }, ...text('shh') })).body;
    const page = labPage.page;
    await page
      .getByTestId('activity')
      .filter({ hasText: '“shh”' })
      .getByRole('button', { name: 'Why was it silent' })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Why was it silent: Alice → Bob' });
    await dialog.getByText('The recipient has muted the conversation. certain').first().waitFor();
    await dialog.getByRole('button', { name: 'Decide again' }).click();
    const decidedInDialog = dialog.getByRole('list', { name: 'Decided again on bob' });
    await decidedInDialog.waitFor();
    const decisions = [await decidedInDialog.getByRole('listitem').allTextContents()];
    const faultsOfDialog = await accessibilityFaults(page, { within: 'dialog[open]' });
    await page.goto(url);
    const find = async (id: string) => {
      await page.getByRole('searchbox').fill(id);
      await page.getByRole('button', { name: 'Find' }).click();
    };

    // Act
    await find(messageId);
    const message = page.getByRole('region', { name: 'Message', exact: true });
    await message.getByText('The recipient has muted the conversation. certain').first().waitFor();
    const stopped = await message.locator('.rungs').first().locator('.stopped').textContent();
    const lanes = await message.getByRole('rowheader').allTextContents();
    await message.getByRole('button', { name: 'Decide again' }).click();
    const decided = message.getByRole('list', { name: 'Decided again on bob' });
    await decided.waitFor();
    decisions.push(await decided.getByRole('listitem').allTextContents());
    const faults = await accessibilityFaults(page);
    await find('bob');
    await page
      .getByRole('region', { name: 'User bob' })
      .getByRole('region', { name: 'Bob’s iPhone', exact: true })
      .waitFor();
    const outside = await fetch(new URL('/wrong-secret/api/find?id=bob', url));
    const foreign = await fetch(`${url}api/find?id=bob`, { headers: { origin: 'https://example.com' } });

    // Assess
    expect(stopped).toBe('The conversation is not muted: no, it stopped here');
    expect(decisions[0]?.join()).toMatch(/^skip, muted.*as it happened: skipped, muted/);
    expect(decisions[1]).toEqual(decisions[0]);
    expect(lanes.slice(0, 4)).toEqual(['Sender', 'Ringpost', 'Queue', 'Apple']);
    expect([...faultsOfDialog, ...faults]).toEqual([]);
    expect([outside.status, await outside.text()]).toEqual([404, '']);
    expect(foreign.status).toBe(403);
    expect(mistakes).toEqual([]);
  });
});
