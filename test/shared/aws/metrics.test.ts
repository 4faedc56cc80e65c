import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMetrics } from '../../../shared/aws/metrics.ts';
import { type MetricName, metricTable } from '../../../shared/rules/metricTable.ts';
import { tokenHex } from '../../support/factories.ts';

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
  it('is one line of JSON that CloudWatch makes a metric of', () => {
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

  it('has a value for each dimension that it names, whatever the details say', () => {
    // Prepare
    const metrics = openMetrics('dev');
    const details = { stage: 'other', environment: 'other', PushRefused: 7, reason: 'BadDeviceToken' };

    // Act
    metrics.record('PushRefused', 1, { environment: 'development' }, details);

    // Assess
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      stage: 'dev',
      environment: 'development',
      PushRefused: 1,
      reason: 'BadDeviceToken',
    });
  });

  it('shows no secret in its details', () => {
    // Prepare
    const metrics = openMetrics('dev');

    // Act
    metrics.record('TokenQuarantined', 1, { environment: 'production' }, { detail: `for ${tokenHex('A')}` });

    // Assess
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ detail: 'for [scrubbed]' });
  });
});

describe('the table of metrics', () => {
  it.each(Object.keys(metricTable) as MetricName[])('%s is recorded under what the table says of it', (name) => {
    // Prepare
    const { unit, dimensions } = metricTable[name];
    const values = { environment: 'production', appId: 'com.example.chat' };

    // Act
    openMetrics('dev').record(name, 1, values);

    // Assess
    const [embedded] = JSON.parse(written[0] ?? '')._aws.CloudWatchMetrics as EmbeddedMetric[];
    expect(embedded).toEqual({
      Namespace: 'Ringpost',
      Dimensions: [['stage', ...dimensions]],
      Metrics: [{ Name: name, Unit: unit }],
    });
  });
});
