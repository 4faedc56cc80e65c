import { describe, expect, it } from 'vitest';
import { type CommandDefinition, type Invocation, runCommand } from '../../../cli/frame/command.ts';
import { runGroup } from '../../../cli/frame/commandGroup.ts';
import { CommandFailure, WrongUsage } from '../../../cli/frame/failure.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';

const options = { loud: { type: 'boolean' } } as const;

function command(run: CommandDefinition<typeof options>['run']): CommandDefinition<typeof options> {
  return {
    name: 'ringpost test',
    help: 'Usage: ringpost test <thing>\n\nOptions:\n',
    example: 'npx ringpost test it',
    options,
    args: { what: '<thing>', least: 1, most: 1 },
    run,
  };
}

const succeeding = command(async () => ({ ok: true, document: { done: true }, text: 'done\n' }));

/** Runs a command that only keeps what it was called with. */
async function invocationOf(...args: string[]) {
  const calls: Invocation<typeof options>[] = [];
  const keeping = command(async (invocation) => {
    calls.push(invocation);
    return { ok: true, document: {}, text: '' };
  });
  const terminal = captureTerminal();
  const status = await runCommand(keeping, args, terminal);
  return { status, call: calls[0], said: terminal.said() };
}

describe('the result', () => {
  it.each([
    ['text', ['it'], 'done\n'],
    ['one JSON document with --json', ['it', '--json'], '{\n  "done": true\n}\n'],
  ])('is %s on stdout', async (_what, args, printed) => {
    // Prepare
    const terminal = captureTerminal();

    // Act
    const status = await runCommand(succeeding, args, terminal);

    // Assess
    expect({ status, printed: terminal.printed(), said: terminal.said() }).toEqual({ status: 0, printed, said: '' });
  });

  it('exits with 1 when the command found a problem', async () => {
    // Prepare
    const finding = command(async () => ({ ok: false, document: {}, text: 'bad\n' }));

    // Act
    const status = await runCommand(finding, ['it'], captureTerminal());

    // Assess
    expect(status).toBe(1);
  });
});

describe('a failure', () => {
  const fault = { code: 'no_thing', message: 'there is no thing', fix: 'Make one.' };
  const failing = command(async () => {
    throw new CommandFailure([fault, { ...fault, message: 'nor another' }]);
  });

  it('is printed on stderr with its fix, and exits with 1', async () => {
    // Prepare
    const terminal = captureTerminal();

    // Act
    const status = await runCommand(failing, ['it'], terminal);

    // Assess
    expect(status).toBe(1);
    expect(terminal.said()).toBe(
      'ringpost test: there is no thing\n  Make one.\nringpost test: nor another\n  Make one.\n',
    );
    expect(terminal.printed()).toBe('');
  });

  it('is one JSON document with --json', async () => {
    // Prepare
    const terminal = captureTerminal();

    // Act
    await runCommand(failing, ['it', '--json'], terminal);

    // Assess
    expect(JSON.parse(terminal.printed())).toEqual({ errors: [fault, { ...fault, message: 'nor another' }] });
  });

  it.each([
    ['AccessDeniedException', 'AWS denies this: not now'],
    ['ThrottlingException', 'AWS answered ThrottlingException: not now'],
  ])('%s of AWS is explained', async (name, message) => {
    // Prepare
    const terminal = captureTerminal();
    const refused = command(async () => {
      throw Object.assign(new Error('not now'), { name, $fault: 'client' });
    });

    // Act
    const status = await runCommand(refused, ['it'], terminal);

    // Assess
    expect(status).toBe(1);
    expect(terminal.said()).toContain(`ringpost test: ${message}\n`);
  });

  it('that is unexpected keeps its stack trace', async () => {
    // Prepare
    const defect = new TypeError('x is not a function');
    const broken = command(async () => {
      throw defect;
    });

    // Act
    const running = runCommand(broken, ['it'], captureTerminal());

    // Assess
    await expect(running).rejects.toBe(defect);
  });
});

describe('the stage', () => {
  it.each([
    [['it'], { kind: 'stage', name: 'dev' }],
    [['it', '--stage', 'prod'], { kind: 'stage', name: 'prod' }],
    [['it', '--lab'], { kind: 'lab', url: 'http://127.0.0.1:4700' }],
    [['--lab', 'it'], { kind: 'lab', url: 'http://127.0.0.1:4700' }],
    [['--lab', 'http://127.0.0.1:4801/', 'it'], { kind: 'lab', url: 'http://127.0.0.1:4801' }],
    [['--lab=http://127.0.0.1:4802', 'it'], { kind: 'lab', url: 'http://127.0.0.1:4802' }],
  ])('of %j is %j', async (args, stage) => {
    // Prepare
    const expected = { stage, args: ['it'] };

    // Act
    const { status, call } = await invocationOf(...args);

    // Assess
    expect(status).toBe(0);
    expect(call).toMatchObject(expected);
  });
});

describe('wrong usage', () => {
  it.each([
    [['it', '--lab', '--stage', 'dev'], 'give --stage or --lab, not both'],
    [['it', '--stage', 'Prod'], '--stage must be the name of a stage'],
    [['it', '--lab=4700'], '--lab must be the URL of a lab'],
    [['it', 'and', 'that'], 'unexpected argument `and`'],
    [[], 'missing <thing>'],
    [['it', '--quiet'], 'unknown option `--quiet`'],
    [['--', '--lab', 'it'], 'unexpected argument `it`'],
  ])('%j is rejected and exits with 2', async (args, message) => {
    // Prepare
    const hint = 'Run `npx ringpost test --help` for its usage.';

    // Act
    const { status, call, said } = await invocationOf(...args);

    // Assess
    expect(status).toBe(2);
    expect(call).toBeUndefined();
    expect(said).toContain(message);
    expect(said).toContain(hint);
  });

  it('that the command itself detects exits with 2', async () => {
    // Prepare
    const picky = command(async () => {
      throw new WrongUsage('not like that');
    });

    // Act
    const status = await runCommand(picky, ['it'], captureTerminal());

    // Assess
    expect(status).toBe(2);
  });
});

describe('help', () => {
  it('shows the common options and the example', async () => {
    // Prepare
    const terminal = captureTerminal();

    // Act
    const status = await runCommand(succeeding, ['--help'], terminal);

    // Assess
    expect(status).toBe(0);
    for (const option of ['--stage <name>', '--lab [url]', '--json', '--help']) {
      expect(terminal.printed()).toContain(`\n  ${option}`);
    }
    expect(terminal.printed()).toMatch(/\nExample:\n {2}npx ringpost test it\n$/);
  });

  it('of a group lists its commands', async () => {
    // Prepare
    const terminal = captureTerminal();
    const group = {
      name: 'ringpost things',
      commands: { add: { summary: 'one more', run: async () => 0 } },
      example: 'npx ringpost things add',
    };

    // Act
    const status = await runGroup(group, ['-h'], terminal);

    // Assess
    expect(status).toBe(0);
    expect(terminal.printed()).toContain('  add          one more\n');
  });
});
