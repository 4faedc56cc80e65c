/** A monthly budget stops broadcasts, and nothing else. */
import { expect, it } from 'vitest';
import {
  createBroadcast,
  recallBroadcast,
  reportBroadcast,
  resumeBroadcast,
} from '../../../../shared/broadcasts/flows/manageBroadcasts.ts';
import { appId } from '../../../support/factories.ts';
import { broadcastWorld } from '../../../support/memory/broadcastWorld.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();
const dayMs = 24 * 3_600_000;

/** Two tasks of a broadcast to 6,000 devices cost about $0.0004. */
const devices = 6000;
const belowBothTasks = 0.000_1;

const anotherOne = (world: ReturnType<typeof broadcastWorld>) =>
  createBroadcast(world.ports, {
    broadcastId: world.ports.newId(),
    appId,
    audience: { all: true },
    message: { offlinePush: { desc: 'hi' } },
  });

it('a broadcast is stopped when the budget is reached, is refused a resume, and goes on in the next month', async () => {
  // Prepare
  const world = broadcastWorld(openTable(), belowBothTasks);
  await world.fillIndex(devices);

  // Act
  const broadcastId = await world.start();
  await world.work();
  const stopped = await reportBroadcast(world.ports, broadcastId);
  const pushed = world.ports.apns.requests.length;
  const [resumed, another] = [await resumeBroadcast(world.ports, broadcastId), await anotherOne(world)];
  world.ports.clock.advance(31 * dayMs);
  const later = await resumeBroadcast(world.ports, broadcastId);
  await world.work();

  // Assess
  expect(stopped).toMatchObject({ state: 'stopped', record: { stoppedBy: 'budget' } });
  expect(pushed).toBeGreaterThan(0);
  expect(pushed).toBeLessThan(devices);
  for (const refused of [resumed, another]) expect(refused).toMatchObject({ refusal: 'budget_reached' });
  expect(later).toMatchObject({ state: 'running' });
  expect(await reportBroadcast(world.ports, broadcastId)).toMatchObject({
    state: 'finished',
    counts: { devices, accepted: devices },
  });
});

it('a broadcast is taken back after the budget is reached', async () => {
  // Prepare
  const world = broadcastWorld(openTable(), belowBothTasks);
  await world.fillIndex(devices);
  const broadcastId = await world.start();
  await world.work();
  const alerts = world.ports.apns.requests.length;

  // Act
  await recallBroadcast(world.ports, broadcastId, 'withdraw');
  await world.work();

  // Assess
  expect(world.ports.apns.requests.length - alerts).toBe(devices);
});

it('a scheduled broadcast does not begin in a month whose budget messages have used', async () => {
  // Prepare
  const world = broadcastWorld(openTable(), 1);
  await world.fillIndex(10);
  const broadcastId = await world.start({ sendAtMs: world.ports.clock.nowMs() + 3_600_000 });
  await world.ports.statistics.add(world.ports.clock.nowMs(), [{ appId, counters: { accepted: 1_000_000 } }]);

  // Act
  await world.fireNext();
  await world.work();

  // Assess
  expect(world.ports.apns.requests).toEqual([]);
  expect(await reportBroadcast(world.ports, broadcastId)).toMatchObject({ record: { stoppedBy: 'budget' } });
});
