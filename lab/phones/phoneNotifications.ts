import type { DeliveredPush } from '../apple/apple.ts';
import type { AppApi } from './appApi.ts';
import type { PhoneBrain } from './brain.ts';
import { asksForApp, asksForExtension, readMessage, readRecall } from './messagePush.ts';
import { type NotificationSettings, showsAlerts } from './notificationSettings.ts';
import type { NotificationTray } from './notificationTray.ts';
import type { PhoneClock } from './phoneClock.ts';
import { readReportedRing, readStoppedRing } from './ring.ts';
import { type AppState, appCategories, type NotificationResponse } from './view.ts';

export interface PhoneNotificationsPorts {
  clock: Pick<PhoneClock, 'nowMs' | 'steadyNowMs'>;
  tray: NotificationTray;
  receipts(): PhoneBrain['receipts'];
  /** Without it nobody is logged in to the app. */
  api: Pick<AppApi, 'sendMessage' | 'muteConversation'> | undefined;
  now(): NotificationSettings & { state: AppState };
  /** iOS starts the app's process in the background, unless it runs. */
  launchApp(): void;
}

/** The notifications of the app on one phone: what arrives, and what the user does with it. */
export class PhoneNotifications {
  readonly #ports: PhoneNotificationsPorts;

  constructor(ports: PhoneNotificationsPorts) {
    this.#ports = ports;
  }

  /** What iOS shows by itself, and the team's code that it runs for that. */
  receive(push: DeliveredPush): void {
    const { clock, tray, receipts, now } = this.#ports;
    const { state, ...settings } = now();
    const message = readMessage(push.payload);
    const isInFront = state === 'foreground';
    const arrival = { at: new Date(clock.nowMs()).toISOString(), steadyMs: clock.steadyNowMs() };
    tray.receive(push, arrival, settings, {
      isHidden: isInFront && message?.foreground === 'hide',
    });
    // Without alerts iOS runs neither the extension nor, for an alert, the app in front.
    if (!message || readRecall(push.payload) || !showsAlerts(settings)) return;
    // The extension runs whatever happened to the app.
    const isRun = isInFront || asksForExtension(push.payload) || (asksForApp(push.payload) && state !== 'killed');
    if (!isRun) return;
    receipts().note(message, 'delivered');
    if (tray.message(message.messageId)) receipts().note(message, 'shown');
    void receipts().say();
  }

  /** A push wakes the app: it removes what is over or taken back, and learns the badge. */
  hearInBackground(push: DeliveredPush): void {
    const { tray } = this.#ports;
    const callId = readStoppedRing(push.payload)?.callId ?? readReportedRing(push.payload);
    if (callId !== undefined) tray.withdrawCall(callId);
    const recall = readRecall(push.payload);
    if (recall?.wakesApp) tray.withdraw(recall.messageId);
    tray.hearBadge(push);
  }

  /** The user taps a notification. */
  noteTap(messageId: string | undefined): void {
    const message = messageId === undefined ? undefined : this.#ports.tray.message(messageId);
    if (message) this.#ports.receipts().note(message, 'tapped');
  }

  /** Without the category option that reports it, the app does not learn of this. */
  dismiss({ messageId }: NotificationResponse): void {
    if (messageId !== undefined) this.#ports.tray.dismiss(messageId);
  }

  /**
   * The user chooses an action of the notification's category. iOS removes the notification and starts the app in the
   * background, which does what was asked and reports that the message was opened, as the kit does.
   * @returns why it failed.
   */
  async respond({ messageId = '', actionId, text = '' }: NotificationResponse): Promise<string | undefined> {
    const { tray, receipts, api, launchApp } = this.#ports;
    const message = tray.message(messageId);
    const { category = '' } = tray.view().notifications.find((shown) => shown.messageId === messageId) ?? {};
    if (!message || !actionId || !appCategories[category]?.includes(actionId)) return undefined;
    const { conversationId = '' } = message;
    receipts().note(message, 'tapped');
    tray.dismiss(messageId);
    launchApp();
    const [answer] = await Promise.all([
      actionId === 'reply' ? api?.sendMessage(conversationId, text) : api?.muteConversation(conversationId),
      receipts().say(),
    ]);
    return answer?.ok === false ? answer.problem : undefined;
  }
}
