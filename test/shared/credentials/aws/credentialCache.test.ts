import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../shared/apns/rules/credential.ts';
import {
  CredentialCache,
  fetchIsLostAfterMs,
  firstPauseMs,
  longestPauseMs,
  refreshAfterMs,
  type StoredVersion,
} from '../../../../shared/credentials/aws/credentialCache.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';

const version = (versionId: string): StoredVersion => ({
  versionId,
  credentials: [{ credentialId: versionId } as Credential],
});

/** A cache whose fetches wait until the test ends them. */
function prepare() {
  const clock = manualClock();
  const fetches: { resolve(version: StoredVersion): void; reject(error: Error): void }[] = [];
  const replaced: string[] = [];
  const failures: unknown[] = [];
  const cache = new CredentialCache({
    clock,
    load: () => new Promise((resolve, reject) => fetches.push({ resolve, reject })),
    onReplaced: ([credential]) => replaced.push(credential?.credentialId ?? 'none'),
    onFailure: (error) => failures.push(error),
  });
  /** Ends the latest fetch, and lets those who wait for it go on. */
  const end = async (outcome: StoredVersion | Error, fetch = fetches.at(-1)) => {
    if (outcome instanceof Error) fetch?.reject(outcome);
    else fetch?.resolve(outcome);
    await new Promise(setImmediate);
  };
  return { clock, cache, fetches, replaced, failures, end };
}

/** The same, with one version known. */
async function prepareKnown() {
  const world = prepare();
  const first = version('one');
  void world.cache.current();
  await world.end(first);
  return { ...world, known: first.credentials };
}

describe('a secret not known yet', () => {
  it('is fetched once for all waiting callers', async () => {
    // Prepare
    const { cache, fetches, end, replaced } = prepare();
    const waiting = [cache.current(), cache.current(), cache.current()];

    // Act
    await end(version('one'));
    const found = await Promise.all(waiting);

    // Assess
    expect(fetches).toHaveLength(1);
    expect(new Set(found).size).toBe(1);
    expect(replaced).toEqual([]);
  });

  it('is an error while it cannot be fetched, and is fetched again after a growing, limited pause', async () => {
    // Prepare
    const { cache, clock, fetches, end } = prepare();
    const doubling = [1, 2, 4, 8, 16].flatMap((factor) => [factor * firstPauseMs - 1, 1]);
    const pausesMs = [0, ...doubling, longestPauseMs - 1, 1, longestPauseMs - 1, 1];
    const counts: number[] = [];

    // Act
    for (const pauseMs of pausesMs) {
      clock.advance(pauseMs);
      const found = Promise.resolve(cache.current()).catch((error: Error) => error.message);
      await end(new Error('not today'));
      expect(await found).toBe('not today');
      counts.push(fetches.length);
    }

    // Assess
    expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8]);
  });
});

describe('a known secret', () => {
  it('serves at once, and is refreshed in the background once it is old', async () => {
    // Prepare
    const { cache, clock, fetches, end, known, replaced } = await prepareKnown();

    // Act
    clock.advance(refreshAfterMs - 1);
    const young = cache.current();
    const fetchesWhileYoung = fetches.length;
    clock.advance(1);
    const old = [cache.current(), cache.current()];
    const fetchesOnceOld = fetches.length;
    await end(version('two'));
    const after = cache.current();

    // Assess
    expect([young, ...old].every((found) => found === known)).toBe(true);
    expect([fetchesWhileYoung, fetchesOnceOld]).toEqual([1, 2]);
    expect(after).toEqual(version('two').credentials);
    expect(replaced).toEqual(['two']);
  });

  it('keeps the same list when the same version is fetched again, and counts as fresh', async () => {
    // Prepare
    const { cache, clock, fetches, end, known, replaced } = await prepareKnown();
    clock.advance(refreshAfterMs);
    cache.current();
    await end(version('one'));

    // Act
    clock.advance(refreshAfterMs - 1);
    const found = cache.current();

    // Assess
    expect(found).toBe(known);
    expect(fetches).toHaveLength(2);
    expect(replaced).toEqual([]);
  });

  it('keeps serving when a refresh fails, and is refreshed after a pause', async () => {
    // Prepare
    const { cache, clock, fetches, end, known, failures } = await prepareKnown();
    clock.advance(refreshAfterMs);
    cache.current();
    await end(new Error('not today'));

    // Act
    const found = [cache.current()];
    const fetchesInPause = fetches.length;
    clock.advance(firstPauseMs);
    found.push(cache.current());

    // Assess
    expect(found.every((list) => list === known)).toBe(true);
    expect([fetchesInPause, fetches.length]).toEqual([2, 3]);
    expect(failures).toHaveLength(1);
  });

  it('is fetched again if a freeze interrupted a fetch, whose late answer is ignored', async () => {
    // Prepare
    const { cache, clock, fetches, end, known } = await prepareKnown();
    clock.advance(refreshAfterMs);
    cache.current();
    const lost = fetches.at(-1);
    clock.advance(fetchIsLostAfterMs);

    // Act
    const meanwhile = cache.current();
    await end(version('three'));
    await end(version('two'), lost);
    await end(new Error('too late'), lost);

    // Assess
    expect(meanwhile).toBe(known);
    expect(fetches).toHaveLength(3);
    expect(cache.current()).toEqual(version('three').credentials);
  });

  it('is not fetched twice while a fetch can still end', async () => {
    // Prepare
    const { cache, clock, fetches } = await prepareKnown();
    clock.advance(refreshAfterMs);
    cache.current();
    clock.advance(fetchIsLostAfterMs - 1);

    // Act
    cache.current();

    // Assess
    expect(fetches).toHaveLength(2);
  });
});

