import { describe, expect, test } from 'vitest';
import { compare, type ExplainedTarget } from '../../../cli/shadow/compare.ts';
import { readLine } from '../../../cli/shadow/recorded.ts';

const target = (decision: 'push' | 'skip', rule: string, alert?: unknown): ExplainedTarget => ({
  userId: 'bob',
  decision,
  rule,
  payload: alert === undefined ? undefined : { aps: { alert } },
});

describe('a user', () => {
  test.each([
    ['both push', [target('push', 'offline')], true, []],
    ['nobody pushes', [target('skip', 'muted')], false, []],
    ['one of several phones is reached', [target('skip', 'online'), target('push', 'offline')], true, []],
    [
      'Ringpost would not push',
      [target('skip', 'muted'), target('skip', 'no_token')],
      true,
      ['would_not_reach: muted, no_token'],
    ],
    ['Ringpost knows no such recipient', [], true, ['would_not_reach: not a recipient']],
    ['Ringpost would push', [target('push', 'mention')], false, ['would_reach: mention']],
  ])('%s', (_what, targets, pushed, expected) => {
    // Act
    const { compared, differences } = compare(targets, [{ userId: 'bob', pushed }], true);
    // Assess
    expect(compared).toBe(1);
    expect(differences.map(({ kind, why }) => `${kind}: ${why}`)).toEqual(expected);
  });

  test('whose phone would show something else', () => {
    // Prepare
    const targets = [target('push', 'offline', { title: 'Alice', body: 'hi' })];
    const shown = { title: 'Alice', subtitle: 'in Family', body: 'ho' };
    // Act
    const { differences } = compare(targets, [{ userId: 'bob', pushed: true, shown }], true);
    // Assess
    expect(differences).toEqual([{ userId: 'bob', kind: 'would_show', why: 'another subtitle, body' }]);
  });

  test.each([
    ['no outcomes were recorded', undefined, true, 1],
    ['another user was recorded', [{ userId: 'carol', pushed: true }], false, 2],
  ])('is unknown when %s', (_why, outcomes, isComplete, unknown) => {
    // Act
    const comparison = compare([target('push', 'offline')], outcomes, isComplete);
    // Assess
    expect(comparison).toEqual({ compared: 0, differences: [], unknown });
  });
});

describe('a line', () => {
  test.each([
    ['{"request": {}', 'It is not JSON.'],
    ['{"from": "alice"}', 'request is missing.'],
    ['{"request": {}, "outcome": []}', 'outcome is an unknown field.'],
    ['{"request": {}, "outcomes": [{"userId": "bob", "pushed": "yes"}]}', 'outcomes/0/pushed must be of type boolean.'],
  ])('%j that cannot be read is listed with the reason', (line, reason) => {
    // Act
    const read = readLine(line, 'line 1');
    // Assess
    expect(read).toEqual({ place: 'line 1', reason });
  });
});
