/** The largest answers that the limits of what is stored let through. Lambda hands out 6 MB, and then fails. */

import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { BadRequest } from '../../../shared/api/badRequest.ts';
import { messageView } from '../../../shared/api/messageView.ts';
import { validate } from '../../../shared/api/validate.ts';
import { listedDevice } from '../../../shared/api/views.ts';
import { feedOfAll } from '../../../shared/callDirectory/rules/directory.ts';
import { maxNumbers } from '../../../shared/callDirectory/table/directoryStore.ts';
import { maxDevices } from '../../../shared/devices/rules/deviceLimit.ts';
import { newProgress } from '../../../shared/messages/rules/chunkProgress.ts';
import { longestUserId } from '../../../shared/people/rules/userId.ts';
import { longestFact } from '../../../shared/platform/limits.ts';
import { aDevice, startMs } from '../../support/factories.ts';

const maxBytes = 6 * 1024 * 1024;
/** Three bytes in UTF-8. */
const wide = (length: number) => '语'.repeat(length);
const listOf = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

const largest: Readonly<Record<string, () => unknown>> = {
  'the call directory, full of the longest labels': () =>
    feedOfAll(
      new Map(listOf(maxNumbers, (index) => [String(800_000_000_000_000 + index), { label: wide(100) }] as const)),
    ),

  'a page of group members with the longest IDs and cards': () =>
    listOf(500, () => ({ userId: wide(longestUserId), card: wide(100) })),

  'the devices of a user with all that a phone can say of itself': () =>
    listOf(maxDevices, (index) => {
      const fact = wide(longestFact);
      const facts = { appVersion: fact, osVersion: fact, kitVersion: fact };
      return listedDevice(aDevice({ deviceId: `phone-${index}`, ...facts }), startMs);
    }),

  'a message to a large group, nobody of which could be reached': () =>
    messageView({
      record: {
        messageId: 'm1',
        from: 'alice',
        to: [],
        groupId: 'family',
        createdAtMs: startMs,
        targets: [],
        timeline: [],
        expansions: { send: { chunks: 20, recipients: 20_000, isComplete: true } },
      },
      chunks: listOf(20, () => ({
        ...newProgress(1000),
        listed: listOf(1000, () => ({ userId: wide(longestUserId), outcome: 'failed', reason: 'deadline' }) as const),
      })),
      receipts: [],
    }),

  'an error about a body of unknown fields': () => {
    try {
      return validate(
        'body',
        z.strictObject({}),
        Object.fromEntries(listOf(2000, (index) => [`${index}${wide(40)}`, 1])),
      );
    } catch (error) {
      return error instanceof BadRequest ? error.problem : error;
    }
  },
};

describe('the largest answer', () => {
  it.each(Object.entries(largest))('fits: %s', (_what, make) => {
    // Prepare: the row

    // Act
    const bytes = Buffer.byteLength(JSON.stringify(make()));

    // Assess
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(maxBytes);
  });
});
