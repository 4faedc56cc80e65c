/** `npx ringpost why`: why phones have not reported a message or a call. */
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { visible } from '../frame/outsideText.ts';
import { bold, dim } from '../frame/style.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { ServerAnswer } from '../stage/serverCaller.ts';
import { type NameOfDevice, phoneNames } from './phoneNames.ts';
import { type Replay, replayText } from './replayText.ts';

interface SilentTarget {
  userId: string;
  deviceId?: string | undefined;
  kind?: string | undefined;
  cause: string;
  confidence: string;
  evidence: { fact: string; at?: string | undefined }[];
}

const options = { user: { type: 'string' } } as const;

const whyCommand: CommandDefinition<typeof options> = {
  name: 'ringpost why',
  help: `Usage: ringpost why <messageId|callId> [options]

Says for each phone that has not reported a message or a call what the likeliest cause is, how sure that is, and which
stored facts support it. Exit status 1 when there is no such message or call.

Options:
  --user <user>  only the phones of this user; of a message, also decides again on them, from what was kept when it
                 was sent
`,
  example: 'npx ringpost why 0b0f2a8e-6c1d-4f5e-9a37-2f1f0c9b7d11 --user bob --stage prod',
  options,
  args: { what: '<messageId|callId>: the ID that the send or the call returned', least: 1, most: 1 },
  async run({ args: [id = ''], options: { user }, openStage }) {
    const stage = await openStage();
    const path = encodeURIComponent(id);
    const query = user === undefined ? '' : `?userId=${encodeURIComponent(user)}`;
    const message = await stage.callServer('GET', `/v1/server/messages/${path}${query}`);
    const isCall = isUnknown(message);
    const found = isCall ? await stage.callServer('GET', `/v1/server/calls/${path}`) : message;
    const { silence, replay } = bodyOf<{ silence: SilentTarget[]; replay?: Replay }>(found);
    const asked = silence.filter(({ userId }) => user === undefined || userId === user);
    const document = { [isCall ? 'callId' : 'messageId']: id, silence: asked, replay };
    const nameOf = await phoneNames(stage);
    const text = asked.length === 0 ? withoutVerdict(isCall, user) : describe(asked, nameOf);
    return { ok: true, document, text: `${text}${replay === undefined ? '' : replayText(replay, nameOf)}` };
  },
};

function isUnknown({ status, body }: ServerAnswer): boolean {
  return (
    status === 404 && typeof body === 'object' && body !== null && 'code' in body && body.code === 'unknown_message'
  );
}

function withoutVerdict(isCall: boolean, user: string | undefined): string {
  const what = isCall ? 'call' : 'message';
  if (user === undefined) return `every listed phone has reported the ${what}\n`;
  return `no verdict on ${visible(user)}: the ${what} does not list this user, or the user's phones have reported it\n`;
}

function describe(silence: readonly SilentTarget[], nameOf: NameOfDevice): string {
  return silence
    .map(({ userId, deviceId, kind, cause, confidence, evidence }) => {
      const phone = deviceId === undefined ? '' : ` ${nameOf(deviceId)}`;
      const push = kind === undefined ? '' : ` (${visible(kind)})`;
      const facts = evidence.map(({ fact, at }) => `  ${visible(fact)}${at === undefined ? '' : dim(` ${at}`)}\n`);
      const said = cause === 'unknown' ? cause : `${cause}, ${confidence}`;
      return `${visible(userId)}${phone}${push}: ${bold(visible(said))}\n${facts.join('')}`;
    })
    .join('');
}

/** @returns the exit status. */
export function runWhy(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(whyCommand, args, terminal);
}
