/** `ringpost emulator`, as far as it goes without an emulator; `npm run test:deploy` has one. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../cli/ringpost.mjs', import.meta.url));

function emulator(...parameters: string[]) {
  return spawnSync(process.execPath, [program, 'emulator', ...parameters], { encoding: 'utf8' });
}

describe('the emulator', () => {
  it('names in its help the files that other terminals need', () => {
    // Prepare: nothing

    // Act
    const { status, stdout } = emulator('--help');

    // Assess
    expect(status).toBe(0);
    expect(stdout).toContain('environmentFile');
    expect(stdout).toContain('Example:');
  });

  it.each([
    ['an invalid port', ['--port', 'x'], 'from 0 to 65535'],
    ['an unknown option', ['--data', 'x'], 'unknown option `--data`'],
  ])('rejects wrong usage with status 2: %s', (_title, parameters, words) => {
    // Prepare: nothing

    // Act
    const { status, stderr } = emulator(...parameters);

    // Assess
    expect(status).toBe(2);
    expect(stderr).toContain(words);
  });
});
