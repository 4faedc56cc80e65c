/** `ringpost events --follow` against a lab. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineOf, runEvents } from '../../../cli/events/eventsCommand.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';
import { makePhone, makeUser, text, until, userClient } from '../../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
}, 120_000);
afterAll(() => lab.stop());

describe('ringpost events', { timeout: 180_000 }, () => {
  test.each([[[]], [['--json']]])(
    '--follow %j prints the events of the types asked for, until it is stopped',
    async (args) => {
      // Prepare
      const [alice, bob] = [makeUser('alice'), makeUser('bob')];
      await makePhone(lab, { userId: bob });
      const terminal = captureTerminal();
      const running = runEvents(['--follow', '--type', 'call.*', ...args, '--lab', lab.url], terminal);
      await until(
        async () => terminal.said(),
        (said) => said.includes('following'),
      );
      // Act
      await userClient(lab, alice)('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
      const call = await userClient(lab, alice)('POST', '/v1/calls', { to: { userId: bob } });
      await userClient(lab, alice)('POST', `/v1/calls/${call.body.callId}/cancel`, {});
      await until(
        async () => terminal.printed(),
        (printed) => printed.includes('call.cancelled'),
      );
      process.emit('SIGTERM');
      const status = await running;
      // Assess
      const lines = terminal.printed().trimEnd().split('\n');
      expect(status).toBe(0);
      expect(lines.map((line) => /(?:call|message)\.\w+/.exec(line)?.[0])).toEqual(['call.ringing', 'call.cancelled']);
      expect(lines.every((line) => line.includes(call.body.callId))).toBe(true);
      expect(terminal.said()).toContain('2 events');
      if (args.length > 0) expect(JSON.parse(lines[0] ?? '')).toMatchObject({ detail: { callId: call.body.callId } });
    },
  );

  test('ends by itself after --seconds', async () => {
    // Prepare
    const terminal = captureTerminal();
    // Act
    const status = await runEvents(['--follow', '--seconds', '1', '--lab', lab.url], terminal);
    // Assess
    expect([status, terminal.printed()]).toEqual([0, '']);
  });

  test.each([
    [[], 'missing --follow'],
    [['--follow', '--type', 'call.rining'], 'did you mean `call.ringing`'],
    [['--follow', '--seconds', '0'], '--seconds must be'],
  ])('%j is wrong usage', async (args, message) => {
    // Prepare
    const terminal = captureTerminal();
    // Act
    const status = await runEvents([...args, '--lab', lab.url], terminal);
    // Assess
    expect(status).toBe(2);
    expect(terminal.said()).toContain(message);
  });

  test('shows text from users without obeying it', () => {
    // Act
    const line = lineOf({
      'detail-type': 'call.ringing',
      time: 'now',
      detail: { eventId: 'e', callerName: 'A\u001b[2J\nB' },
    });
    // Assess
    expect(line).toBe('now  call.ringing  callerName=A\\u001b[2J\\nB\n');
  });
});
