import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, vi } from 'vitest';
import {
  badgeKey,
  callKey,
  deviceKey,
  devicePrefix,
  messageKey,
  profileKey,
  tokenKey,
  userPartition,
} from '../../../../shared/platform/table/keys.ts';
import { retryOnConflict } from '../../../../shared/platform/table/retryOnConflict.ts';
import { isConditionFailure, isExpired, ttlSeconds } from '../../../../shared/platform/table/table.ts';
import { updateExpression } from '../../../../shared/platform/table/updateExpression.ts';
import { tokenHex } from '../../../support/factories.ts';

const named = (name: string) => Object.assign(new Error('said DynamoDB'), { name });
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'said DynamoDB',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const conditionFailure = named('ConditionalCheckFailedException');

describe('an error of DynamoDB', () => {
  it.each<[string, unknown, boolean]>([
    ['a condition that was not met', conditionFailure, true],
    ['a condition of a transaction', cancelled('None', 'ConditionalCheckFailed'), true],
    ['another transaction on the same items', cancelled('TransactionConflict', 'None'), true],
    ['a transaction that was throttled', cancelled('None', 'ThrottlingError'), false],
    ['a transaction without reasons', new TransactionCanceledException({ message: '', $metadata: {} }), false],
    ['a request that is wrong', named('ValidationException'), false],
    ['a value that is not an error', { name: 'ConditionalCheckFailedException' }, false],
  ])('means that another writer was faster, or not: %s', (_what, error, expected) => {
    // Prepare: the row

    // Act
    const isFaster = isConditionFailure(error);

    // Assess
    expect(isFaster).toBe(expected);
  });
});

describe('a time-to-live', () => {
  it.each([
    ['is over at its second', { ttl: 1000 }, 1_000_000, true],
    ['is not over a millisecond before', { ttl: 1000 }, 999_999, false],
    ['may be missing', {}, Number.MAX_SAFE_INTEGER, false],
  ])('%s', (_behaviour, item, nowMs, expected) => {
    // Prepare: the row

    // Act
    const expired = isExpired(item, nowMs);

    // Assess
    expect(expired).toBe(expected);
  });

  it('is 30 days, in whole seconds', () => {
    // Prepare
    const createdAtMs = 1_000_999;

    // Act
    const ttl = ttlSeconds(createdAtMs);

    // Assess
    expect(ttl).toBe(1000 + 2_592_000);
  });
});

describe('a read-decide-write cycle', () => {
  it('is repeated while other writers are faster', async () => {
    // Prepare
    const failures = [conditionFailure, cancelled('TransactionConflict')];

    // Act
    const result = await retryOnConflict(
      async () => {
        const failure = failures.shift();
        if (failure) throw failure;
        return 'written';
      },
      async () => {},
    );

    // Assess
    expect(result).toBe('written');
    expect(failures).toEqual([]);
  });

  it('is given up at once for any other error', async () => {
    // Prepare
    const error = named('ValidationException');
    let tries = 0;

    // Act
    const written = retryOnConflict(async () => {
      tries += 1;
      throw error;
    });

    // Assess
    await expect(written).rejects.toBe(error);
    expect(tries).toBe(1);
  });

  it('is given up after growing waits when other writers are always faster', async () => {
    // Prepare
    const waitsMs: number[] = [];
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);

    // Act
    const written = retryOnConflict(
      () => Promise.reject(conditionFailure),
      async (ms) => waitsMs.push(ms),
    );

    // Assess
    await expect(written).rejects.toBe(conditionFailure);
    random.mockRestore();
    expect(waitsMs).toEqual([10, 20, 40, 80, 160, 200, 200, 200, 200, 200, 200, 200]);
  });
});

describe('an update', () => {
  it.each([
    [
      'sets defined fields and removes undefined ones',
      { a: 1, b: undefined, c: null },
      {
        UpdateExpression: 'SET #a = :a, #c = :c REMOVE #b',
        ExpressionAttributeNames: { '#a': 'a', '#b': 'b', '#c': 'c' },
        ExpressionAttributeValues: { ':a': 1, ':c': null },
      },
    ],
    [
      'only sets',
      { a: '' },
      {
        UpdateExpression: 'SET #a = :a',
        ExpressionAttributeNames: { '#a': 'a' },
        ExpressionAttributeValues: { ':a': '' },
      },
    ],
    [
      'only removes',
      { a: undefined, b: undefined },
      {
        UpdateExpression: 'REMOVE #a, #b',
        ExpressionAttributeNames: { '#a': 'a', '#b': 'b' },
        ExpressionAttributeValues: {},
      },
    ],
  ])('%s', (_behaviour, attributes, expected) => {
    // Prepare: the row

    // Act
    const update = updateExpression(attributes);

    // Assess
    expect(update).toEqual(expected);
  });
});

describe('the keys', () => {
  it('are those of keys.ts, to which roles are limited', () => {
    // Prepare
    const [id, app] = ['id', 'com.example.app'];

    // Act
    const keys = [
      profileKey(id),
      deviceKey(id, 'phone'),
      badgeKey(id, app),
      messageKey(id),
      callKey(id),
      { pk: userPartition(id), sk: devicePrefix },
    ];

    // Assess
    expect(keys).toEqual([
      { pk: 'USER#id', sk: 'PROFILE' },
      { pk: 'USER#id', sk: 'DEVICE#phone' },
      { pk: 'USER#id', sk: 'BADGE#com.example.app' },
      { pk: 'MESSAGE#id', sk: 'MESSAGE' },
      { pk: 'CALL#id', sk: 'CALL' },
      { pk: 'USER#id', sk: 'DEVICE#' },
    ]);
  });

  it('of tokens differ by app, kind and token, and reveal nothing of the token', () => {
    // Prepare
    const token = tokenHex('A');

    // Act
    const keys = [
      tokenKey('com.example.app', 'alert', token),
      tokenKey('com.example.app', 'voip', token),
      tokenKey('com.example.other', 'alert', token),
      tokenKey('com.example.app', 'alert', tokenHex('B')),
    ];

    // Assess
    expect(new Set(keys.map(({ pk }) => pk)).size).toBe(4);
    expect(tokenKey('com.example.app', 'alert', token)).toEqual(keys[0]);
    for (const { pk, sk } of keys) {
      expect(sk).toBe('HOLDER');
      expect(pk).toMatch(/^TOKEN#[0-9a-f]{64}$/);
      expect(pk).not.toContain(token);
    }
  });
});
