import { describe, expect, it } from 'vitest';
import type { CallTimer } from '../../../../shared/calls/rules/record.ts';
import { readTimer } from '../../../../shared/calls/rules/timer.ts';

const callId = 'a5d1f0c2-0000-4000-8000-000000000000';
const timer: CallTimer = { callId, dueAtMs: 1_790_000_000_000, task: 'tell_missed', userIds: ['bob'] };

describe('a timer of a call', () => {
  it.each<[string, CallTimer]>([
    ['all its fields', timer],
    ['no users', { callId, dueAtMs: 0, task: 'expire' }],
  ])('with %s is read back as it was queued', (_what, queued) => {
    // Act
    const read = readTimer(JSON.stringify(queued));

    // Assess
    expect(read).toEqual(queued);
  });

  it.each([
    ['text', 'expire'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no call', JSON.stringify({ ...timer, callId: undefined })],
    ['no time', JSON.stringify({ ...timer, dueAtMs: null })],
    ['another task', JSON.stringify({ ...timer, task: 'explode' })],
    ['users that are not a list', JSON.stringify({ ...timer, userIds: 'bob' })],
  ])('is not %s', (_what, body) => {
    // Act
    const read = readTimer(body);

    // Assess
    expect(read).toBeUndefined();
  });
});
