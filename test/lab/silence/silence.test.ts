/**
 * Why a phone is silent: each cause is brought about by what really causes it, at a phone of a lab, and the verdict is read
 * as a server reads it. The lab's time is moved, and nobody sleeps.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movableClock } from '../../../lab/clock.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { SilentScene } from '../../support/lab/silentScene.ts';
import { accepted } from './accepted.ts';
import { notAccepted } from './notAccepted.ts';
import { reported } from './reported.ts';
import { alertRings, rings } from './rings.ts';

const clock = movableClock();
let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0, clock });
}, 120_000);
afterAll(() => lab.stop());

const testWithin = { timeout: 120_000 };

describe('the verdict on a message', () => {
  it.each([...notAccepted, ...accepted])('if %s', testWithin, async (_happens, cause, said) => {
    // Prepare
    const scene = new SilentScene(lab, clock);
    const messageId = await cause(scene);

    // Act
    const verdict = await scene.verdictOnMessage(messageId);
    await scene.repairApple();

    // Assess
    expect(verdict).toBe(said);
  });

  it.each(reported)('is not needed if %s', testWithin, async (_happens, cause) => {
    // Prepare
    const scene = new SilentScene(lab, clock);
    const messageId = await cause(scene);

    // Act
    const report = scene.untilReported(`/v1/server/messages/${messageId}`);

    // Assess
    await expect(report).resolves.toBeUndefined();
  });
});

describe('the verdict on a call', () => {
  it.each(rings)('if %s', testWithin, async (_happens, cause, said) => {
    // Prepare
    const scene = new SilentScene(lab, clock);
    const callId = await cause(scene);

    // Act
    const verdict = await scene.verdictOnCall(callId);
    await scene.repairApple();

    // Assess
    expect(verdict).toBe(said);
  });

  it.each(alertRings)('that rings by an alert, if %s', testWithin, async (_happens, cause, said) => {
    // Prepare
    const scene = new SilentScene(lab, clock);
    const callId = await cause(scene);

    // Act
    const verdict = await scene.verdictOnCall(callId, 'alert');

    // Assess
    expect(verdict).toBe(said);
  });

  it('is not needed if the phone reports the call', testWithin, async () => {
    // Prepare
    const scene = new SilentScene(lab, clock);
    await scene.unpack();
    const callId = await scene.call();

    // Act
    const report = scene.untilReported(`/v1/server/calls/${callId}`);

    // Assess
    await expect(report).resolves.toBeUndefined();
  });
});
