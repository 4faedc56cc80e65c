/** `npx ringpost call`: rings a user on behalf of another, to see whether the phones ring. */
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import { outcomeStyle } from '../frame/style.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import { phoneNames } from './phoneNames.ts';
import { type ShownTarget, targetLines } from './targetLines.ts';

interface Call {
  callId: string;
  state: string;
  expiresAt: string;
  targets?: ShownTarget[] | undefined;
}

const options = {
  from: { type: 'string' },
  to: { type: 'string', multiple: true },
  name: { type: 'string' },
  video: { type: 'boolean' },
  'timeout-seconds': { type: 'string' },
} as const;

const callCommand: CommandDefinition<typeof options> = {
  name: 'ringpost call',
  help: `Usage: ringpost call --from <user> --to <user> … [options]

Rings all phones of a user, or of several, and prints the outcome of each push. Exit status 1 when no phone rings.

Options:
  --from <user>  the caller
  --to <user>    the callee; may be repeated
  --name <name>  the caller's name on the phone (default: the nickname of the profile)
  --video        a video call
  --timeout-seconds <n>
                 how long it rings (default 60)
`,
  example: 'npx ringpost call --lab --from alice --to bob --name Alice --timeout-seconds 20',
  options,
  async run({ options: { from, to = [], name, video = false, 'timeout-seconds': timeout }, openStage }) {
    if (from === undefined) throw new WrongUsage('missing --from <user>: the caller');
    const [only, ...others] = to;
    if (only === undefined) throw new WrongUsage('missing --to <user>: the callee');
    if (timeout !== undefined && !/^\d+$/.test(timeout)) {
      throw new WrongUsage(`--timeout-seconds must be a whole number, not \`${timeout}\``);
    }
    const stage = await openStage();
    const call = bodyOf<Call>(
      await stage.callServer('POST', '/v1/server/calls', {
        from,
        to: others.length === 0 ? { userId: only } : { userIds: to },
        callerName: name,
        hasVideo: video,
        timeoutSeconds: timeout === undefined ? undefined : Number(timeout),
      }),
    );
    const targets = targetLines(call.targets ?? [], await phoneNames(stage));
    const text = `call ${call.callId}: ${outcomeStyle(call.state)(call.state)} until ${call.expiresAt}\n${targets}`;
    return { ok: call.state === 'ringing', document: call, text };
  },
};

/** @returns the exit status. */
export function runCall(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(callCommand, args, terminal);
}
