/** The command line: `npx ringpost <command>`. Exit status: 0 ok, 1 the command failed, 2 wrong usage. */
import { readFileSync } from 'node:fs';
import { type CommandGroup, runGroup } from './frame/commandGroup.ts';
import { processTerminal, type Terminal } from './frame/terminal.ts';

/** Each command is loaded when it is called: its modules take a while. */
const ringpost: CommandGroup = {
  name: 'ringpost',
  commands: {
    lab: {
      topic: 'On this machine',
      summary: 'run everything on this machine, with a page of phones; needs no AWS or Apple account',
      run: async (args, terminal) => (await import('./commands/lab.ts')).runLab(args, terminal),
    },
    emulator: {
      topic: 'On this machine',
      summary: 'run an emulated AWS account with a fake Apple, to rehearse a deployment',
      run: async (args, terminal) => (await import('./emulator/emulator.ts')).runEmulator(args, terminal),
    },
    send: {
      topic: 'Try it',
      summary: 'send a message as a user, or explain what would happen to it',
      run: async (args, terminal) => (await import('./commands/send.ts')).runSend(args, terminal),
    },
    call: {
      topic: 'Try it',
      summary: 'call users as another user',
      run: async (args, terminal) => (await import('./commands/call.ts')).runCall(args, terminal),
    },
    push: {
      topic: 'Try it',
      summary: 'send a push that you have made yourself, to a user or to a device token',
      run: async (args, terminal) => (await import('./commands/push.ts')).runPush(args, terminal),
    },
    broadcast: {
      topic: 'Send to many',
      summary: 'send a message to all users of an app, to those with tags, or to a list; watch, stop, resume it',
      run: async (args, terminal) => (await import('./broadcasts/broadcast.ts')).runBroadcast(args, terminal),
    },
    credentials: {
      topic: 'Set up',
      summary: 'check, store and replace keys and certificates for APNs',
      run: async (args, terminal) => (await import('./credentials/credentials.ts')).runCredentials(args, terminal),
    },
    policies: {
      topic: 'Set up',
      summary: 'manage named sets of push settings for messages',
      run: async (args, terminal) => (await import('./commands/policies.ts')).runPolicies(args, terminal),
    },
    webhooks: {
      topic: 'Set up',
      summary: 'manage the addresses that events are sent to',
      run: async (args, terminal) => (await import('./commands/webhooks.ts')).runWebhooks(args, terminal),
    },
    adopt: {
      topic: 'Set up',
      summary: 'list what a removed stage left behind, for a new stack to take over',
      run: async (args, terminal) => (await import('./commands/adopt.ts')).runAdopt(args, terminal),
    },
    users: {
      topic: 'Set up',
      summary: 'export all that is stored of a user, or erase it',
      run: async (args, terminal) => (await import('./users/users.ts')).runUsers(args, terminal),
    },
    import: {
      topic: 'Move over',
      summary: 'register the devices of another provider, from its export',
      run: async (args, terminal) => (await import('./import/importCommand.ts')).runImport(args, terminal),
    },
    shadow: {
      topic: 'Move over',
      summary: 'compare what Ringpost would do with what another provider did; sends nothing',
      run: async (args, terminal) => (await import('./shadow/shadowCommand.ts')).runShadow(args, terminal),
    },
    doctor: {
      topic: 'Find out what is wrong',
      summary: 'find out what is wrong with a stage, an app or the way to a user, and how to fix it',
      run: async (args, terminal) => (await import('./doctor/doctor.ts')).runDoctor(args, terminal),
    },
    device: {
      topic: 'Find out what is wrong',
      summary: "show a user's devices, and why they are reached or not",
      run: async (args, terminal) => (await import('./commands/device.ts')).runDevice(args, terminal),
    },
    why: {
      topic: 'Find out what is wrong',
      summary: 'find out why phones have not reported a message or a call',
      run: async (args, terminal) => (await import('./commands/why.ts')).runWhy(args, terminal),
    },
    rehearse: {
      topic: 'Find out what is wrong',
      summary: 'find out which pushes of the last days other rules would have silenced; sends nothing',
      run: async (args, terminal) => (await import('./rehearse/rehearseCommand.ts')).runRehearse(args, terminal),
    },
    console: {
      topic: 'Find out what is wrong',
      summary: 'open a page on this machine that shows a stage: messages, calls, users, dead letters',
      run: async (args, terminal) => (await import('./console/consoleCommand.ts')).runConsole(args, terminal),
    },
    stats: {
      topic: 'Find out what is wrong',
      summary: 'show how much of what was sent phones have reported, by version, and how soon',
      run: async (args, terminal) => (await import('./commands/stats.ts')).runStats(args, terminal),
    },
    events: {
      topic: 'Find out what is wrong',
      summary: 'print the events of a stage or the lab as they happen',
      run: async (args, terminal) => (await import('./events/eventsCommand.ts')).runEvents(args, terminal),
    },
    dlq: {
      topic: 'Find out what is wrong',
      summary: 'list deliveries that failed for good, and put them back',
      run: async (args, terminal) => (await import('./dlq/dlq.ts')).runDlq(args, terminal),
    },
  },
  example: 'npx ringpost lab --help',
  version: () =>
    (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version,
};

/** @param args without the program's name. @returns the exit status. */
export function main(args: string[], terminal: Terminal = processTerminal): Promise<number> {
  return runGroup(ringpost, args, terminal);
}
