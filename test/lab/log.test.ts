import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLabLog } from '../../lab/log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringpost-log-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the log of the lab', () => {
  it('keeps each line in memory and in its file, and forwards it', () => {
    // Prepare
    const path = join(directory, 'lab.log');
    const handedOn: string[] = [];
    const log = openLabLog(path, (line) => handedOn.push(line));

    // Act
    log.write('one');
    log.write('zwei ü');

    // Assess
    expect(log.lines()).toEqual(['one', 'zwei ü']);
    expect(handedOn).toEqual(['one', 'zwei ü']);
    expect(readFileSync(path, 'utf8')).toBe('one\nzwei ü\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    log.close();
  });

  it('holds the last 10,000 lines, while the file has all', () => {
    // Prepare
    const path = join(directory, 'lab.log');
    const log = openLabLog(path);

    // Act
    for (let n = 1; n <= 25_000; n++) log.write(`line ${n}`);

    // Assess
    const lines = log.lines();
    expect(lines).toHaveLength(10_000);
    expect([lines[0], lines.at(-1)]).toEqual(['line 15001', 'line 25000']);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(25_001);
    log.close();
  });

  it('accepts no more lines once it is closed', () => {
    // Prepare
    const log = openLabLog(join(directory, 'lab.log'));
    log.close();

    // Act
    log.write('too late');

    // Assess
    expect(log.lines()).toEqual([]);
  });
});
