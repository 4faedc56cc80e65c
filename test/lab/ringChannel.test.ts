/** Phones that listen for the end of their ring instead of asking for it, whole: API, table stream, channel, phone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { makePhone, makeUser, screenOf, until, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
let ringReads = 0;
beforeAll(async () => {
  lab = await startLab({
    port: 0,
    onAwsCall: ({ function: name }) => {
      if (name === 'rings') ringReads += 1;
    },
  });
});
afterAll(() => lab.stop());

async function readsWithinFourSeconds(): Promise<number> {
  const before = ringReads;
  await new Promise((resolve) => setTimeout(resolve, 4000));
  return ringReads - before;
}

describe('the phones of a callee', () => {
  test.each([
    ['cancelled', 2],
    ['answered', 4],
  ])('listen instead of asking, and hear that the call is %s', async (state, endedReason) => {
    // Prepare
    const [aliceId, bobId] = [makeUser('alice'), makeUser('bob')];
    const [first, second] = [await makePhone(lab, { userId: bobId }), await makePhone(lab, { userId: bobId })];
    const [alice, bob] = [userClient(lab, aliceId), userClient(lab, bobId)];
    const { body: call } = await alice('POST', '/v1/calls', { to: { userId: bobId }, timeoutSeconds: 300 });
    for (const phone of [first, second]) {
      await until(
        () => screenOf(lab, phone),
        (screen) => screen.call?.state === 'ringing',
      );
    }
    // Until they listen they may ask. Phones that went on asking would do so every three seconds at least.
    await until(readsWithinFourSeconds, (reads) => reads === 0, 60_000);

    // Act
    if (state === 'cancelled') await alice('POST', `/v1/calls/${call.callId}/cancel`, {});
    else await bob('POST', `/v1/calls/${call.callId}/answer`, { deviceId: first.deviceId });

    // Assess
    const screen = await until(
      () => screenOf(lab, second),
      ({ call: shown }) => shown?.endedReason !== undefined,
    );
    expect(screen.call).toMatchObject({ callId: call.callId, state, endedReason });
  });
});
