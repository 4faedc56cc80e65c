/** No device token, no JWT, no key and no message text in what a whole run logs. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { anybody, makePhone, serverClient, until, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

test('a run with every kind of request, valid and invalid, logs none of its contents', async () => {
  // Prepare
  const words = {
    text: 'correct horse',
    desc: 'battery staple',
    ext: 'zugzwang',
    name: 'Gräfin Mariza',
    nickname: 'Pimpernel',
  };
  const phone = await makePhone(lab, { userId: 'carol' });
  const uninstalled = await makePhone(lab, { userId: 'carol', build: 'debug' });
  const alice = userClient(lab, 'dave');
  await anybody(lab)('PATCH', `/lab/phones/${uninstalled.phoneId}`, { uninstalled: true });
  const message = {
    to: { userId: 'carol' },
    elements: [{ type: 'text', text: words.text }],
    offlinePush: { desc: words.desc, ext: words.ext },
  };
  const call = { to: { userId: 'carol' }, callerName: words.name, ext: words.ext };
  const fault = { kind: 'status', status: 503, reason: 'ServiceUnavailable', match: phone.tokens.alert, count: 1 };

  // Act
  await alice('PUT', '/v1/profile', { nickname: words.nickname });
  await alice('POST', '/v1/messages', message);
  await anybody(lab)('POST', '/lab/faults', fault);
  await alice('POST', '/v1/messages', message);
  await alice('POST', '/v1/messages', { ...message, offlinePush: { pushType: 'voip', ext: words.ext } });
  await alice('POST', '/v1/messages', { ...message, [words.text]: 1, elements: words.text });
  await serverClient(lab)('POST', '/v1/server/messages', { from: 'dave', ...message });
  const { body } = await alice('POST', '/v1/calls', call);
  await userClient(lab, 'carol')('POST', `/v1/calls/${body.callId}/answer`, { deviceId: phone.deviceId });
  await alice('PUT', '/v1/devices/phone-1', { appId: 'com.example.app', tokens: { alert: { token: 'xyz' } } });
  await anybody(lab)('POST', '/v1/messages', message);
  const log = await until(
    async () => lab.logLines(),
    (lines) => lines.join().split('"outcome":"accepted"').length > 5,
    20_000,
  );

  // Assess
  const whole = log.join('\n');
  const tokens = [phone, uninstalled].flatMap(({ tokens: { alert, voip } }) => [alert, voip]);
  const { token } = lab.apple.credentials(phone.appId);
  const secrets = [
    ...Object.values(words),
    ...tokens.flatMap((deviceToken) => [deviceToken, deviceToken.toUpperCase(), deviceToken.slice(0, 32)]),
    ...token.privateKeyPem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-')),
    lab.secretAccessKey,
    'eyJ',
    'PRIVATE KEY',
  ];
  expect(secrets.filter((secret) => whole.includes(secret))).toEqual([]);
  expect(whole).toContain('POST /v1/messages');
  expect(whole).toContain('Unregistered');
});
