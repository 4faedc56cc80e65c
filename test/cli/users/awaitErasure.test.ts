import { describe, expect, test } from 'vitest';
import { awaitErasure, type Erasure } from '../../../cli/users/awaitErasure.ts';

const erasure = (changed: Partial<Erasure>): Erasure => ({ erasureId: 'e1', state: 'running', counts: {}, ...changed });

describe('awaiting an erasure', () => {
  test('goes on to the end of a later request that has replaced this one', async () => {
    // Prepare
    const answers = [
      erasure({ erasureId: 'later' }),
      erasure({ erasureId: 'later', state: 'finished', counts: { devices: 1 } }),
    ];
    const asked: string[] = [];

    // Act
    const last = await awaitErasure(async (method, path) => {
      asked.push(`${method} ${path}`);
      return { status: 200, body: answers[asked.length - 1] };
    }, '/v1/server/users/bob');

    // Assess
    expect(last).toEqual(answers[1]);
    expect(asked).toEqual(answers.map(() => 'GET /v1/server/users/bob/erasure'));
  });
});
