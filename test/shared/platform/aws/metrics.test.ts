import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMetrics } from '../../../../shared/platform/aws/metrics.ts';
import { runInScope } from '../../../../shared/platform/aws/workScope.ts';
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

  it('allows a stage with one app at most 70 combinations of dimensions', () => {
    // Prepare
    const tables = Object.values(metricTable);

    // Act
    const combinations = tables.map(({ dimensions }) => {
      const closed = dimensions.filter((dimension) => dimension !== 'appId');
      return closed.reduce((product, dimension) => product * dimensionValues[dimension].length, 1);
    });

    // Assess
    expect(combinations.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(70);
  });
});

describe('an added metric', () => {
  const accepted = { environment: 'production', kind: 'alert', result: 'accepted' } as const;

  it('is written once at the end of the work, with the sum of counts and all other values', async () => {
    // Prepare
    const metrics = openMetrics('dev');

    // Act
    const linesDuring = await runInScope({}, async () => {
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
    await runInScope({}, async () => {
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
    await runInScope({}, async () => {
      for (let count = 0; count < 150; count += 1)
        metrics.add('PushesRefusedPercent', 0, { environment: 'production' });
    });

    // Assess
    expect(written.map((line) => JSON.parse(line).PushesRefusedPercent.length)).toEqual([100, 50]);
  });

  it('is also written when the work fails, and apart from concurrent work', async () => {
    // Prepare
    const metrics = openMetrics('dev');
    const work = (count: number) =>
      runInScope({}, async () => {
        metrics.add('Messages', count, {});
        await Promise.resolve();
        metrics.add('Messages', count, {});
        throw new Error('nobody foresaw this');
      });

    // Act
    await Promise.allSettled([work(1), work(10)]);

    // Assess
    expect(written.map((line) => JSON.parse(line).Messages)).toEqual([2, 20]);
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
    await runInScope({ origin: { requestId: 'r1', requestedAtMs: nowMs - 80 } }, add);
    await runInScope({ origin: { requestId: 'r1' } }, add);
    await add();

    // Assess
    expect(written.map((line) => JSON.parse(line))).toMatchObject([{ kind: 'voip', PushLatency: 80 }]);
  });
});
