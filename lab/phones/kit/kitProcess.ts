import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { callStates } from '../../../shared/calls/rules/callState.ts';
import type { EndedReason } from '../../../shared/calls/rules/endedReason.ts';
import type { AppRegistration } from '../brain.ts';

/** What the app's process is started with. */
export interface KitConfig extends AppRegistration {
  /** Origin of the lab, whose API and tokens the app uses. */
  origin: string;
  deviceId: string;
  userId?: string | undefined;
  /** Where the app keeps its files. */
  folder: string;
  isNetworkOn: boolean;
  clockErrorMs: number;
}

/** What the process is sent, one JSON document a line. */
export type KitCommand =
  | { do: 'push'; payload: Record<string, unknown>; mustReport: boolean }
  | { do: 'stopped'; callId: string; state: string; endedReason: EndedReason }
  | { do: 'press'; button: string }
  | { do: 'register'; facts: AppRegistration }
  | { do: 'foreground'; previousUnreadCount?: number | undefined }
  | { do: 'background' }
  | { do: 'network'; isOn: boolean }
  | { do: 'clock'; clockErrorMs: number }
  | { do: 'receipt'; messageId: string; event: string; ticket?: string | undefined }
  | { do: 'wake' }
  | { do: 'die' | 'discard' };

const callSchema = z.object({
  callId: z.string(),
  state: z.enum(callStates),
  endedReason: z.optional(z.literal([1, 2, 3, 4, 5] satisfies EndedReason[])),
  callerName: z.string(),
  hasVideo: z.boolean(),
  handle: z.object({ type: z.string(), value: z.string() }),
  muted: z.boolean(),
  held: z.boolean(),
  supportsHolding: z.boolean(),
  expiresAt: z.number(),
  answeredAt: z.optional(z.string()),
  endedAt: z.optional(z.string()),
});

const messageSchema = z.union([
  z.object({ call: callSchema }),
  z.object({ registration: z.object({ registered: z.boolean(), problem: z.optional(z.string()) }) }),
  /** Number of the command that is carried out. */
  z.object({ done: z.number() }),
  /** iOS would have ended the process: why. */
  z.object({ killed: z.string() }),
]);

/** What the process says. */
export type KitMessage = z.infer<typeof messageSchema>;

/** How long a command may take. The app tries again for some seconds when it gets no answer. */
const commandLimitMs = 30_000;

/** The app of one phone, as a process of the kit's own sources. It ends with its standard input. */
export class KitProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, () => void>();
  #commands = 0;
  #isOver = false;

  /** @param onCrash when the process has ended by itself. */
  constructor(
    command: readonly string[],
    config: KitConfig,
    onMessage: (message: KitMessage) => void,
    onCrash: (why: string) => void,
  ) {
    const [program = '', ...args] = command;
    this.#child = spawn(program, [...args, JSON.stringify(config)], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    const crashed = (why: string) => {
      if (this.#isOver) return;
      this.#end();
      onCrash(why);
    };
    this.#child.on('error', ({ message }) => crashed(message));
    this.#child.on('close', (status, signal) => crashed(`it ended with ${signal ?? `status ${status}`}`));
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      if (this.#isOver) return;
      const message = messageSchema.parse(JSON.parse(line));
      if ('done' in message) this.#waiting.get(message.done)?.();
      else onMessage(message);
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** @returns once the app has carried it out, has died, or takes too long. */
  send(command: KitCommand): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    this.#commands += 1;
    const number = this.#commands;
    this.#child.stdin.write(`${JSON.stringify({ ...command, number })}\n`);
    return new Promise((resolve) => {
      const timer = setTimeout(finish, commandLimitMs);
      timer.unref();
      const waiting = this.#waiting;
      function finish() {
        clearTimeout(timer);
        waiting.delete(number);
        resolve();
      }
      waiting.set(number, finish);
    });
  }

  /** The process ends at once, in the middle of whatever it does. What it has written stays for the next one. */
  kill(): void {
    this.#endBy('die');
  }

  /** The process ends, and its files go. */
  discard(): void {
    this.#endBy('discard');
  }

  #endBy(command: 'die' | 'discard'): void {
    if (this.#isOver) return;
    void this.send({ do: command });
    this.#child.stdin.end();
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    for (const finish of [...this.#waiting.values()]) finish();
  }
}
