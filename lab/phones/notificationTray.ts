import type { DeliveredPush } from '../apple/apple.ts';
import { BadgeCounter, type BadgeCounterRecord } from './badgeCounter.ts';
import { asksForExtension, type MessagePush, readMessage } from './messagePush.ts';
import { allAllowed, playsSounds, quietReason, setsBadge, showsAlerts } from './notificationSettings.ts';
import { completedByExtension, importanceOf, readBadge, readNotification } from './readNotification.ts';
import { type Ring, readAlertRing, readMissedCall } from './ring.ts';
import type { PhoneView, ShownNotification } from './view.ts';

const historyLimit = 50;

/** What iOS keeps of a notification: what it shows, and the key by which a later push replaces it. */
interface KeptNotification extends ShownNotification {
  /** `apns-collapse-id`: a new push with the same one replaces this notification. */
  collapseId?: string | undefined;
  /** The ticket with which the app reports what became of the message. */
  receipt?: string | undefined;
  /** Conversation of the message: where a reply goes. */
  conversationId?: string | undefined;
  /** What the app needs to join the call that this alert rings for. */
  ring?: Ring | undefined;
  /** When that call stops ringing, in milliseconds by the phone's steady clock. */
  ringsUntilMs?: number | undefined;
  /** Until the scheduled summary. */
  isWaiting?: true | undefined;
}

/** Apple: `relevanceScore` of a notification. */
const relevanceOf = ({ relevanceScore = 0 }: ShownNotification): number => relevanceScore;

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
   * @param arrival when it came: in ISO 8601 by the phone's date, and in milliseconds by the clock that nobody sets.
   * @param isHidden the app, in the foreground, lets iOS show nothing of it.
   */
  receive(
    push: DeliveredPush,
    { at, steadyMs }: { at: string; steadyMs: number },
    settings = allAllowed,
    { isHidden = false } = {},
  ): void {
    const { payload } = push;
    const { badge } = readBadge(payload) ?? {};
    if (badge !== undefined && setsBadge(settings)) this.#badge = badge;
    const plain = showsAlerts(settings) ? readNotification(payload) : undefined;
    if (!plain) return;

    const ring = readAlertRing(payload);
    const { messageId, receipt, conversationId, isCountedByPhone } = readMessage(payload) ?? {};
    const collapseId = push.headers['apns-collapse-id'];
    const runsExtension = asksForExtension(payload);
    if (messageId !== undefined && isCountedByPhone && runsExtension) {
      const count = this.#counter.add(messageId, collapseId);
      if (setsBadge(settings)) this.#badge = count;
    }
    const read = runsExtension ? completedByExtension(plain, payload) : plain;
    const importance = importanceOf(payload, read);
    const quiet = quietReason(settings, importance);
    const { sound, ...silent } = read;
    const isHeard = quiet === undefined && (playsSounds(settings) || importance.isCritical);
    const missedCallId = readMissedCall(payload);
    const notification: ShownNotification = {
      messageId,
      ...(isHeard ? read : silent),
      ...(quiet && { quiet }),
      ...(ring && { call: { callId: ring.callId, hasVideo: ring.hasVideo } }),
      ...(missedCallId !== undefined && { missedCall: { callId: missedCallId } }),
      at,
    };
    // The notice of a recalled message replaces it, and nothing stands there twice.
    const others = this.#history.filter((shown) => !isOf(messageId)(shown));
    this.#history = [notification, ...others].slice(0, historyLimit);
    if (isHidden) return;
    const ringing = ring && { ring, ringsUntilMs: steadyMs + ring.ringSeconds * 1000 };
    const stays = collapseId ? this.#shown.filter((shown) => shown.collapseId !== collapseId) : this.#shown;
    const kept = { ...notification, ...(collapseId && { collapseId }), receipt, conversationId, ...ringing };
    this.#shown = [{ ...kept, ...(quiet === 'summary' && { isWaiting: true as const }) }, ...stays];
  }

  /** The scheduled summary comes now, with what has waited for it. The most relevant one is on top. */
  deliverSummary(): void {
    const waiting = this.#shown.filter(({ isWaiting }) => isWaiting);
    const others = this.#shown.filter(({ isWaiting }) => !isWaiting);
    const byRelevance = waiting.toSorted((one, other) => relevanceOf(other) - relevanceOf(one));
    this.#shown = [...byRelevance.map(({ isWaiting: _, ...shown }) => shown), ...others];
  }

  /** Removes one notification: the user has cleared it, or has acted on it. */
  dismiss(messageId: string): void {
    this.#shown = this.#shown.filter((shown) => !isOf(messageId)(shown));
  }

  /** The call that an alert rings for right now, if any, with what is left of its ring time. */
  ringingCall(steadyNowMs: number): Ring | undefined {
    for (const { ring, ringsUntilMs = 0 } of this.#shown) {
      if (ring && ringsUntilMs > steadyNowMs) return { ...ring, ringSeconds: (ringsUntilMs - steadyNowMs) / 1000 };
    }
    return undefined;
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
    return this.#shown.flatMap(({ messageId, receipt, conversationId }) =>
      messageId === undefined ? [] : [{ messageId, receipt, conversationId }],
    );
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
    const read = readBadge(payload);
    if (read?.isAlone) this.#counter.set(read.badge);
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

  view(): Pick<PhoneView, 'notifications' | 'waiting' | 'history' | 'badge'> {
    const notifications = this.#shown
      .filter(({ isWaiting }) => !isWaiting)
      .map(
        ({ collapseId: _id, receipt: _ticket, ring: _ring, ringsUntilMs: _until, conversationId: _to, ...shown }) =>
          shown,
      );
    const waiting = this.#shown.length - notifications.length;
    return { notifications, waiting, history: this.#history, badge: this.#badge };
  }

  record(): TrayRecord {
    return { shown: this.#shown, history: this.#history, badge: this.#badge, counter: this.#counter.record() };
  }
}
