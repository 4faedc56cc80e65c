/** The TypeScript client against the lab, in Node and in a browser: the same program in both. */
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../client/js/src/index.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { launchChromium } from '../../../scripts/chromium.ts';
import { clientBundle } from '../../../scripts/clientPackage.ts';
import { makePhone, makeUser, pushesTo, until } from '../../support/lab/labClient.ts';

let lab: Lab;
let browser: Browser;
beforeAll(async () => {
  [lab, browser] = await Promise.all([startLab({ port: 0 }), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

interface Setting {
  apiUrl: string;
  alice: string;
  bob: string;
}

/** Runs in the browser too, so it uses nothing of this file but what it is given. */
async function useEverything(create: typeof createClient, { apiUrl, alice, bob }: Setting) {
  const tokensAsked: boolean[] = [];
  const tokenOf = async (userId: string) => {
    const answer = await fetch(`${apiUrl}/lab/tokens`, { method: 'POST', body: JSON.stringify({ userId }) });
    const { token } = (await answer.json()) as { token: string };
    return token;
  };
  const of = (userId: string) =>
    create({
      apiUrl,
      // A machine that is slow is not what is tested.
      timeoutMs: 60_000,
      token: ({ isRefused }) => {
        tokensAsked.push(isRefused);
        // The first token of each client is not one.
        return isRefused ? tokenOf(userId) : 'not a token';
      },
    });
  const [aliceApp, bobApp] = [of(alice), of(bob)];
  const message = { to: { userId: bob }, elements: [{ type: 'text' as const, text: 'hi' }] };

  const health = await aliceApp.getHealth();
  const named = await aliceApp.replaceProfile({ nickname: 'Alice' });
  const explained = await aliceApp.explainMessage(message);
  const sent = await aliceApp.sendMessage(message);
  const again = [
    await aliceApp.sendMessage(message, { idempotencyKey: `${alice}-1` }),
    await aliceApp.sendMessage(message, { idempotencyKey: `${alice}-1` }),
  ];
  const started = await aliceApp.startCall({ to: { userId: bob }, callerName: 'Alice' });
  const callId = started.ok ? started.value.callId : '';
  const answered = await bobApp.answerCall({ callId });
  const late = await aliceApp.cancelCall({ callId });
  const ended = await aliceApp.endCall({ callId });
  const blocked = await bobApp.blockUser({ userId: alice });
  const wrong = await aliceApp.getGroup({ groupId: 'no-such-group' });
  return {
    version: health.ok && typeof health.value.version,
    nickname: named.ok && named.value.nickname,
    explained: explained.ok && explained.value.summary,
    accepted: sent.ok && sent.value.summary.accepted,
    isSameMessage:
      again.every((answer) => answer.ok) &&
      again[0]?.ok === true &&
      again[1]?.ok === true &&
      again[0].value.messageId === again[1].value.messageId,
    states: [started, answered, ended].map((answer) => answer.ok && answer.value.state),
    late: !late.ok && [late.status, late.problem.code, late.problem.state],
    blocked: blocked.ok && blocked.status,
    wrong: !wrong.ok && wrong.problem.code,
    hasAskedAgain: tokensAsked.includes(true),
  };
}

const expected = {
  version: 'string',
  nickname: 'Alice',
  explained: { push: 1, skip: 0 },
  accepted: 1,
  isSameMessage: true,
  states: ['ringing', 'answered', 'ended'],
  late: [409, 'call_state', 'answered'],
  blocked: 204,
  wrong: 'unknown_group',
  hasAskedAgain: true,
};

async function prepare() {
  const [alice, bob] = [makeUser('alice'), makeUser('bob')];
  const phone = await makePhone(lab, { userId: bob });
  return { setting: { apiUrl: lab.url, alice, bob }, phone };
}

describe('the TypeScript client', { timeout: 120_000 }, () => {
  test('sends, calls and reads in Node, and the phone gets each push once', async () => {
    // Prepare
    const { setting, phone } = await prepare();

    // Act
    const result = await useEverything(createClient, setting);

    // Assess
    expect(result).toEqual(expected);
    const kinds = async () => (await pushesTo(lab, phone)).map(({ headers }) => headers['apns-push-type']).toSorted();
    expect(await until(kinds, (seen) => seen.length >= 3, 60_000)).toEqual(['alert', 'alert', 'voip']);
  });

  test('does the same in Chromium', async () => {
    // Prepare
    const { setting } = await prepare();
    const bundle = await build({ ...clientBundle, format: 'iife', globalName: 'ringpost', write: false });
    const page = await browser.newPage();
    await page.goto(lab.url);

    // Act
    const result = await page.evaluate(
      `(async () => { ${bundle.outputFiles[0]?.text}; return (${useEverything})(ringpost.createClient, ${JSON.stringify(setting)}); })()`,
    );

    // Assess
    expect(result).toEqual(expected);
    await page.close();
  });
});
