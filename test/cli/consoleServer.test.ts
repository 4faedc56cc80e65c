/** The server of `ringpost console`: its routes over a lab, for callers without its secret, and without a right. */
import { request } from 'node:http';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startConsole } from '../../cli/console/consoleServer.ts';
import { consoleRoutes } from '../../cli/console/routes.ts';
import { openStageAccess } from '../../cli/stage/openStageAccess.ts';
import type { StageAccess } from '../../cli/stage/stageAccess.ts';
import type { ListeningServer } from '../../lab/aws/protocol/listen.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { denying } from '../support/denying.ts';
import { serverClient } from '../support/lab/labClient.ts';
import { healthyApp } from '../support/plantedFaults.ts';
import { plantStatistics } from '../support/plantedStatistics.ts';

let lab: Lab;
let access: StageAccess;
let console: ListeningServer;
let url: string;
beforeAll(async () => {
  lab = await startLab();
  console = await startConsole(await openStageAccess({ kind: 'lab', url: lab.url }), 0);
  ({ url } = console);
});
afterAll(async () => {
  await console.stop();
  await lab.stop();
});
beforeEach(async () => {
  access = await openStageAccess({ kind: 'lab', url: lab.url });
});

async function startedConsole(over: StageAccess): Promise<string> {
  const started = await startConsole(over, 0);
  onTestFinished(started.stop);
  return started.url;
}

async function ask(route: string, { body, at = url }: { body?: object; at?: string } = {}) {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(at + path, { method, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: await response.json() };
}

/** As a browser does that a foreign page has made to ask: `fetch` of Node sets `Host` itself. */
function askWith(address: string, method: string, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const asked = request(address, { method, headers }, async (response) => {
      resolve({ status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() });
    });
    asked.on('error', reject).end();
  });
}

const routes = Object.keys(consoleRoutes({} as StageAccess));