describe('after a rejection', () => {
  it('the stored version is fetched at once, once for all rejected callers', async () => {
    // Prepare
    const { cache, fetches, end, known, replaced } = await prepareKnown();
    const waiting = [cache.afterRejection(known), cache.afterRejection(known)];

    // Act
    await end(version('two'));
    const found = await Promise.all(waiting);

    // Assess
    expect(fetches).toHaveLength(2);
    expect(found).toEqual([version('two').credentials, version('two').credentials]);
    expect(replaced).toEqual(['two']);
  });

  it('a version known already is not fetched again', async () => {
    // Prepare
    const { cache, fetches, end, known } = await prepareKnown();
    const refused = cache.afterRejection(known);
    await end(version('two'));
    const newer = await refused;

    // Act
    const found = await cache.afterRejection(known);

    // Assess
    expect(found).toBe(newer);
    expect(fetches).toHaveLength(2);
  });

  it('an earlier fetch does not count, because it may miss the replacement', async () => {
    // Prepare
    const { cache, clock, fetches, end, known } = await prepareKnown();
    clock.advance(refreshAfterMs);
    cache.current();
    const before = fetches.at(-1);

    // Act
    const refused = cache.afterRejection(known);
    await end(version('one'), before);
    await end(version('two'));
    const found = await refused;

    // Assess
    expect(fetches).toHaveLength(3);
    expect(found).toEqual(version('two').credentials);
  });

  it('a wrong credential causes one fetch per growing pause, not one per push', async () => {
    // Prepare
    const { cache, clock, fetches, end, known } = await prepareKnown();
    const counts: number[] = [];

    // Act
    for (const pauseMs of [0, firstPauseMs - 1, 1, 2 * firstPauseMs - 1, 1]) {
      clock.advance(pauseMs);
      const refused = cache.afterRejection(known);
      await end(version('one'));
      await refused;
      counts.push(fetches.length);
    }

    // Assess
    expect(counts).toEqual([2, 2, 3, 3, 4]);
  });

  it('a replacement resets the pauses: the next rejection causes a fetch at once', async () => {
    // Prepare
    const { cache, clock, fetches, end, known } = await prepareKnown();
    const fruitless = cache.afterRejection(known);
    await end(version('one'));
    await fruitless;
    clock.advance(firstPauseMs);
    const fruitful = cache.afterRejection(known);
    await end(version('two'));
    const second = await fruitful;

    // Act
    const again = cache.afterRejection(second);
    await end(version('three'));

    // Assess
    expect(await again).toEqual(version('three').credentials);
    expect(fetches).toHaveLength(4);
  });

  it('a known version keeps serving when nothing can be fetched', async () => {
    // Prepare
    const { cache, end, known } = await prepareKnown();
    const refused = cache.afterRejection(known);

    // Act
    await end(new Error('not today'));

    // Assess
    expect(await refused).toBe(known);
  });

  it('a secret that was never known has no newer version', async () => {
    // Prepare
    const { cache, fetches } = prepare();
    const refused: Credential[] = [];

    // Act
    const found = await cache.afterRejection(refused);

    // Assess
    expect(found).toBe(refused);
    expect(fetches).toEqual([]);
  });
});

describe('any sequence of events', () => {
  const doings = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant('store' as const) }),
      fc.record({ do: fc.constant('ask' as const) }),
      fc.record({ do: fc.constant('refuse' as const) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.nat(refreshAfterMs) }),
      fc.record({ do: fc.constant('end' as const), fails: fc.boolean(), which: fc.nat(3) }),
    ),
    { maxLength: 40 },
  );

  it('lets a known version serve at once and never go back to an older one', async () => {
    await fc.assert(
      fc.asyncProperty(doings, async (history) => {
        // Prepare
        const { cache, clock, fetches, end } = await prepareKnown();
        let storedVersion = 1;
        const asked = new Map<object, number>();
        const served: number[] = [];
        const versionOf = (list: readonly Credential[]) => Number(list[0]?.credentialId.replace('one', '1'));

        for (const doing of history) {
          const before = fetches.length;
          // Act
          if (doing.do === 'store') storedVersion += 1;
          if (doing.do === 'wait') clock.advance(doing.ms);
          if (doing.do === 'ask' || doing.do === 'refuse') {
            const list = cache.current();
            expect(list).not.toBeInstanceOf(Promise);
            served.push(versionOf(list as readonly Credential[]));
            if (doing.do === 'refuse') void cache.afterRejection(list as readonly Credential[]);
          }
          for (const fetch of fetches.slice(before)) asked.set(fetch, storedVersion);
          if (doing.do === 'end') {
            const fetch = fetches[fetches.length - 1 - doing.which];
            const found = fetch && asked.get(fetch);
            if (found !== undefined)
              await end(doing.fails ? new Error('not today') : version(found === 1 ? 'one' : String(found)), fetch);
          }
          // Assess
          expect(fetches.length - before).toBeLessThanOrEqual(2);
        }
        expect(served).toEqual(served.toSorted((one, other) => one - other));
      }),
      { numRuns: 200 },
    );
  });
});
