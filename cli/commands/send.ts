/** `npx ringpost send`: sends a message as a user, to see whether and how it arrives. */
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import { visible } from '../frame/outsideText.ts';
import { outcomeStyle } from '../frame/style.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import { type NameOfDevice, phoneNames } from './phoneNames.ts';
import { type ShownTarget, targetLines } from './targetLines.ts';

interface Sent {
  messageId: string;
  targets: ShownTarget[];
  summary: Record<'accepted' | 'skipped' | 'rejected' | 'failed' | 'retrying', number>;
}

interface Explained {
  targets: {
    userId: string;
    deviceId?: string | undefined;
    decision: string;
    rule: string;
    bytes?: number | undefined;
    payload?: unknown;
  }[];
}

const options = {
  from: { type: 'string' },
  to: { type: 'string', multiple: true },
  group: { type: 'string' },
  text: { type: 'string' },
  title: { type: 'string' },
  sound: { type: 'string' },
  policy: { type: 'string' },
  explain: { type: 'boolean' },
} as const;

const sendCommand: CommandDefinition<typeof options> = {
  name: 'ringpost send',
  help: `Usage: ringpost send --from <user> (--to <user> … | --group <group>) --text <text> [options]

Sends a message and prints the outcome of each target. Exit status 1 if nobody was reached.

Options:
  --from <user>  the sender
  --to <user>    a recipient; may be repeated
  --group <id>   the members of a group as recipients instead
  --text <text>  the text of the message
  --title <text> a title above the text
  --sound <name> none, default, or a sound file of the app
  --policy <id>  the policy to use
  --explain      send nothing; print what would happen for each device, and why
`,
  example: 'npx ringpost send --lab --from alice --to bob --text "Are you there?"',
  options,
  async run({ options: { from, to = [], group, text, title, sound, policy, explain = false }, openStage }) {
    if (from === undefined) throw new WrongUsage('missing --from <user>: the sender');
    if (text === undefined) throw new WrongUsage('missing --text <text>: what the message says');
    if (to.length > 0 === (group !== undefined))
      throw new WrongUsage('give --to <user> or --group <group>: the recipients');
    const message = {
      from,
      to: group === undefined ? { userIds: to } : { groupId: group },
      elements: [{ type: 'text', text }],
      offlinePush: { title, sound, policyId: policy },
    };
    const stage = await openStage();
    const path = `/v1/server/messages${explain ? '?explain=true' : ''}`;
    const answer = await stage.callServer('POST', path, message);
    const nameOf = await phoneNames(stage);
    return explain ? explained(bodyOf<Explained>(answer), nameOf) : sent(bodyOf<Sent>(answer), nameOf);
  },
};

function sent(result: Sent, nameOf: NameOfDevice) {
  const { accepted, retrying } = result.summary;
  const counts = Object.entries(result.summary).filter(([, count]) => count > 0);
  const summary = counts.map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'no target';
  const text = `message ${result.messageId}: ${summary}\n${targetLines(result.targets ?? [], nameOf)}`;
  return { ok: accepted + retrying > 0, document: result, text };
}

function explained(explanation: Explained, nameOf: NameOfDevice) {
  const lines = explanation.targets.map(({ userId, deviceId, decision, rule, bytes, payload }) => {
    const what = payload === undefined ? '' : `, ${bytes} bytes\n    ${JSON.stringify(payload)}`;
    const who = deviceId === undefined ? visible(userId) : `${visible(userId)} ${nameOf(deviceId)}`;
    return `  ${who}: ${outcomeStyle(decision)(decision)} (${rule})${what}\n`;
  });
  return { ok: true, document: explanation, text: `nothing was sent; this would happen\n${lines.join('')}` };
}

/** @returns the exit status. */
export function runSend(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(sendCommand, args, terminal);
}
