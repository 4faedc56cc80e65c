import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { userClient } from '../support/lab/labClient.ts';
import { measurePaths, measureTimes } from './firstDay.ts';

describe('paths', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterAll(() => lab.stop());

  it('are read by the lab as AWS should read them, and leave no block', async () => {
    // Prepare
    const ask = userClient(lab, 'alice');
    await ask('PUT', '/v1/blocks/mallory');

    // Act
    const lines = await measurePaths(ask);

    // Assess
    expect(lines).toEqual([
      'PUT /v1/blocks/first-day%2Fb: 404, no ID, as expected',
      'PUT /v1/blocks/first-day%2541: 204, first-dayA, as expected',
      'PUT /v1/blocks/first-day+b: 204, first-day+b, as expected',
    ]);
    expect((await ask('GET', '/v1/blocks')).body).toEqual({ blocks: [{ userId: 'mallory' }] });
  });

  it('that a gateway decodes once, or whose + it takes for a space, differ', async () => {
    // Prepare
    const blocked = new Set<string>();
    const ask = async (method: string, path: string) => {
      const [, , , segment = ''] = path.split('/');
      if (method === 'GET') return { status: 200, body: { blocks: [...blocked].map((userId) => ({ userId })) } };
      if (method === 'PUT') blocked.add(decodeURIComponent(segment.replaceAll('+', ' ')));
      else blocked.delete(Buffer.from(segment.slice(1), 'base64url').toString());
      return { status: 204, body: {} };
    };

    // Act
    const lines = await measurePaths(ask);

    // Assess
    expect(lines).toEqual([
      'PUT /v1/blocks/first-day%2Fb: 204, first-day/b, DIFFERS: expected no ID',
      'PUT /v1/blocks/first-day%2541: 204, first-day%41, DIFFERS: expected first-dayA',
      'PUT /v1/blocks/first-day+b: 204, first-day b, DIFFERS: expected first-day+b',
    ]);
    expect([...blocked]).toEqual([]);
  });
});

describe('times', () => {
  const line = (service: string, message: string, sinceRequestMs?: number, ...pushTimes: number[]) => {
    const pushes = pushTimes.map((ms) => ({ kind: 'alert', sinceRequestMs: ms }));
    return JSON.stringify({ level: 'INFO', service, message, sinceRequestMs, ...(pushes.length > 0 && { pushes }) });
  };

  it('are those of requests and pushes, by function', () => {
    // Prepare
    const lines = [
      ...[812, 63].map((ms) => line('ringpost-messages', 'request', ms)),
      line('ringpost-messages', 'request', 58, 41),
      line('ringpost-deliver', 'work', 5_140, 5_120, 5_130),
    ];

    // Act
    const measured = measureTimes(lines);

    // Assess
    expect(measured).toEqual([
      'ringpost-deliver push: 2 times, 5120 ms at least, median 5120 ms, 5130 ms at most',
      'ringpost-messages push: 1 times, 41 ms at least, median 41 ms, 41 ms at most',
      'ringpost-messages request: 3 times, 58 ms at least, median 63 ms, 812 ms at most',
    ]);
  });

  it('leave out other lines, those of timers, and what is not JSON', () => {
    // Act
    const measured = measureTimes([
      line('ringpost-messages', 'delivery failed', 7),
      line('ringpost-callTimer', 'push'),
      'REPORT RequestId: 1',
      '7',
    ]);

    // Assess
    expect(measured).toEqual([]);
  });
});
