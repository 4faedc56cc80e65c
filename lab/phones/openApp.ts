import { wordsFor } from '../../shared/content/languages/languages.ts';
import type { MessageElement } from './announcement.ts';
import type { AppApi } from './appApi.ts';
import type { AppCalls } from './appCalls.ts';
import type { PhoneBrain } from './brain.ts';
import type { NotificationTray } from './notificationTray.ts';
import type { Ring } from './ring.ts';
import type { ShownNotification } from './view.ts';

/** A message as the app's own connection brings it: with its content, and without any reference to a push. */
export interface OpenAppMessage {
  messageId: string;
  from: string;
  /** Group nickname or nickname; empty if the sender has none. */
  sender: string;
  /** Name of the group that it was written to. */
  group?: string | undefined;
  elements: readonly MessageElement[];
  /** ISO 8601, UTC. */
  at: string;
}

/** Its line in the conversation. @param locale the phone's. */
export function bubbleOf(
  { messageId, sender, group, elements, at }: OpenAppMessage,
  locale: string,
): ShownNotification {
  const { voice, image, file } = wordsFor(locale);
  const labels: Readonly<Record<string, string>> = { voice, image, file };
  const body = elements.map(({ type, text }) => text ?? labels[type] ?? '').join('');
  const who = group === undefined ? sender : `${sender}(${group})`;
  return { messageId, body: who === '' ? body : `${who}:${body}`, at };
}

/** What the app finds on its own connection when it comes to the foreground. */
export interface AppConnection {
  messages(): readonly OpenAppMessage[];
  rings(): readonly Ring[];
}

export interface OpenAppPorts {
  userId?: string | undefined;
  deviceId: string;
  /** Without it nobody is logged in to the app. */
  api: AppApi | undefined;
  /** Without it there is no connection. */
  own: AppConnection | undefined;
  tray: NotificationTray;
  calls(): PhoneBrain['calls'];
  appCalls(): AppCalls;
  isOpen(): boolean;
  locale(): string;
  onChange(): void;
}

/** The app in the foreground: what its own connection brings, without a push. */
export class OpenApp {
  readonly #ports: OpenAppPorts;

  constructor(ports: OpenAppPorts) {
    this.#ports = ports;
  }

  /** The app is opened, or the network is back: it reads what it has missed. */
  async catchUp(): Promise<void> {
    const { own, isOpen } = this.#ports;
    if (!own || !isOpen()) return;
    await Promise.all([this.hearMessages(own.messages()), ...own.rings().map((ring) => this.hearCall(ring))]);
  }

  /** Messages go into the conversation of the app, without a notification. */
  async hearMessages(messages: readonly OpenAppMessage[]): Promise<void> {
    const { api, tray, locale, onChange } = this.#ports;
    const blocked = messages.length === 0 ? [] : ((await api?.readBlocks()) ?? []);
    const wanted = messages.filter(({ from }) => !blocked.includes(from));
    tray.keep(wanted.map((message) => bubbleOf(message, locale())));
    onChange();
  }

  hearRecall(messageId: string): void {
    this.#ports.tray.withdraw(messageId);
    this.#ports.onChange();
  }

  /** The app shows a call if it still rings here. */
  async hearCall(ring: Ring): Promise<void> {
    const { api, userId, deviceId, calls, isOpen } = this.#ports;
    const answer = await api?.readCall(ring.callId, deviceId);
    if (!answer?.ok || answer.value.endedReason !== undefined || !isOpen()) return;
    const { state, participants = [] } = answer.value;
    const own = participants.find((participant) => participant.userId === userId)?.state ?? state;
    if (own === 'ringing') calls().join(ring);
  }

  /** The app follows a call that its user has started. @returns false if the phone is in another call. */
  followCall(call: Ring): boolean {
    return this.#ports.isOpen() && this.#ports.calls().place?.(call) === true;
  }

  isIn(callId: string): boolean {
    return this.#ports.appCalls().shown.some((call) => call.callId === callId);
  }
}
