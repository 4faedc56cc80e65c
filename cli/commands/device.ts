/** `npx ringpost device`: the devices of a user, and why they are reached or not. */
import { writePathId } from '../../shared/platform/pathId.ts';
import { columns } from '../frame/columns.ts';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { visible } from '../frame/outsideText.ts';
import { dim, outcomeStyle } from '../frame/style.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import { type NameOfDevice, phoneNames } from './phoneNames.ts';

interface User {
  userId: string;
  online: boolean;
  devices: {
    deviceId: string;
    appId: string;
    appVersion?: string | undefined;
    osVersion?: string | undefined;
    kitVersion?: string | undefined;
    tokens: Record<string, { environment: string; state: string }>;
    message: { decision: string; rule: string };
    call: { way: string; rule?: string | undefined };
  }[];
}

const options = { 'log-out': { type: 'boolean' }, 'push-id': { type: 'string' } } as const;

const deviceCommand: CommandDefinition<typeof options> = {
  name: 'ringpost device',
  help: `Usage: ringpost device <user> [options]

Lists a user's devices with the state of their tokens, and for each the outcome that a message and a call would have
now. Exit status 1 when the user has no device.

Options:
  --push-id <id> only the device with this push ID, as its registration returned it
  --log-out      logs the user out on these devices: they get no more pushes
`,
  example: 'npx ringpost device bob --stage prod',
  options,
  args: { what: '<user>: the owner of the devices', least: 1, most: 1 },
  async run({ args: [userId = ''], options: { 'log-out': logsOut = false, 'push-id': pushId }, openStage }) {
    const stage = await openStage();
    const path = `/v1/server/users/${writePathId(userId)}`;
    const query = pushId === undefined ? '' : `?pushId=${encodeURIComponent(pushId)}`;
    const user = bodyOf<User>(await stage.callServer('GET', path + query));
    if (!logsOut) return { ok: user.devices.length > 0, document: user, text: describe(user, await phoneNames(stage)) };
    bodyOf(await stage.callServer('DELETE', `${path}/devices${query}`));
    const deviceIds = user.devices.map(({ deviceId }) => deviceId);
    return {
      ok: true,
      document: { userId, loggedOut: deviceIds },
      text: `${visible(userId)}: ${deviceIds.length === 0 ? 'has no device' : `logged out on ${deviceIds.map(visible).join(', ')}`}\n`,
    };
  },
};

function describe({ userId, online, devices }: User, nameOf: NameOfDevice): string {
  if (devices.length === 0) return `${visible(userId)} has no device\n`;
  const blocks = devices.map(({ deviceId, appId, tokens, message, call, ...facts }) => {
    const states = Object.entries(tokens)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([kind, { environment, state }]) => [dim(kind), [environment, state].map(visible).join(', ')]);
    const decisions = [
      [dim('message'), `${outcomeStyle(message.decision)(message.decision)} (${message.rule})`],
      [dim('call'), `${outcomeStyle(call.way)(call.way)}${call.rule === undefined ? '' : ` (${call.rule})`}`],
    ];
    const rows = columns([
      ...(states.length > 0 ? states : [[dim('tokens'), 'none']]),
      ...decisions,
      ...versionsOf(facts),
    ]);
    return `  ${nameOf(deviceId)} (${visible(appId)})\n${rows.replaceAll(/^/gm, '  ').trimEnd()}\n`;
  });
  const presence = online ? 'online' : 'offline';
  return `${visible(userId)} is ${outcomeStyle(presence)(presence)}\n${blocks.join('')}`;
}

/** What the app reported about itself: the first question of support. */
function versionsOf({ appVersion, osVersion, kitVersion }: Partial<User['devices'][number]>): string[][] {
  const versions = Object.entries({ app: appVersion, iOS: osVersion, kit: kitVersion });
  const known = versions.flatMap(([what, version]) => (version === undefined ? [] : [`${what} ${visible(version)}`]));
  return known.length === 0 ? [] : [[dim('version'), known.join(', ')]];
}

/** @returns the exit status. */
export function runDevice(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(deviceCommand, args, terminal);
}
