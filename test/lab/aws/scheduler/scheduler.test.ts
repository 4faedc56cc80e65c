import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientOptions } from '../../../../lab/aws/localAws.ts';
import { type Scheduler, startScheduler } from '../../../../lab/aws/scheduler/scheduler.ts';
import { eventBridgeSchedules } from '../../../../shared/broadcasts/aws/broadcastSchedules.ts';
import { wakeFor } from '../../../../shared/broadcasts/rules/wakeTime.ts';
import { type ManualClock, manualClock } from '../manualClock.ts';

const group = 'ringpost-lab';
const roleArn = 'arn:aws:iam::000000000000:role/schedules';
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:broadcasts';
const broadcastId = '5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10';
const hourMs = 3_600_000;

let clock: ManualClock;
let delivered: [string, string][];
let scheduler: Scheduler;
let client: SchedulerClient;
let folder: string;

const start = () =>
  startScheduler({
    group,
    roleArn,
    clock,
    file: join(folder, 'schedules.json'),
    check: () => undefined,
    deliver(arn, body) {
      delivered.push([arn, body]);
      return true;
    },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringpost-schedules-'));
  clock = manualClock();
  delivered = [];
  scheduler = await start();
  client = new SchedulerClient({ ...clientOptions(scheduler.url), maxAttempts: 1 });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await scheduler.stop();
  rmSync(folder, { recursive: true });
});

const create = (changes: Partial<CreateScheduleCommandInput> = {}) =>
  client.send(
    new CreateScheduleCommand({
      Name: 'one',
      GroupName: group,
      ScheduleExpression: 'at(2026-11-22T18:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: queueArn, RoleArn: roleArn, Input: '{}' },
      ...changes,
    }),
  );

describe('a schedule of the lab', () => {
  it('fires once at its time, however far away, and is gone', async () => {
    // Prepare
    await create({ Name: 'far', ScheduleExpression: 'at(2027-02-22T12:00:00)' });

    // Act
    clock.advance(91 * 24 * hourMs);
    const before = delivered.length;
    clock.advance(2 * 24 * hourMs);

    // Assess
    expect([before, delivered]).toEqual([0, [[queueArn, '{}']]]);
    await expect(client.send(new GetScheduleCommand({ Name: 'far', GroupName: group }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each([
    ['a time in the past', { ScheduleExpression: 'at(2026-11-22T11:59:00)' }, 'ValidationException'],
    ['a time zone in the expression', { ScheduleExpression: 'at(2026-11-22T18:00:00Z)' }, 'ValidationException'],
    ['milliseconds in the expression', { ScheduleExpression: 'at(2026-11-22T18:00:00.000)' }, 'ValidationException'],
    ['a name with a colon', { Name: 'a:b' }, 'ValidationException'],
    ['a name of 65 characters', { Name: 'a'.repeat(65) }, 'ValidationException'],
    ['another group', { GroupName: 'other' }, 'ResourceNotFoundException'],
    ['a role that may not be passed on', { Target: { Arn: queueArn, RoleArn: `${roleArn}2` } }, 'ValidationException'],
  ])('is refused with %s', async (_what, changes, name) => {
    // Act
    const created = create(changes);

    // Assess
    await expect(created).rejects.toMatchObject({ name });
    expect(scheduler.schedules()).toEqual([]);
  });

  it('is the same one for the same token, and a conflict for another', async () => {
    // Prepare
    await create({ ClientToken: 'first' });

    // Act
    const again = await create({ ClientToken: 'first' });
    const other = create({ ClientToken: 'second' });

    // Assess
    expect(again.ScheduleArn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule/ringpost-lab/one');
    await expect(other).rejects.toMatchObject({ name: 'ConflictException' });
    expect(scheduler.schedules()).toHaveLength(1);
  });

  it('does not fire once it is deleted', async () => {
    // Prepare
    await create();

    // Act
    await client.send(new DeleteScheduleCommand({ Name: 'one', GroupName: group }));
    clock.advance(24 * hourMs);

    // Assess
    expect(delivered).toEqual([]);
  });

  it('outlives the lab, if it keeps its state', async () => {
    // Prepare
    await create();
    await scheduler.stop();

    // Act
    scheduler = await start();
    clock.advance(24 * hourMs);

    // Assess
    expect(delivered).toHaveLength(1);
  });
});

describe('schedules of broadcasts', () => {
  it('are made once, fire a task for the queue, and are removed without a complaint', async () => {
    // Prepare
    vi.stubEnv('AWS_ENDPOINT_URL_SCHEDULER', scheduler.url);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ringpostlab');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'ringpostlab');
    const schedules = eventBridgeSchedules({ group, roleArn, queueArn });
    const dueMs = clock.nowMs() + 7 * hourMs + 30_500;
    const [wake, later] = [wakeFor(broadcastId, dueMs), wakeFor(broadcastId, dueMs + hourMs)];

    // Act
    await schedules.add(wake, 'plan');
    await schedules.add(wake, 'plan');
    await schedules.add(later, 'plan');
    const kept = scheduler.schedules().map(({ expression }) => expression);
    await schedules.remove(later);
    await schedules.remove(later);
    clock.advance(24 * hourMs);

    // Assess
    expect(kept).toEqual(['at(2026-11-22T18:59:00)', 'at(2026-11-22T19:59:00)']);
    expect(delivered).toEqual([[queueArn, JSON.stringify({ task: 'plan', broadcastId, job: 'send' })]]);
    expect(scheduler.schedules()).toEqual([]);
  });
});
