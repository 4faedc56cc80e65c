import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTable } from '../../../../shared/platform/table/table.ts';

const root = join(import.meta.dirname, '../../../..');

afterEach(() => vi.unstubAllEnvs());

describe('a client of the AWS SDK', () => {
  it('gives up on an endpoint that takes the request and never answers', async () => {
    // Prepare
    const asked = { times: 0 };
    const silent = createServer(() => {
      asked.times += 1;
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${port}`);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    const { client, name } = openTable('table');
    try {
      // Act
      const reading = client.send(new GetCommand({ TableName: name, Key: { pk: 'USER#alice', sk: 'PROFILE' } }));
      // Assess
      await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' });
      expect(asked.times).toBe(1);
    } finally {
      client.destroy();
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('has time limits in every function', () => {
    // Prepare
    const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'shared', 'functions'], {
      cwd: root,
      encoding: 'utf8',
    });
    const sources = files.split('\n').filter((path) => path.endsWith('.ts'));
    // Act
    const clients = sources.flatMap(
      (path) =>
        readFileSync(join(root, path), 'utf8').match(/new (DynamoDB|SQS|SecretsManager|EventBridge)Client\([^)]*\)/g) ??
        [],
    );
    // Assess
    expect(clients.length).toBeGreaterThan(5);
    expect(clients.filter((call) => !/requestHandler: (timeLimits|\{ \.\.\.timeLimits)/.test(call))).toEqual([]);
  });
});
