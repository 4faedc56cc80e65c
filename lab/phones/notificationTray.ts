import type { DeliveredPush } from '../apple/apple.ts';
import type { ShownNotification } from './view.ts';

const historyLimit = 50;

/** What iOS keeps of a notification: what it shows, and what lets a later push take its place. */
interface KeptNotification extends ShownNotification {
  /** `apns-collapse-id`: a new push with the same one replaces this notification. */
  collapseId?: string;
}

/** All that a phone's notifications are, as `--data` keeps it. */
export interface TrayRecord {
  shown: KeptNotification[];
  history: ShownNotification[];
  badge: number;
}

/** Notification Centre and the app icon's badge of one app on one phone. */
export class NotificationTray {
  #shown: KeptNotification[];
  #history: ShownNotification[];
  #badge: number;

  constructor(record: TrayRecord = { shown: [], history: [], badge: 0 }) {
    this.#shown = record.shown;
    this.#history = record.history;
    this.#badge = record.badge;
  }

  /** Shows an alert push as iOS does: the text when there is one, the badge when `aps.badge` says one. */
  receive(push: DeliveredPush, at: string): void {
    const { aps } = push.payload;
    const { alert, badge, sound, 'thread-id': threadId } = asRecord(aps);
    if (typeof badge === 'number') this.#badge = badge;
    const text = readAlert(alert);
    if (!text) return;

    const notification: ShownNotification = {
      ...text,
      ...readSound(sound),
      ...(typeof threadId === 'string' && { threadId }),
      at,
    };
    const collapseId = push.headers['apns-collapse-id'];
    const others = collapseId ? this.#shown.filter((shown) => shown.collapseId !== collapseId) : this.#shown;
    this.#shown = [collapseId ? { ...notification, collapseId } : notification, ...others];
    this.#history = [notification, ...this.#history].slice(0, historyLimit);
  }

  /** Wipes Notification Centre. The badge is the app's and stays. */
  clear(): void {
    this.#shown = [];
  }

  /** What an app does when it comes to the foreground: its notifications are seen, so they and the badge go. */
  markSeen(): void {
    this.#shown = [];
    this.#badge = 0;
  }

  /** The app is gone, and all that belongs to it. */
  forget(): void {
    this.markSeen();
    this.#history = [];
  }

  view(): { notifications: ShownNotification[]; history: ShownNotification[]; badge: number } {
    const notifications = this.#shown.map(({ collapseId: _, ...shown }) => shown);
    return { notifications, history: this.#history, badge: this.#badge };
  }

  record(): TrayRecord {
    return { shown: this.#shown, history: this.#history, badge: this.#badge };
  }
}

/** `aps.alert`: a text, or a dictionary (apns-facts.md section 5). Undefined: nothing is shown. */
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

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
