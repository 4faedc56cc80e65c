/** Commands in pages are right: the command line knows their options and their number of arguments. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { main } from '../../cli/main.ts';
import { captureTerminal } from '../support/captureTerminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = execFileSync('git', ['ls-files', '-z', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && !/^docs\/decisions\/\d/.test(path));

/** @returns the words after `npx ringpost` of each command in a block of shell. */
function commandsOf(page: string): string[][] {
  const blocks = [...page.matchAll(/^```(?:sh|bash|text)\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    [...block.replaceAll(/\\\n\s*/g, '').matchAll(/^(?:\$ |\w+=\S+ )*npx ringpost (.*)$/gm)].map(([, line = '']) =>
      wordsOf(line),
    ),
  );
}

/** As far as a page needs it: quotes, comments, and what follows a command. */
function wordsOf(line: string): string[] {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const end = words.findIndex((word) => /^(?:#|>|\||&|;)/.test(word));
  return (end === -1 ? words : words.slice(0, end)).map((word) => word.replaceAll(/^["']|["']$/g, ''));
}

/** @returns what the command line says against it, or undefined. */
async function faultOf(words: readonly string[]): Promise<string | undefined> {
  // `[--port <n>]` is a form, not a command.
  if (words.length === 0 || words.some((word) => /^[[<]/.test(word))) return undefined;
  const terminal = captureTerminal();
  const status = await main([...words, '--help'], terminal);
  if (status !== 0) return terminal.said();
  const help = terminal.printed();
  const [, usage = ''] = /^Usage: ringpost (.*)$/m.exec(help) ?? [];
  if (usage.startsWith('<command>')) return undefined;
  const name = usage.split(/ (?=[<[(-])/)[0] ?? '';
  const given = argumentsIn(words, help).length - name.split(' ').length;
  const takes = usage.slice(name.length).trim();
  return given > 0 && !/^<|^\[<?(?:file|user|id)/.test(takes) ? `unexpected argument in ${words.join(' ')}` : undefined;
}

/** Words that are neither options nor their values: the help shows which options have one. */
function argumentsIn(words: readonly string[], help: string): string[] {
  return words.filter((word, index) => {
    const option = words[index - 1] ?? '';
    return !word.startsWith('-') && !(option.startsWith('--') && help.includes(`${option} <`));
  });
}

const commands = pages.flatMap((path) =>
  commandsOf(readFileSync(`${root}/${path}`, 'utf8')).map((words) => [path, words] as const),
);

test('pages have commands', () => {
  // Assess
  expect(commands.length).toBeGreaterThan(30);
});

test('the command line accepts each command', { timeout: 60_000 }, async () => {
  // Act
  const faults = [];
  for (const [path, words] of commands) {
    const fault = await faultOf(words);
    if (fault !== undefined) faults.push(`${path}: ${fault}`);
  }

  // Assess
  expect(faults).toEqual([]);
});

describe('a command', () => {
  it.each([
    ['call bob --from alice', /unexpected argument/],
    ['call --from alice --tu bob', /unknown option/],
    ['cal --from alice --to bob', /unknown command/],
    ['doctor bob --stage prod', /unexpected argument/],
  ])('%j is wrong', async (line, fault) => {
    // Assess
    expect(await faultOf(wordsOf(line))).toMatch(fault);
  });

  it.each([
    'call --from alice --to bob   # rings',
    'device bob --stage prod',
    'credentials add voip.p12 --app com.example.chat > log.txt',
    'send --from alice --to bob --text "Are you there?"',
  ])('%j is right', async (line) => {
    // Assess
    expect(await faultOf(wordsOf(line))).toBeUndefined();
  });
});
