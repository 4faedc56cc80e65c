import type { DeliveredPush } from '../apple/apple.ts';
import { BadgeCounter, type BadgeCounterRecord } from './badgeCounter.ts';
import { asksForExtension, type MessagePush, readMessage } from './messagePush.ts';
import { type Ring, readAlertRing, readMissedCall } from './ring.ts';
import type { ShownNotification } from './view.ts';

const historyLimit = 50;

/** What iOS keeps of a notification: what it shows, and the key by which a later push replaces it. */
interface KeptNotification extends ShownNotification {
  /** `apns-collapse-id`: a new push with the same one replaces this notification. */
  collapseId?: string | undefined;
  /** The ticket with which the app reports what became of the message. */
  receipt?: string | undefined;
  /** What the app needs to join the call that this alert rings for. */
  ring?: Ring | undefined;
}

/** What the app keeps of a message, so that its sender can recall it. */
const isOf =
  (messageId: string | undefined) =>
  (shown: ShownNotification): boolean =>
    messageId !== undefined && shown.messageId === messageId;

/** Everything about a phone's notifications, as `--data` stores it. */
export interface TrayRecord {
  shown: KeptNotification[];
  history: ShownNotification[];
  badge: number;
  /** Absent in the data of earlier versions. */
  counter?: BadgeCounterRecord | undefined;
}

/** Notification Centre and the app icon's badge of one app on one phone. */
export class NotificationTray {
  #shown: KeptNotification[];
  #history: ShownNotification[];
  #badge: number;
  #counter: BadgeCounter;

  constructor(record: TrayRecord = { shown: [], history: [], badge: 0 }) {
    this.#shown = record.shown;
    this.#history = record.history;
    this.#badge = record.badge;
    this.#counter = new BadgeCounter(record.counter);
  }

  /**
   * Shows an alert push as iOS does: the text if there is one, the badge if `aps.badge` sets one, or if the app's extension
   * counts the message.
   * @param isHidden the app, in the foreground, lets iOS show nothing of it.
   * @param focus a Focus is on.
   */
  receive(push: DeliveredPush, at: string, { isHidden = false, focus = false } = {}): void {
    const { aps } = push.payload;
    const { alert, badge, sound, 'thread-id': threadId, 'interruption-level': level } = asRecord(aps);
    if (typeof badge === 'number') this.#badge = badge;
    const text = readAlert(alert);
    if (!text) return;

    const ring = readAlertRing(push.payload);
    const { messageId, receipt, isCountedByPhone } = readMessage(push.payload) ?? {};
    const collapseId = push.headers['apns-collapse-id'];
    if (messageId !== undefined && isCountedByPhone && asksForExtension(push.payload)) {
      this.#badge = this.#counter.add(messageId, collapseId);
    }
    const missedCallId = readMissedCall(push.payload);
    const notification: ShownNotification = {
      messageId,
      ...text,
      ...readSound(sound),
      ...(typeof threadId === 'string' && { threadId }),
      ...(typeof level === 'string' && { interruptionLevel: level }),
      ...(focus && !breaksThrough(level) && { isQuiet: true as const }),
      ...(ring && { call: { callId: ring.callId, hasVideo: ring.hasVideo } }),
      ...(missedCallId !== undefined && { missedCall: { callId: missedCallId } }),
      at,
    };
    // The notice of a recalled message replaces it, and nothing stands there twice.
    const others = this.#history.filter((shown) => !isOf(messageId)(shown));
    this.#history = [notification, ...others].slice(0, historyLimit);
    if (isHidden) return;
    const stays = collapseId ? this.#shown.filter((shown) => shown.collapseId !== collapseId) : this.#shown;
    this.#shown = [{ ...notification, ...(collapseId && { collapseId }), receipt, ring }, ...stays];
  }

  /** The call that an alert rings for right now, if any. */
  ringingCall(nowMs: number): Ring | undefined {
    return this.#shown.find(({ ring }) => ring !== undefined && ring.expiresAt * 1000 > nowMs)?.ring;
  }

  /** Removes the alerts of a call: the app knows that it is over. */
  withdrawCall(callId: string): void {
    this.#shown = this.#shown.filter(({ ring }) => ring?.callId !== callId);
  }

  /** Puts messages from the app's own connection into its conversation, unless they are already there. */
  keep(messages: readonly ShownNotification[]): void {
    const added = messages.filter(({ messageId }) => !this.#history.some(isOf(messageId)));
    const all = [...added, ...this.#history].toSorted((one, other) => other.at.localeCompare(one.at));
    this.#history = all.slice(0, historyLimit);
  }

  /** Removes a recalled message: its notification, and from the app's conversation. */
  withdraw(messageId: string): void {
    this.#shown = this.#shown.filter((shown) => !isOf(messageId)(shown));
    this.#history = this.#history.filter((shown) => !isOf(messageId)(shown));
  }

  /** The shown messages, newest first. */
  messages(): MessagePush[] {
    return this.#shown.flatMap(({ messageId, receipt }) => (messageId === undefined ? [] : [{ messageId, receipt }]));
  }

  /** @returns undefined if the phone does not show it. */
  message(messageId: string): MessagePush | undefined {
    return this.messages().find((shown) => shown.messageId === messageId);
  }

  /** Clears Notification Centre. The badge belongs to the app and stays. */
  clear(): void {
    this.#shown = [];
  }

  /** What the app itself has counted. Undefined on a phone that has not counted any message. */
  get counted(): number | undefined {
    return this.#counter.count;
  }

  /** The app is woken by a push that only sets the badge: its user has read on another phone. */
  hearBadge({ payload }: DeliveredPush): void {
    const { alert, badge } = asRecord(payload['aps']);
    if (alert === undefined && typeof badge === 'number') this.#counter.set(badge);
  }

  /** What an app does when it comes to the foreground: its notifications are seen, so they and the badge go. */
  markSeen(): void {
    this.#shown = [];
    this.#badge = 0;
    this.#counter.set(0);
  }

  /** The app is gone, and everything that belongs to it. */
  forget(): void {
    this.markSeen();
    this.#counter = new BadgeCounter();
    this.#history = [];
  }

  view(): { notifications: ShownNotification[]; history: ShownNotification[]; badge: number } {
    const notifications = this.#shown.map(({ collapseId: _id, receipt: _ticket, ring: _ring, ...shown }) => shown);
    return { notifications, history: this.#history, badge: this.#badge };
  }

  record(): TrayRecord {
    return { shown: this.#shown, history: this.#history, badge: this.#badge, counter: this.#counter.record() };
  }
}

/** `aps.alert`: a text, or a dictionary (Apple, "Generating a remote notification"). Undefined: nothing is shown. */
function readAlert(alert: unknown): Pick<ShownNotification, 'title' | 'subtitle' | 'body'> | undefined {
  if (typeof alert === 'string') return { body: alert };
  const { title, subtitle, body } = asRecord(alert);
  if (typeof title !== 'string' && typeof subtitle !== 'string' && typeof body !== 'string') return undefined;
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof subtitle === 'string' && { subtitle }),
    body: typeof body === 'string' ? body : '',
  };
}

/** `aps.sound` is a name, or a dictionary for critical alerts. */
function readSound(sound: unknown): Pick<ShownNotification, 'sound'> {
  const { name } = typeof sound === 'string' ? { name: sound } : asRecord(sound);
  return typeof name === 'string' ? { sound: name } : {};
}

/** Apple: "UNNotificationInterruptionLevel". */
const breaksThrough = (level: unknown): boolean => level === 'time-sensitive' || level === 'critical';

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
