/** The command line: `npx ringpost <command>`. Exit status: 0 ok, 1 the thing asked for failed, 2 wrong usage. */
import { type CommandGroup, runGroup } from './commandGroup.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Each is loaded when it is called: what they need takes a while. */
const ringpost: CommandGroup = {
  name: 'ringpost',
  commands: {
    lab: {
      summary: 'run everything on this machine, with a page of phones; no AWS and no Apple account',
      run: async (args, terminal) => (await import('./lab.ts')).runLab(args, terminal),
    },
    emulator: {
      summary: 'an AWS account and an Apple on this machine, to rehearse a deployment with',
      run: async (args, terminal) => (await import('./emulator/emulator.ts')).runEmulator(args, terminal),
    },
    credentials: {
      summary: 'keys and certificates for APNs: check them, store them, replace them',
      run: async (args, terminal) => (await import('./credentials/credentials.ts')).runCredentials(args, terminal),
    },
    doctor: {
      summary: 'what is wrong with a stage, an app or the way to a user, and how to mend it',
      run: async (args, terminal) => (await import('./doctor/doctor.ts')).runDoctor(args, terminal),
    },
    send: {
      summary: 'send a message in the name of a user, or explain what would become of it',
      run: async (args, terminal) => (await import('./send.ts')).runSend(args, terminal),
    },
    call: {
      summary: 'ring somebody in the name of a user',
      run: async (args, terminal) => (await import('./call.ts')).runCall(args, terminal),
    },
    device: {
      summary: "a user's devices, and why they are reached or not",
      run: async (args, terminal) => (await import('./device.ts')).runDevice(args, terminal),
    },
    policies: {
      summary: 'named sets of push settings, which messages use',
      run: async (args, terminal) => (await import('./policies.ts')).runPolicies(args, terminal),
    },
    dlq: {
      summary: 'deliveries that could not be worked on: list them, and put them back',
      run: async (args, terminal) => (await import('./dlq/dlq.ts')).runDlq(args, terminal),
    },
    adopt: {
      summary: 'what a removed stage has left behind, for a new stack to take over',
      run: async (args, terminal) => (await import('./adopt.ts')).runAdopt(args, terminal),
    },
  },
  example: 'npx ringpost lab --help',
};

/** @param args without the program's own name. @returns the exit status. */
export function main(args: string[], terminal: Terminal = processTerminal): Promise<number> {
  return runGroup(ringpost, args, terminal);
}
