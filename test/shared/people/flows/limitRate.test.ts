import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimiter } from '../../../../shared/people/flows/limitRate.ts';
import type { RateStore } from '../../../../shared/people/ports.ts';
import { unsharedRequests } from '../../../../shared/people/rules/rates.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';

/** The shared counters, and how often they were written. */
class MemoryRates implements RateStore {
  writes = 0;
  readonly #counters = new Map<string, number>();

  async add(userId: string, kind: string, window: number, requests: number): Promise<number> {
    this.writes += 1;
    const key = `${userId} ${kind} ${window}`;
    const total = (this.#counters.get(key) ?? 0) + requests;
    this.#counters.set(key, total);
    return total;
  }
}

const makePorts = (rates: RateStore = new MemoryRates()) => ({ clock: manualClock(), log: captureLog(), rates });

describe('the rate limit of a user', () => {
  it('allows requests up to the limit, and refuses the next with the seconds to wait', async () => {
    // Prepare
    const ports = makePorts();
    const take = rateLimiter(ports);
    // Act
    const answers = [];
    for (let request = 0; request < 121; request += 1)
      answers.push(await take({ userId: 'alice', kind: 'messages', perMinute: async () => 120 }));
    // Assess
    expect(answers.slice(0, 120)).toEqual(Array(120).fill(undefined));
    expect(answers[120]).toMatchObject({ refusal: 'rate_limited', extensions: { retryAfterSeconds: 60 } });
  });

  it('starts again with the next minute', async () => {
    // Prepare
    const ports = makePorts();
    const take = rateLimiter(ports);
    await take({ userId: 'alice', kind: 'calls', perMinute: async () => 1 });
    const refused = await take({ userId: 'alice', kind: 'calls', perMinute: async () => 1 });
    // Act
    ports.clock.advance(Number(refused?.extensions?.['retryAfterSeconds']) * 1000);
    const answer = await take({ userId: 'alice', kind: 'calls', perMinute: async () => 1 });
    // Assess
    expect(answer).toBeUndefined();
  });

  it('counts each user and each kind of request separately', async () => {
    // Prepare
    const take = rateLimiter(makePorts());
    await take({ userId: 'alice', kind: 'calls', perMinute: async () => 1 });
    // Act
    const ofOtherUser = await take({ userId: 'bob', kind: 'calls', perMinute: async () => 1 });
    const ofOtherKind = await take({ userId: 'alice', kind: 'messages', perMinute: async () => 1 });
    // Assess
    expect([ofOtherUser, ofOtherKind]).toEqual([undefined, undefined]);
  });

  it('counts each receipt of a request, and accepts the request that reaches the limit', async () => {
    // Prepare
    const take = rateLimiter(makePorts());
    const request = { userId: 'alice', kind: 'receipts', perMinute: async () => 250, amount: 100 } as const;
    // Act
    const answers = [await take(request), await take(request), await take(request), await take(request)];
    // Assess
    expect(answers.map((answer) => answer?.refusal)).toEqual([undefined, undefined, undefined, 'rate_limited']);
  });

  it('costs no table request while a user sends few', async () => {
    // Prepare
    const rates = new MemoryRates();
    const take = rateLimiter(makePorts(rates));
    // Act
    for (let request = 0; request < 5; request += 1)
      await take({ userId: 'alice', kind: 'messages', perMinute: async () => 120 });
    // Assess
    expect(rates.writes).toBe(0);
  });

  it('costs one write for every six messages of a busy user, and none after a refusal', async () => {
    // Prepare
    const rates = new MemoryRates();
    const take = rateLimiter(makePorts(rates));
    // Act
    for (let request = 0; request < 500; request += 1)
      await take({ userId: 'alice', kind: 'messages', perMinute: async () => 120 });
    // Assess
    expect(rates.writes).toBe(20);
  });

  it('applies across function instances, except for counts not yet shared', async () => {
    const requests = fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(requests, fc.integer({ min: 1, max: 130 }), async (instanceOfRequest, limit) => {
        // Prepare
        const ports = makePorts();
        const instances = Array.from({ length: 8 }, () => rateLimiter(ports));
        // Act
        let taken = 0;
        for (const instance of instanceOfRequest) {
          if (
            (await instances[instance]?.({ userId: 'alice', kind: 'messages', perMinute: async () => limit })) ===
            undefined
          )
            taken += 1;
        }
        // Assess
        expect(taken).toBeGreaterThanOrEqual(Math.min(limit, instanceOfRequest.length));
        expect(taken).toBeLessThanOrEqual(limit + 8 * (unsharedRequests(limit) + 1));
      }),
    );
  });

  it('applies to concurrent requests in one instance', async () => {
    // Prepare
    const take = rateLimiter(makePorts());
    // Act
    const answers = await Promise.all(
      Array.from({ length: 300 }, () => take({ userId: 'alice', kind: 'messages', perMinute: async () => 120 })),
    );
    // Assess
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(120);
  });

  it('uses its own count, and logs that, when the shared counter is unreachable', async () => {
    // Prepare
    const ports = makePorts({
      async add() {
        throw new Error('throttled');
      },
    });
    const take = rateLimiter(ports);
    // Act
    const answers = [];
    for (let request = 0; request < 130; request += 1)
      answers.push(await take({ userId: 'alice', kind: 'messages', perMinute: async () => 120 }));
    // Assess
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(120);
    expect(ports.log.lines[0]).toMatchObject({ level: 'error', message: 'rate not counted' });
  });
});
