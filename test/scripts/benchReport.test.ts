import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const benchFolder = new URL('../../bench/', import.meta.url);

/** A benchmark that logs, as bundled functions do in its process, before and after it reports. */
function runBench(value: number, ...args: string[]) {
  const script = `
    import { bar, report, row } from ${JSON.stringify(new URL('report.ts', benchFolder).href)};
    process.stdout.write('{"_aws":{}}\\n');
    console.log('a line of a library');
    report('example', [row('requests', '', [${value}])], [bar('requests', ${value}, 3, 2)]);
    process.stdout.write('{"_aws":{}}\\n');`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script, '--', ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('what a benchmark reports with --json', () => {
  it.each([
    [3, 0, true],
    [4, 1, false],
  ])('is a single JSON document on stdout: %d requests end with status %d', (value, expected, met) => {
    // Act
    const { status, stdout, stderr } = runBench(value, '--json');

    // Assess
    expect(JSON.parse(stdout)).toEqual({
      bench: 'example',
      rows: [{ what: 'requests', value, unit: '', min: value, max: value, runs: 1 }],
      bars: [{ what: 'requests', value, atLeast: 3, aim: 2, met }],
    });
    expect(status).toBe(expected);
    expect(stderr).toContain('a line of a library');
  });
});

describe('the table of a benchmark', () => {
  it('is alone on stdout too', () => {
    // Act
    const { status, stdout } = runBench(4);

    // Assess
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^requests +4/),
      'MISSED requests: 4 (at least 3, target 2)',
    ]);
    expect(status).toBe(1);
  });
});

describe('every benchmark', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const benches = Object.entries(scripts).filter(([name]) => name.startsWith('bench:'));

  it.each(benches)('%s runs one file and nothing else that prints', (_name, command) => {
    // Act
    const parts = command.split(' ');

    // Assess
    expect(parts).toHaveLength(2);
    expect(parts[0]).toBe('node');
  });

  it('prints only the report on stdout', () => {
    // Act
    const others = readdirSync(benchFolder, { recursive: true, encoding: 'utf8' }).filter(
      (name) =>
        name.endsWith('.ts') &&
        name !== 'report.ts' &&
        /console\.log|stdout\.write/.test(readFileSync(new URL(name, benchFolder), 'utf8')),
    );

    // Assess
    expect(others).toEqual([]);
  });
});
