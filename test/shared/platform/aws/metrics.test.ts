import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLog } from '../../../../shared/platform/aws/log.ts';
import { openMetrics } from '../../../../shared/platform/aws/metrics.ts';
import { dimensionValues, type MetricName, metricTable } from '../../../../shared/platform/metricTable.ts';
import { tokenHex } from '../../../support/factories.ts';

const written: string[] = [];
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  written.length = 0;
});

interface EmbeddedMetric {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string; Unit: string }[];
}

describe('a recorded metric', () => {
  it('is one line of JSON that CloudWatch turns into a metric', () => {
    // Prepare
    const metrics = openMetrics('prod');

    // Act
    metrics.record('CredentialDaysToExpiry', 29.5, { appId: 'com.example.chat' }, { credentialId: 'voip-1' });

    // Assess
    expect(written).toHaveLength(1);
    expect(written[0]?.endsWith('\n')).toBe(true);
    expect(JSON.parse(written[0] ?? '')).toEqual({
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'Ringpost',
            Dimensions: [['stage', 'appId']],
            Metrics: [{ Name: 'CredentialDaysToExpiry', Unit: 'None' }],
          },
        ],
      },
      stage: 'prod',
      appId: 'com.example.chat',
      CredentialDaysToExpiry: 29.5,
      credentialId: 'voip-1',
    });
  });

  it('has a value for each named dimension, with any details', () => {
    // Prepare
    const metrics = openMetrics('dev');
    const details = { stage: 'other', environment: 'other', RefusalBurst: 7, reason: 'BadDeviceToken' };

    // Act
    metrics.record('RefusalBurst', 1, { environment: 'development' }, details);

    // Assess
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      stage: 'dev',
      environment: 'development',
      RefusalBurst: 1,
      reason: 'BadDeviceToken',
    });
  });

  it('shows no secret in its details', () => {
    // Prepare
    const metrics = openMetrics('dev');

    // Act
    metrics.record('TokenQuarantined', 1, {}, { detail: `for ${tokenHex('A')}` });

    // Assess
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ detail: 'for [scrubbed]' });
  });
});

