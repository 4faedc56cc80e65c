import type { BrainPorts, PhoneBrain } from '../brain.ts';
import type { CallButton } from '../phoneCalls.ts';
import type { StoppedRing } from '../ring.ts';
import { type CallView, isOver } from '../view.ts';
import { type KitCommand, type KitMessage, KitProcess } from './kitProcess.ts';

export interface KitBrainOptions {
  /** The program, with its arguments but the last. */
  command: readonly string[];
  /** Origin of the lab. Asked for when a process starts. */
  origin(): string;
  /** Where the app keeps its files. */
  folder: string;
}

/**
 * The kit as the app of a phone: its sources as a process, which the phone starts, hands pushes, and kills. What the phone
 * shows of a call is what the kit has reported to the stand-in of CallKit.
 */
export function kitBrain(ports: BrainPorts, options: KitBrainOptions): PhoneBrain {
  let app: KitProcess | undefined;
  let shown: CallView | undefined;
  let registration: { registered: boolean; problem?: string } = { registered: false };
  let isNetworkOn = true;
  let isStopped = false;

  function take(message: KitMessage): void {
    if (isStopped) return;
    if ('call' in message) {
      const { endedReason, answeredAt, endedAt, ...call } = message.call;
      shown = {
        ...call,
        ...(endedReason !== undefined && { endedReason }),
        ...(answeredAt !== undefined && { answeredAt }),
        ...(endedAt !== undefined && { endedAt }),
      };
    }
    if ('registration' in message) {
      const { registered, problem } = message.registration;
      registration = { registered, ...(problem !== undefined && { problem }) };
    }
    if ('killed' in message) ports.onMissedReport();
    ports.onChange();
  }

  async function send(command: KitCommand): Promise<void> {
    if (isStopped) return;
    if (!app || app.isOver) {
      const config = {
        ...ports.registration(),
        origin: options.origin(),
        deviceId: ports.deviceId,
        ...(ports.userId !== undefined && { userId: ports.userId }),
        folder: options.folder,
        isNetworkOn,
        clockErrorMs: ports.clockErrorMs(),
      };
      app = new KitProcess(options.command, config, take, (why) => {
        if (isStopped) return;
        process.stderr.write(`ringpost: the app of device ${ports.deviceId} has crashed: ${why}\n`);
        die();
        ports.onChange();
      });
    }
    await app.send(command);
  }

  function die(): void {
    app?.kill();
    app = undefined;
    if (shown && !isOver(shown)) {
      // CallKit ends the calls of an app that is gone.
      shown = { ...shown, state: 'failed', endedReason: 1, endedAt: new Date(ports.clock.nowMs()).toISOString() };
    }
  }

  function stop(): void {
    isStopped = true;
    app?.discard();
  }

  const register = () => send({ do: 'register', facts: ports.registration() });
  const ifRunning = async (command: KitCommand) => {
    if (app && !app.isOver) await send(command);
  };
  return {
    link: ports.api && {
      get registration() {
        return registration;
      },
      register,
      enterForeground: async (previousUnreadCount) => {
        await register();
        await send({ do: 'foreground', previousUnreadCount });
      },
      enterBackground: () => send({ do: 'background' }),
      catchUp: () => ifRunning({ do: 'wake' }),
      appDied: die,
      stop,
    },
    calls: {
      get shown() {
        return shown;
      },
      get hasActiveCall() {
        return shown !== undefined && !isOver(shown);
      },
      // Pushes go to the app's own PushKit; a ring of an alert is the app's own affair.
      report() {},
      join() {},
      press: (button: CallButton) => send({ do: 'press', button }),
      hear: (stopped: StoppedRing) => void ifRunning({ do: 'stopped', ...stopped }),
      catchUp: () => ifRunning({ do: 'wake' }),
      clear() {
        if (shown && isOver(shown)) shown = undefined;
      },
      forget() {
        app?.discard();
        die();
        shown = undefined;
      },
      appDied: die,
      stop,
    },
    receipts: {
      note({ messageId, receipt: ticket }, ...events) {
        for (const event of events) void send({ do: 'receipt', messageId, event, ticket });
      },
      say: () => ifRunning({ do: 'wake' }),
      stop,
    },
    takeVoip: (payload, mustReport) => void send({ do: 'push', payload, mustReport }),
    setNetwork(isOn) {
      isNetworkOn = isOn;
      void ifRunning({ do: 'network', isOn });
    },
    setClock: (clockErrorMs) => void ifRunning({ do: 'clock', clockErrorMs }),
  };
}
