import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLog } from '../../../../shared/platform/aws/log.ts';
import { openMetrics } from '../../../../shared/platform/aws/metrics.ts';
import { tokenHex } from '../../../support/factories.ts';

const written: string[] = [];
beforeEach(() => {
  const keep = (chunk: string | Uint8Array) => {
    written.push(String(chunk));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  written.length = 0;
});

const lines = (): Record<string, unknown>[] => {
  const text = written.join('').split('\n');
  return text.filter((line) => line !== '').map((line) => JSON.parse(line));
};

describe('a log line', () => {
  it('is one JSON object with its level, message, function and fields', () => {
    // Prepare
    const log = openLog('messages');

    // Act
    log.info('push', {
      apnsId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001',
      status: 200,
      retried: false,
      reason: undefined,
    });
    log.warn('slow');
    log.error('credential rejected', { reason: 'Forbidden' });

    // Assess
    expect(lines()).toMatchObject([
      {
        level: 'INFO',
        message: 'push',
        service: 'ringpost-messages',
        apnsId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001',
        status: 200,
        retried: false,
      },
      { level: 'WARN', message: 'slow', service: 'ringpost-messages' },
      { level: 'ERROR', message: 'credential rejected', reason: 'Forbidden' },
    ]);
  });

  it('is not written below the level', () => {
    // Prepare
    const log = openLog('messages', 'WARN');

    // Act
    log.info('push');
    log.warn('slow');

    // Assess
    expect(lines()).toMatchObject([{ message: 'slow' }]);
  });
});

describe('the log lines of one piece of work', () => {
  const origin = { requestId: 'JKJaXmPLvHcESHA=' };

  it('name their request and subject, apart from concurrent work', async () => {
    // Prepare
    const log = openLog('deliver');
    const work = (requestId: string, messageId: string) =>
      log.during({ origin: { requestId }, fields: { receiveCount: 1 } }, async () => {
        log.info('begins');
        log.about({ messageId });
        await Promise.resolve();
        log.info('push', { apnsId: `of ${messageId}` });
      });

    // Act
    await Promise.all([work('r1', 'm1'), work('r2', 'm2')]);
    log.info('afterwards');

    // Assess
    const told = lines().map(({ message, requestId, messageId, receiveCount, apnsId }) => ({
      ...{ message, requestId, messageId, receiveCount, apnsId },
    }));
    expect(told).toEqual([
      { message: 'begins', requestId: 'r1', receiveCount: 1 },
      { message: 'begins', requestId: 'r2', receiveCount: 1 },
      { message: 'push', requestId: 'r1', receiveCount: 1, messageId: 'm1', apnsId: 'of m1' },
      { message: 'push', requestId: 'r2', receiveCount: 1, messageId: 'm2', apnsId: 'of m2' },
      { message: 'afterwards' },
    ]);
  });

  it('give the time since the request where it is known', async () => {
    // Prepare
    const log = openLog('deliver');
    const nowMs = 1_795_348_800_000;
    vi.spyOn(Date, 'now').mockReturnValue(nowMs);

    // Act
    await log.during({ origin: { ...origin, requestedAtMs: nowMs - 80 } }, async () => log.info('push'));
    await log.during({ origin }, async () => log.info('push'));

    // Assess
    expect(lines().map(({ sinceRequestMs }) => sinceRequestMs)).toEqual([80, undefined]);
  });

  it('of work within other work have its origin, and subjects of their own', async () => {
    // Prepare
    const log = openLog('messages');
    const part = (batchIndex: number) =>
      log.during({ fields: { batchIndex } }, async () => {
        log.about({ messageId: `m${batchIndex}` });
        await Promise.resolve();
        log.info('push');
      });

    // Act
    await log.during({ origin: { requestId: 'r1' } }, async () => {
      await Promise.all([part(0), part(1)]);
      log.info('request');
    });

    // Assess
    const told = lines().map(({ message, requestId, messageId, batchIndex }) => ({
      ...{ message, requestId, messageId, batchIndex },
    }));
    expect(told).toEqual([
      { message: 'push', requestId: 'r1', messageId: 'm0', batchIndex: 0 },
      { message: 'push', requestId: 'r1', messageId: 'm1', batchIndex: 1 },
      { message: 'request', requestId: 'r1' },
    ]);
  });

  it('show no secret in their subject', async () => {
    // Prepare
    const log = openLog('deliver');

    // Act
    await log.during({ fields: { about: tokenHex('A') } }, async () => log.info('push'));

    // Assess
    expect(lines()).toMatchObject([{ about: '[scrubbed]' }]);
  });
});

describe('the line of a request or task', () => {
  const origin = { requestId: 'r1' };
  afterEach(() => vi.useRealTimers());

  it('has its end, its pushes and its metrics', async () => {
    // Prepare
    const log = openLog('messages');
    const metrics = openMetrics('prod');

    // Act
    await log.during({ origin }, async () => {
      log.about({ messageId: 'm1' });
      log.list('pushes', { apnsId: 'a1', outcome: 'accepted' });
      metrics.add('Messages', 1, {});
      metrics.add('Pushes', 1, { environment: 'production', kind: 'alert', result: 'accepted' });
      log.list('pushes', { apnsId: 'a2', outcome: 'rejected', reason: 'Unregistered' });
      log.conclude('info', 'request', { status: 200 });
    });

    // Assess
    expect(lines()).toMatchObject([
      {
        level: 'INFO',
        message: 'request',
        requestId: 'r1',
        messageId: 'm1',
        status: 200,
        pushes: [
          { apnsId: 'a1', outcome: 'accepted' },
          { apnsId: 'a2', outcome: 'rejected', reason: 'Unregistered' },
        ],
        _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'Messages' }] }, { Metrics: [{ Name: 'Pushes' }] }] },
        Messages: 1,
        Pushes: 1,
        result: 'accepted',
      },
    ]);
  });

  it('has the pushes of a failed one too, and is an error then', async () => {
    // Prepare
    const log = openLog('messages');
    const failing = log.during({ origin }, async () => {
      log.list('pushes', { apnsId: 'a1' });
      log.conclude('error', 'request failed', { error: 'TypeError' });
      throw new TypeError('nobody foresaw this');
    });

    // Act
    await expect(failing).rejects.toThrow('nobody');

    // Assess
    expect(lines()).toMatchObject([
      { level: 'ERROR', message: 'request failed', error: 'TypeError', pushes: [{ apnsId: 'a1' }] },
    ]);
  });

  it('is called work where nobody says how it ended, and is missing where there was nothing', async () => {
    // Prepare
    const log = openLog('deliver');

    // Act
    await log.during({ origin }, async () => log.list('pushes', { apnsId: 'a1' }));
    await log.during({ origin }, async () => {});

    // Assess
    expect(lines()).toMatchObject([{ message: 'work', requestId: 'r1', pushes: [{ apnsId: 'a1' }] }]);
  });

  it('leaves the metrics of work within it to it, and the pushes to that work', async () => {
    // Prepare
    const log = openLog('messages');
    const metrics = openMetrics('prod');
    const part = (batchIndex: number) =>
      log.during({ fields: { batchIndex } }, async () => {
        metrics.add('Messages', 1, {});
        log.list('pushes', { apnsId: `a${batchIndex}` });
      });

    // Act
    await log.during({ origin }, async () => {
      await Promise.all([part(0), part(1)]);
      log.conclude('info', 'request');
    });

    // Assess
    expect(lines()).toEqual([
      expect.objectContaining({ message: 'work', requestId: 'r1', batchIndex: 0, pushes: [{ apnsId: 'a0' }] }),
      expect.objectContaining({ message: 'work', requestId: 'r1', batchIndex: 1, pushes: [{ apnsId: 'a1' }] }),
      expect.objectContaining({ message: 'request', requestId: 'r1', Messages: 2 }),
    ]);
    expect(lines().map((line) => 'pushes' in line)).toEqual([true, true, false]);
  });

  it('has the metrics alone where it is below the level', async () => {
    // Prepare
    const log = openLog('messages', 'WARN');
    const metrics = openMetrics('prod');

    // Act
    await log.during({ origin }, async () => {
      log.list('pushes', { apnsId: 'a1' });
      metrics.add('Messages', 1, {});
      log.conclude('info', 'request');
    });

    // Assess
    expect(lines()).toEqual([{ _aws: expect.anything(), stage: 'prod', Messages: 1 }]);
  });

  it('has at most a hundred pushes: the others are in lines before it', async () => {
    // Prepare
    const log = openLog('deliver');

    // Act
    await log.during({ origin }, async () => {
      for (let index = 0; index < 250; index += 1) log.list('pushes', { apnsId: `a${index}` });
    });

    // Assess
    expect(lines().map(({ message, requestId, pushes }) => [message, requestId, (pushes as []).length])).toEqual([
      ['progress', 'r1', 100],
      ['progress', 'r1', 100],
      ['work', 'r1', 50],
    ]);
  });

  it('leaves the pushes of its first two seconds to a line before it: it may be killed', async () => {
    // Prepare
    vi.useFakeTimers();
    const log = openLog('deliver');

    // Act
    await log.during({ origin }, async () => {
      log.about({ messageId: 'm1' });
      log.list('pushes', { apnsId: 'a1' });
      await vi.advanceTimersByTimeAsync(2000);
      log.list('pushes', { apnsId: 'a2' });
    });

    // Assess
    expect(lines()).toMatchObject([
      { message: 'progress', requestId: 'r1', messageId: 'm1', pushes: [{ apnsId: 'a1' }] },
      { message: 'work', requestId: 'r1', messageId: 'm1', pushes: [{ apnsId: 'a2' }] },
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('shows when each push was answered, and no secret in it', async () => {
    // Prepare
    const log = openLog('messages');
    const nowMs = 1_795_348_800_000;
    vi.spyOn(Date, 'now').mockReturnValue(nowMs);

    // Act
    await log.during({ origin: { ...origin, requestedAtMs: nowMs - 80 } }, async () =>
      log.list('pushes', { reason: tokenHex('A') }),
    );
    log.list('pushes', { reason: 'of no work' });

    // Assess
    expect(lines()).toMatchObject([
      { sinceRequestMs: 80, pushes: [{ reason: '[scrubbed]', sinceRequestMs: 80 }] },
      { message: 'work', pushes: [{ reason: 'of no work' }] },
    ]);
  });
});

describe('the trace of a log line', () => {
  const root = '1-6b02df9c-649da3e7ea2b3e89cf75536f';
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['1', root],
    ['0', undefined],
  ])('is there if X-Ray keeps it: Sampled=%s', (sampled, traceId) => {
    // Prepare
    vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${root};Parent=53995c3f42cd8ad8;Sampled=${sampled}`);

    // Act
    openLog('messages').info('found');

    // Assess
    expect(lines()[0]?.['traceId']).toBe(traceId);
  });
});

describe('a field of a log line', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const signed = () => new SignJWT({ sub: 'bob' }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);

  it.each([
    ['a device token', async () => tokenHex('A')],
    ['a device token in capitals', async () => 'AB'.repeat(32)],
    ['a device token of 100 bytes', async () => 'ab'.repeat(100)],
    ['a JWT', signed],
    ['a key', async () => pem.trim()],
    ['an RSA key', async () => pem.trim().replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY')],
    ['a key with escaped line ends', async () => pem.trim().replaceAll('\n', '\\n')],
  ])('never shows %s', async (_what, makeSecret) => {
    // Prepare
    const secret = await makeSecret();
    const log = openLog('messages');

    // Act
    for (const level of ['info', 'warn', 'error'] as const) {
      log[level]('failed', { stack: `Error: cannot POST /3/device/${secret}: ${secret}\n    at send (x.ts:1:1)` });
    }

    // Assess
    expect(lines()).toHaveLength(3);
    for (const { stack } of lines()) {
      expect(stack).toBe('Error: cannot POST /3/device/[scrubbed]: [scrubbed]\n    at send (x.ts:1:1)');
    }
    expect(written.join('')).not.toContain(JSON.stringify(secret).slice(1, -1));
  });

  it.each([
    ['a device token within a word', `token_${tokenHex('A')}_1`, 'token_[scrubbed]_1'],
    ['a device token with half a byte more', `${tokenHex('A')}a`, '[scrubbed]'],
    ['a key that was cut off', `bad key: ${pem.slice(0, -40)}`, 'bad key: [scrubbed]'],
    ['two of them', `${tokenHex('A')} and ${tokenHex('B')}`, '[scrubbed] and [scrubbed]'],
  ])('never shows %s', (_what, value, expected) => {
    // Prepare
    const log = openLog('messages');

    // Act
    log.error('failed', { value });

    // Assess
    expect(lines()).toMatchObject([{ value: expected }]);
  });

  it.each([
    '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001',
    'com.example.app.voip',
    'JKJaXmPLvHcESHA=',
    'PUT /v1/devices/{deviceId}/presence',
    'at apiHandler (file:///var/task/index.mjs:12:3456)',
    '2026-11-22T12:00:00.000Z',
    'deadbeef',
  ])('shows text that is not secret: %s', (value) => {
    // Prepare
    const log = openLog('messages');

    // Act
    log.info('push', { value });

    // Assess
    expect(lines()).toMatchObject([{ value }]);
  });
});
