import type { CommandDefinition } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import { type Broadcast, broadcastText } from './broadcastView.ts';
import { followBroadcast } from './follow.ts';

const options = {
  app: { type: 'string' },
  all: { type: 'boolean' },
  tag: { type: 'string', multiple: true },
  'not-tag': { type: 'string', multiple: true },
  user: { type: 'string', multiple: true },
  text: { type: 'string' },
  title: { type: 'string' },
  sound: { type: 'string' },
  policy: { type: 'string' },
  name: { type: 'string' },
  at: { type: 'string' },
  'respect-quiet-hours': { type: 'boolean' },
  follow: { type: 'boolean' },
} as const;

export const sendCommand: CommandDefinition<typeof options> = {
  name: 'ringpost broadcast send',
  help: `Usage: ringpost broadcast send --app <bundleId> (--all | --tag <tag> … | --user <user> …) --text <text> [options]

Starts a broadcast, or schedules it.

Options:
  --app <bundleId> the app
  --all            all its users
  --tag <tag>      users with one of these tags; may be repeated
  --not-tag <tag>  only users without this tag; may be repeated
  --user <user>    this user; may be repeated
  --text <text>    the text
  --title <text>   a title above the text
  --sound <name>   none, default, or a sound file of the app
  --policy <id>    the policy to use
  --name <name>    a name for people
  --at <time>      when it begins, such as 2026-12-24T17:00:00Z; without it at once
  --respect-quiet-hours
                   users in their quiet hours get it when these end
  --follow         show the progress until it is finished
`,
  example: 'npx ringpost broadcast send --app com.example.chat --all --text "Group calls are here." --follow',
  options,
  async run({ options: given, openStage, terminal }) {
    const { app, text, title, sound, policy, name, at, follow = false } = given;
    if (app === undefined) throw new WrongUsage('missing --app <bundleId>: the app');
    if (text === undefined) throw new WrongUsage('missing --text <text>: what the broadcast says');
    const body = {
      appId: app,
      name,
      audience: audienceOf(given),
      sendAt: at,
      respectQuietHours: given['respect-quiet-hours'],
      message: { offlinePush: { desc: text, title, sound, policyId: policy } },
    };
    const stage = await openStage();
    const created = bodyOf<Pick<Broadcast, 'broadcastId' | 'state'>>(
      await stage.callServer('POST', '/v1/server/broadcasts', body),
    );
    const line = `broadcast ${created.broadcastId}: ${created.state}\n`;
    if (!follow) return { ok: true, document: created, text: line };
    terminal.say(line.trimEnd());
    const broadcast = await followBroadcast(stage, terminal, created.broadcastId);
    return { ok: broadcast.state === 'finished', document: broadcast, text: broadcastText(broadcast) };
  },
};

type Audience = { all?: boolean; tag?: string[]; 'not-tag'?: string[]; user?: string[] };

function audienceOf({ all = false, tag, 'not-tag': none, user }: Audience) {
  const hasTags = tag !== undefined || none !== undefined;
  if ([all, hasTags, user !== undefined].filter(Boolean).length !== 1) {
    throw new WrongUsage('give --all, or --tag and --not-tag, or --user: the audience');
  }
  if (all) return { all };
  return user === undefined ? { tags: { any: tag, none } } : { userIds: user };
}
