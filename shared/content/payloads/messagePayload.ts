/** The payload of a message's push, and whether it is within Apple's limits. */
import { pushTypeRules } from '../../apns/rules/pushTypes.ts';
import { isVisible, shownName } from '../../platform/visibleText.ts';
import { languages } from '../languages/languages.ts';
import type { Message } from '../message.ts';
import { type MessagePushType, pushTypeOf } from '../offlinePush.ts';
import { type Fitted, fitTexts } from '../sizeGuard.ts';
import { shownTexts } from '../texts.ts';
import { type AlertView, alertPayload } from './alertPayload.ts';
import { backgroundPayload } from './backgroundPayload.ts';
import { ringAlertPayload } from './ringAlert.ts';
import { type VoipPayload, voipPayload } from './voipPayload.ts';

/** How long a message pushed as a call rings. */
export const voipMessageRingMs = 60_000;

/**
 * @param pushType the message's own, or `alert` if it may not ring at its reader's place.
 * @returns undefined if it is too large even with its texts shortened to nothing.
 */
export function messagePayload(
  message: Message,
  pushType: MessagePushType,
  view: AlertView,
): Fitted<object> | undefined {
  switch (pushType) {
    case 'voip':
      return voipMessagePayload(message, view.locale);
    case 'background':
      return wakeUp(message, view.receipt) ?? wakeUp(message, undefined);
    case 'alert':
      return pushTypeOf(message.offlinePush) === 'voip'
        ? ringAlertPayload(ringOf(message, callTitle(message, view.locale)), view.locale)
        : alertPayload(message, view);
  }
}

/**
 * Whether it fits for every recipient: with the longest badge, in every language, and as every kind of push that it may
 * become, as a ring is an alert where calls may not ring.
 */
export function fitsEverywhere(message: Message): boolean {
  const pushType = pushTypeOf(message.offlinePush);
  const kinds: MessagePushType[] = pushType === 'voip' ? ['voip', 'alert'] : [pushType];
  const locales = [...languages, ...Object.keys(message.offlinePush.texts ?? {})];
  return kinds.every((kind) =>
    locales.every((locale) => messagePayload(message, kind, { locale, badge: Number.MAX_SAFE_INTEGER }) !== undefined),
  );
}

/** A ring must not come late. */
export function isTooLateToRing({ offlinePush, createdAtMs }: Message, nowMs: number): boolean {
  return pushTypeOf(offlinePush) === 'voip' && nowMs >= createdAtMs + voipMessageRingMs;
}

/** A title is shown on the call screen and shortened like any text; a `callerName` stays unchanged. */
function voipMessagePayload(message: Message, locale: string): Fitted<object> | undefined {
  const title = callTitle(message, locale);
  const { maxPayloadBytes } = pushTypeRules.voip;
  if (title === undefined) return whole(ringOf(message, undefined), maxPayloadBytes);
  return fitTexts([title], maxPayloadBytes, ([shorter]) => ringOf(message, shorter));
}

function callTitle(message: Message, locale: string): string | undefined {
  if (isVisible(message.offlinePush.voip?.callerName)) return undefined;
  return shownName(shownTexts(message, locale).title);
}

function ringOf(message: Message, title: string | undefined): VoipPayload {
  const { voip = {}, ext } = message.offlinePush;
  return voipPayload(
    {
      callId: message.messageId,
      from: message.from,
      handle: voip.handle,
      callerName: shownName(voip.callerName) ?? title,
      hasVideo: voip.hasVideo ?? false,
      ext,
      sentAtMs: message.createdAtMs,
      expiresAtMs: message.createdAtMs + voipMessageRingMs,
    },
    message.sender.nickname,
  );
}

function wakeUp(message: Message, receipt: string | undefined): Fitted<object> | undefined {
  return whole(backgroundPayload(message, receipt), pushTypeRules.background.maxPayloadBytes);
}

function whole(payload: object, maxBytes: number): Fitted<object> | undefined {
  return fitTexts([], maxBytes, () => payload);
}
