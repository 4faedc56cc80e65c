/** Broadcasts, whole, over HTTP, by the command line and with the lab's phones. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBroadcast } from '../../cli/broadcasts/broadcast.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { captureTerminal } from '../support/captureTerminal.ts';
import { makePhone, makeUser, pushesTo, screenOf, serverClient, until, userClient } from '../support/lab/labClient.ts';

const path = '/v1/server/broadcasts';
const patientMs = 60_000;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

const finished = (broadcastId: string) =>
  until(
    () => serverClient(lab)('GET', `${path}/${broadcastId}`),
    ({ body }) => body.state === 'finished',
    patientMs,
  );

test('reaches the phones of an app in their language, but not those that logged out or opted out', {
  timeout: 2 * patientMs,
}, async () => {
  // Prepare
  const appId = 'com.example.news';
  const [alice, bob, carol, dave] = ['alice', 'bob', 'carol', 'dave'].map(makeUser);
  const phones = [];
  for (const userId of [alice, bob, carol, dave]) phones.push(await makePhone(lab, { appId, userId }));
  const [alices, bobs, carols, daves] = phones;
  if (!alices || !bobs || !carols || !daves || !bob || !carol || !dave) throw new Error('a phone is missing');
  await serverClient(lab)('PUT', `/v1/server/users/${bob}/profile`, { receiveBroadcasts: false });
  await userClient(lab, carol)('DELETE', `/v1/devices/${carols.deviceId}`);
  const message = { offlinePush: { title: 'News', desc: 'Group calls are here.' } };

  // Act
  const { status, body } = await serverClient(lab)('POST', path, { appId, audience: { all: true }, message });
  const report = (await finished(body.broadcastId)).body;

  // Assess
  expect(status).toBe(202);
  expect(report).toMatchObject({
    counts: { devices: 3, accepted: 2, skipped: 1, rejected: 0, failed: 0, retrying: 0, waiting: 0 },
    reasons: { muted: 1 },
    progress: 1,
  });
  const shows = async (phone: typeof alices) => (await screenOf(lab, phone)).notifications.at(-1);
  const isShown = { title: 'News', body: 'Group calls are here.' };
  for (const phone of [alices, daves])
    await expect.poll(() => shows(phone), { timeout: patientMs }).toMatchObject(isShown);
  expect([await pushesTo(lab, bobs), await pushesTo(lab, carols)]).toEqual([[], []]);
});

test('is sent, followed, listed and shown by the command line', { timeout: 2 * patientMs }, async () => {
  // Prepare
  const appId = 'com.example.weather';
  const eve = makeUser('eve');
  await makePhone(lab, { appId, userId: eve });
  await serverClient(lab)('PUT', `/v1/server/users/${eve}/tags`, { tags: ['beta'] });
  const run = async (...args: string[]) => {
    const terminal = captureTerminal();
    const status = await runBroadcast([...args, '--lab', lab.url], terminal);
    return { status, printed: terminal.printed(), said: terminal.said() };
  };

  // Act
  const sent = await run('send', '--app', appId, '--tag', 'beta', '--text', 'Rain', '--name', 'Rain', '--follow');
  const [, broadcastId = ''] = /^broadcast (\S+)/.exec(sent.printed) ?? [];
  const listed = await run('list');
  const shown = await run('show', broadcastId);
  const stopped = await run('stop', broadcastId);
  const recalled = await run('recall', broadcastId, '--replace');
  const recalledOtherwise = await run('recall', broadcastId);
  const later = await run('send', '--app', appId, '--all', '--text', 'Snow', '--at', '2099-01-01T08:00:00Z');
  const [, laterId = ''] = /^broadcast (\S+):/.exec(later.printed) ?? [];
  const deleted = await run('delete', laterId);
  const unclear = await run('send', '--app', appId, '--text', 'Rain');

  // Assess
  expect(sent).toMatchObject({ status: 0, printed: expect.stringContaining('1 device: 1 accepted') });
  expect(sent.said).toContain('] 100 %');
  expect(listed.printed).toContain(`${broadcastId}  `);
  expect(shown.printed).toContain(`broadcast ${broadcastId} Rain: finished`);
  expect(stopped).toMatchObject({ status: 1, said: expect.stringContaining('is finished') });
  expect(recalled).toMatchObject({ status: 0, printed: `broadcast ${broadcastId}: finished, recalled\n` });
  expect(recalledOtherwise).toMatchObject({ status: 1, said: expect.stringContaining('recalled in another mode') });
  expect(deleted).toMatchObject({ status: 0, printed: `broadcast ${laterId}: deleted\n` });
  expect(unclear).toMatchObject({ status: 2, said: expect.stringContaining('--all') });
});