describe('the table of metrics', () => {
  it.each(Object.keys(metricTable) as MetricName[])(
    '%s is recorded with the dimensions and unit of the table',
    (name) => {
      // Prepare
      const { unit, dimensions } = metricTable[name];
      const values = {
        environment: 'production',
        kind: 'voip',
        result: 'accepted',
        state: 'answered',
        reason: 'failed',
        delivery: 'accepted',
        appId: 'com.example.chat',
      } as const;

      // Act
      openMetrics('dev').record(name, 1, values);

      // Assess
      const [embedded] = JSON.parse(written[0] ?? '')._aws.CloudWatchMetrics as EmbeddedMetric[];
      expect(embedded).toEqual({
        Namespace: 'Ringpost',
        Dimensions: [['stage', ...dimensions]],
        Metrics: [{ Name: name, Unit: unit }],
      });
    },
  );

  it('allows a stage with one app at most 83 combinations of dimensions, as docs/cost.md says', () => {
    // Prepare
    const tables = Object.values(metricTable);

    // Act
    const combinations = tables.map(({ dimensions }) => {
      const closed = dimensions.filter((dimension) => dimension !== 'appId');
      return closed.reduce((product, dimension) => product * dimensionValues[dimension].length, 1);
    });

    // Assess
    expect(combinations.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(83);
  });
});

describe('an added metric', () => {
  const log = openLog('deliver');
  const accepted = { environment: 'production', kind: 'alert', result: 'accepted' } as const;

  it('is written once at the end of the work, with the sum of counts and all other values', async () => {
    // Prepare
    const metrics = openMetrics('dev');

    // Act
    const linesDuring = await log.during({}, async () => {
      for (const percent of [0, 0, 100]) {
        metrics.add('Pushes', 1, accepted);
        metrics.add('PushesRefusedPercent', percent, { environment: 'production' });
      }
      return written.length;
    });

    // Assess
    expect(linesDuring).toBe(0);
    expect(written.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Ringpost',
              Dimensions: [['stage', 'environment', 'kind', 'result']],
              Metrics: [{ Name: 'Pushes', Unit: 'Count' }],
            },
            {
              Namespace: 'Ringpost',
              Dimensions: [['stage', 'environment']],
              Metrics: [{ Name: 'PushesRefusedPercent', Unit: 'Percent' }],
            },
          ],
        },
        stage: 'dev',
        ...accepted,
        Pushes: 3,
        PushesRefusedPercent: [0, 0, 100],
      },
    ]);
  });

  it('shares a line only with metrics of equal dimensions', async () => {
    // Prepare
    const metrics = openMetrics('dev');

    // Act
    await log.during({}, async () => {
      metrics.add('Pushes', 1, accepted);
      metrics.add('Pushes', 1, { ...accepted, environment: 'development' });
      metrics.add('PushesRefusedPercent', 0, { environment: 'development' });
      metrics.add('Messages', 1, {});
    });

    // Assess
    expect(written.map((line) => JSON.parse(line))).toMatchObject([
      { environment: 'production', Pushes: 1, Messages: 1 },
      { environment: 'development', Pushes: 1, PushesRefusedPercent: 0 },
    ]);
  });

  it('has at most a hundred values in a line, the limit of CloudWatch', async () => {
    // Prepare
    const metrics = openMetrics('dev');

    // Act
    await log.during({}, async () => {
      for (let count = 0; count < 150; count += 1)
        metrics.add('PushesRefusedPercent', 0, { environment: 'production' });
    });

    // Assess
    expect(written.map((line) => JSON.parse(line).PushesRefusedPercent.length)).toEqual([100, 50]);
  });

  it('is also written when the work fails', async () => {
    // Prepare
    const metrics = openMetrics('dev');
    const failing = log.during({}, async () => {
      metrics.add('Messages', 1, {});
      throw new Error('nobody foresaw this');
    });

    // Act
    await expect(failing).rejects.toThrow('nobody');

    // Assess
    expect(written.map((line) => JSON.parse(line).Messages)).toEqual([1]);
  });

  it('waits for the line of later work for a second after the last one, and not longer', async () => {
    // Prepare
    vi.useFakeTimers();
    const metrics = openMetrics('dev');
    const send = () => log.during({}, async () => metrics.add('Messages', 1, {}));

    // Act
    await send();
    await vi.advanceTimersByTimeAsync(400);
    await send();
    await send();
    const atOnce = written.length;
    await vi.advanceTimersByTimeAsync(600);
    const afterASecond = written.map((line) => JSON.parse(line).Messages);
    await vi.advanceTimersByTimeAsync(1000);
    await send();

    // Assess
    expect(atOnce).toBe(1);
    expect(afterASecond).toEqual([1, 2]);
    expect(written.map((line) => JSON.parse(line).Messages)).toEqual([1, 2, 1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is in the line of the next work when its second is over: a frozen function has no timers', async () => {
    // Prepare
    let nowMs = 1_795_348_800_000;
    const metrics = openMetrics('dev', { nowMs: () => nowMs });
    const send = () => log.during({}, async () => metrics.add('Messages', 1, {}));

    // Act
    await send();
    await send();
    nowMs += 1000;
    await send();

    // Assess
    expect(written.map((line) => JSON.parse(line).Messages)).toEqual([1, 2]);
  });

  it.each([
    ['a push that was refused', 'Pushes', { ...accepted, result: 'token_refused' }, 1],
    ['a push without an answer', 'Pushes', { ...accepted, result: 'unanswered' }, 1],
    ['the share of refused pushes', 'PushesRefusedPercent', { environment: 'production' }, 100],
    ['a retry', 'PushesRetried', {}, 1],
    ['work that failed', 'WorkFailed', {}, 1],
  ] as const)('never waits if it is %s', async (_what, name, dimensions, value) => {
    // Prepare
    const metrics = openMetrics('dev');
    await log.during({}, async () => metrics.add('Pushes', 1, accepted));
    await log.during({}, async () => metrics.add('Messages', 1, {}));

    // Act
    await log.during({}, async () => metrics.add(name, value, dimensions as never));

    // Assess
    expect(written.map((line) => JSON.parse(line))).toMatchObject([{ Pushes: 1 }, { Messages: 1, [name]: value }]);
  });

  it('is written at once outside of any work', () => {
    // Prepare
    const metrics = openMetrics('dev');

    // Act
    metrics.add('Messages', 1, {});

    // Assess
    expect(written.map((line) => JSON.parse(line))).toMatchObject([{ Messages: 1 }]);
  });

  it('is the time since the request, only for work that a request caused', async () => {
    // Prepare
    const metrics = openMetrics('dev');
    const nowMs = 1_795_348_800_000;
    vi.spyOn(Date, 'now').mockReturnValue(nowMs);
    const add = async () => metrics.addSinceRequest('PushLatency', { kind: 'voip' });

    // Act
    await log.during({ origin: { requestId: 'r1' } }, add);
    await log.during({ origin: { requestId: 'r1', requestedAtMs: nowMs - 80 } }, add);
    await add();

    // Assess
    expect(written.map((line) => JSON.parse(line))).toMatchObject([{ kind: 'voip', PushLatency: 80 }]);
  });
});