describe('each route of the console', () => {
  it('is tested here', () => {
    // Assess
    expect(routes).toEqual([
      'GET api/stage',
      'GET api/find',
      'GET api/replay',
      'GET api/statistics',
      'GET api/broadcasts',
      'GET api/doctor',
      'GET api/dead-letters',
      'POST api/redrive',
    ]);
  });

  it.each(routes)('answers nothing without the secret: %s', async (route) => {
    // Prepare
    const [method = '', path = ''] = route.split(' ');
    const { origin, pathname } = new URL(url);
    const secret = pathname.slice(1, -1);
    const wrong = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`;
    const places = [`/${path}`, `/${wrong}/${path}`, `/${secret}x/${path}`];

    // Act
    const answers = await Promise.all(places.map((place) => askWith(origin + place, method, {})));

    // Assess
    expect(answers).toEqual(places.map(() => ({ status: 404, text: '' })));
  });

  it.each(routes)('refuses the pages of other sites: %s', async (route) => {
    // Prepare
    const [method = '', path = ''] = route.split(' ');
    const foreign: Record<string, string>[] = [{ origin: 'https://example.com' }, { host: 'example.com' }];

    // Act
    const answers = await Promise.all(foreign.map((headers) => askWith(url + path, method, headers)));

    // Assess
    expect(answers.map(({ status, text }) => [status, JSON.parse(text).code])).toEqual([
      [403, 'foreign_origin'],
      [403, 'foreign_host'],
    ]);
  });
});

describe('the console', () => {
  it('answers for what it shows, over the lab', async () => {
    // Prepare
    await plantStatistics(access, 7);
    await serverClient(lab)('POST', '/v1/server/broadcasts', {
      appId: healthyApp,
      name: 'Release',
      audience: { all: true },
      message: { offlinePush: { desc: 'New.' } },
    });

    // Act
    const stage = await ask('GET api/stage');
    const user = await ask('GET api/find?id=bob');
    const statistics = await ask('GET api/statistics?days=30');
    const broadcasts = await ask('GET api/broadcasts');
    const doctor = await ask('GET api/doctor');

    // Assess
    expect(stage.body.label).toBe(`the lab at ${lab.url}`);
    expect(Object.values(stage.body.deviceNames)).toContain('Bob’s iPhone 2');
    expect(user.body).toMatchObject({ user: { userId: 'bob' } });
    const { phones, days, apple, month } = statistics.body;
    expect(days).toHaveLength(6);
    // Apple exports finished days.
    expect(apple.map(({ day }: { day: string }) => day)).toEqual(
      days.slice(0, -1).map(({ day }: { day: string }) => day),
    );
    expect(month.costUsd).toBeGreaterThan(0);
    expect(phones.appVersion.map(({ value }: { value: string }) => value)).toEqual(['4.1.0', '4.2.0', '4.3.0']);
    expect(phones.appVersion[1].worseThan).toMatchObject({ what: 'rings', version: '4.1.0' });
    expect(Object.keys(phones)).toEqual(['appVersion', 'osVersion', 'environment', 'day']);
    expect(broadcasts.body.broadcasts).toMatchObject([{ name: 'Release' }]);
    expect(doctor.body).toMatchObject({
      ok: true,
      findings: [],
      apps: [{ appId: healthyApp, credentials: 2, probes: 6 }],
    });
    expect(doctor.body.parts).toHaveLength(6);
  });

  it('puts a dead letter back, once, and names one that is not there', async () => {
    // Prepare
    const task = { task: 'badge', userId: 'bob', deviceIds: [] };
    await access.clients.sqs.send(
      new SendMessageCommand({ QueueUrl: access.deadLetterQueueUrl, MessageBody: JSON.stringify(task) }),
    );
    const [letter] = (await ask('GET api/dead-letters')).body.deadLetters;

    // Act
    const back = await ask('POST api/redrive', { body: { id: letter.id } });
    const again = await ask('POST api/redrive', { body: { id: letter.id } });

    // Assess
    expect(Date.parse(letter.sentAt)).toBeGreaterThan(0);
    expect(back).toEqual({ status: 200, body: { id: letter.id } });
    expect(again.status).toBe(502);
    expect(again.body.detail).toContain(letter.id);
  });

  it.each([
    ['GET api/statistics?days=8', 'must be 7 or 30'],
    ['GET api/statistics?by=day', 'by'],
    ['GET api/replay?messageId=m1', 'userId'],
  ])('explains a wrong query: %s', async (route, said) => {
    // Act
    const { status, body } = await ask(route);

    // Assess
    expect(status).toBe(400);
    expect(JSON.stringify(body.errors)).toContain(said);
  });
});

describe('a lab without a console', () => {
  it('says how to start one', async () => {
    // Act
    const { status, body } = await ask('GET lab/console/api/stage', { at: `${lab.url}/` });

    // Assess
    expect([status, body.code]).toEqual([404, 'no_console']);
    expect(body.fix).toContain(`npx ringpost console --lab ${lab.url}`);
  });
});

describe('a person without a right', () => {
  const forbidden = async () => ({ status: 403, body: { message: 'Forbidden' } });

  it.each([
    ['GET api/find?id=m1', '…/*/GET/v1/server/messages/*'],
    ['GET api/replay?messageId=m1&userId=bob', '…/*/GET/v1/server/messages/*'],
    ['GET api/statistics', '…/*/GET/v1/server/stats'],
    ['GET api/broadcasts', '…/*/GET/v1/server/broadcasts'],
  ])('sees which one is missing: %s', async (route, right) => {
    // Prepare
    const at = await startedConsole({ ...access, callServer: forbidden });

    // Act
    const { status, body } = await ask(route, { at });

    // Assess
    expect([status, body.code]).toEqual([403, 'right_missing']);
    expect(body.fix).toContain('execute-api:Invoke');
    expect(body.fix).toContain(right);
  });

  it('sees which one is missing for the dead letters', async () => {
    // Prepare
    const at = await startedConsole(denying(access, 'ReceiveMessageCommand'));

    // Act
    const answers = [
      await ask('GET api/dead-letters', { at }),
      await ask('POST api/redrive', { at, body: { id: 'x' } }),
    ];

    // Assess
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'right_missing'],
      [403, 'right_missing'],
    ]);
    expect(answers[0]?.body.fix).toContain('sqs:ReceiveMessage');
    expect(answers[1]?.body.fix).toContain('sqs:DeleteMessage');
  });

  it('gets the rest of doctor', async () => {
    // Prepare
    const at = await startedConsole(denying(access, 'ListSecretsCommand'));

    // Act
    const { status, body } = await ask('GET api/doctor', { at });

    // Assess
    expect(status).toBe(200);
    expect(body.findings).toMatchObject([{ code: 'apps_not_listed' }]);
    expect(body.parts).toHaveLength(6);
  });

  it('finds a call without the right to read messages', async () => {
    // Prepare
    const callServer = async (_method: string, path: string) =>
      path.includes('/calls/') ? { status: 200, body: { callId: 'c1' } } : forbidden();
    const at = await startedConsole({ ...access, callServer });

    // Act
    const { body } = await ask('GET api/find?id=c1', { at });

    // Assess
    expect(body).toEqual({ call: { callId: 'c1' } });
  });
});
