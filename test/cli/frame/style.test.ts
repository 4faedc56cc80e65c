import { describe, expect, it } from 'vitest';
import { columns } from '../../../cli/frame/columns.ts';
import { nearest } from '../../../cli/frame/nearest.ts';
import { green, wantsColours } from '../../../cli/frame/style.ts';

describe('colours', () => {
  it.each<[boolean, Record<string, string>, boolean]>([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [false, { FORCE_COLOR: '' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { CLICOLOR_FORCE: '1' }, true],
    [false, { CLICOLOR_FORCE: '0' }, false],
    [true, { CLICOLOR: '0' }, false],
    [true, { TERM: 'dumb' }, false],
  ])('in a terminal: %j, with %j: %j', (isTerminal, environment, wanted) => {
    // Act
    const wants = wantsColours(isTerminal, environment);

    // Assess
    expect(wants).toBe(wanted);
  });
});

describe('columns', () => {
  it('are as wide as their widest value in any colour and script', () => {
    // Prepare
    const rows = [
      ['bob', green('accepted'), 'x'],
      ['王小明', 'no', 'y'],
      ['a', 'b'],
    ];

    // Act
    const text = columns(rows);

    // Assess
    expect(text).toBe(`  bob     ${green('accepted')}  x\n  王小明  no        y\n  a       b\n`);
  });

  it('take no space where no row has a value', () => {
    // Prepare
    const rows = [
      ['bob', '', '', 'x'],
      ['alice', '', 'b', 'y'],
    ];

    // Act
    const text = columns(rows);

    // Assess
    expect(text).toBe('  bob       x\n  alice  b  y\n');
  });
});

describe('a suggestion', () => {
  const commands = ['lab', 'emulator', 'credentials', 'doctor', 'send', 'call', 'device', 'policies', 'dlq', 'adopt'];

  it.each([
    ['sned', 'send'],
    ['lba', 'lab'],
    ['credential', 'credentials'],
    ['doc', 'doctor'],
    ['devices', 'device'],
    ['policy', 'policies'],
    ['xyzzy', undefined],
    ['toString', undefined],
    ['', undefined],
  ])('for %j is %j', (given, meant) => {
    // Act
    const name = nearest(given, commands);

    // Assess
    expect(name).toBe(meant);
  });
});
