import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommandDefinition, runCommand } from '../../../cli/frame/command.ts';
import { guarded, visible, visibleJson, visibleLines } from '../../../cli/frame/outsideText.ts';
import { green } from '../../../cli/frame/style.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '\u0000',
      '\u001b',
      '\n',
      '\t',
      '\u007f',
      '\u009b',
      '\u202e',
      '\u2066',
      '\u200f',
      'a',
      '[',
      ']',
      'm',
      '1',
    ),
  }),
);

describe('text from outside', () => {
  it.each([
    ['\u001b]0;PWNED\u0007', '\\u001b]0;PWNED\\u0007'],
    ['a\nb\tc\rd', 'a\\nb\\tc\\u000dd'],
    ['\u009b31mred', '\\u009b31mred'],
    ['bob\u202egnp.exe', 'bob\\u202egnp.exe'],
    ['\u2066x\u2069\u200f\u061c', '\\u2066x\\u2069\\u200f\\u061c'],
    ['王小明 🎉 é', '王小明 🎉 é'],
  ])('%j is shown as %s', (value, shown) => {
    // Act
    const text = visible(value);

    // Assess
    expect(text).toBe(shown);
  });

  it('never controls a terminal and never adds a line', () => {
    // Act
    const check = fc.property(anything, (value) => {
      const [inLine, lines] = [visible(value), visibleLines(value, false)];

      // Assess
      expect(inLine).not.toMatch(acting);
      expect(inLine).not.toContain('\n');
      expect(lines).not.toMatch(acting);
    });
    fc.assert(check, { numRuns: 500 });
  });

  it('is the same value in JSON, and does not control a terminal there', () => {
    // Act
    const check = fc.property(fc.jsonValue(), anything, (value, text) => {
      const document = { value, text, [text]: text };
      const json = visibleJson(document);

      // Assess
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(document)));
      expect(json).not.toMatch(acting);
    });
    fc.assert(check, { numRuns: 500 });
  });

  it('is coloured only in a terminal, and only by Ringpost', () => {
    // Prepare
    const text = `${green('ok')} ${visible('\u001b[31m')} \u001b[5mblink`;

    // Act
    const [inTerminal, inPipe] = [visibleLines(text, true), visibleLines(text, false)];

    // Assess
    expect(inTerminal).toBe('\u001b[32mok\u001b[39m \\u001b[31m \\u001b[5mblink');
    expect(inPipe).toBe('ok \\u001b[31m \\u001b[5mblink');
  });

  it('is escaped in every output: result, progress, questions, failures, wrong usage, JSON', async () => {
    // Prepare
    const evil = '\u001b]0;PWNED\u0007\u202e';
    const command: CommandDefinition<Record<never, never>> = {
      name: 'ringpost test',
      help: '',
      example: '',
      options: {},
      args: { what: 'what', least: 0, most: 1 },
      async run({ args: [way], terminal }) {
        terminal.say(evil);
        await terminal.ask(evil);
        if (way === 'throw') throw new Error(evil);
        return { ok: true, document: { evil }, text: `${evil}\n` };
      },
    };
    const terminal = captureTerminal(['', '', '']);

    // Act
    await runCommand(command, [], terminal);
    await runCommand(command, ['--json'], terminal);
    await runCommand(command, [`--${evil}`], terminal);
    await runCommand(command, ['a', evil], terminal);

    // Assess
    expect(`${terminal.printed()}${terminal.said()}${terminal.asked.join('')}`).not.toMatch(acting);
    expect(terminal.printed()).toContain('PWNED');
  });

  it('is escaped once, even under nested guards', () => {
    // Prepare
    const terminal = captureTerminal();

    // Act
    const once = guarded(terminal);

    // Assess
    expect(guarded(once)).toBe(once);
  });
});
