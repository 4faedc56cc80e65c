import { pushTypeRules } from '../../apns/rules/pushTypes.ts';
import { conversationIdOf } from '../../people/rules/conversation.ts';
import { isolatedIfTurning, shownName } from '../../platform/visibleText.ts';
import { nameInGroup } from '../alertText.ts';
import type { Message } from '../message.ts';
import type { CriticalSound, InterruptionLevel, OfflinePush } from '../offlinePush.ts';
import { type Fitted, fitTexts } from '../sizeGuard.ts';
import { type ShownTexts, shownTexts } from '../texts.ts';

/** Apple's `aps` of an alert push: "Generating a remote notification". */
export interface AlertAps {
  alert: {
    title?: string | undefined;
    subtitle?: string | undefined;
    body?: string | undefined;
    'title-loc-key'?: string | undefined;
    'title-loc-args'?: readonly string[] | undefined;
    'subtitle-loc-key'?: string | undefined;
    'subtitle-loc-args'?: readonly string[] | undefined;
    'loc-key'?: string | undefined;
    'loc-args'?: readonly string[] | undefined;
  };
  badge?: number | undefined;
  sound?: string | { critical: 0 | 1; name: string; volume?: number | undefined } | undefined;
  'thread-id'?: string | undefined;
  category?: string | undefined;
  'interruption-level'?: InterruptionLevel | undefined;
  'relevance-score'?: number | undefined;
  'mutable-content'?: 1 | undefined;
  'content-available'?: 1 | undefined;
}

/** Facts about the message for the app and its extensions. */
export interface MessageReference {
  messageId: string;
  conversationId: string;
  /** https URL of a picture to attach. */
  image?: string | undefined;
  foreground?: 'show' | 'hide' | undefined;
  /** With `communication`: the message's sender, so that iOS shows it as a person's. */
  sender?: { userId: string; name?: string | undefined; avatarUrl?: string | undefined } | undefined;
  group?: { groupId: string; name: string } | undefined;
  /** The app's extension adds this message to the badge. */
  badge?: 'app' | undefined;
  /** For `POST /v1/receipts/{ticket}`. Absent if it has no room, or its key cannot be read. */
  receipt?: string | undefined;
}

export interface AlertPayload {
  aps: AlertAps;
  ringpost: MessageReference;
  ext?: unknown;
}

/** Differences between phones. */
export interface AlertView {
  /** As `readerLocale` finds it. */
  locale: string;
  /** Undefined: the badge stays unchanged. */
  badge?: number | undefined;
  /** The user wants no sound and no banner. */
  isSilent?: boolean | undefined;
  /** The device's receipt ticket for this message. */
  receipt?: string | undefined;
}

/**
 * The text is shortened first, then the subtitle, then the title; then the sender's avatar is left out, then the receipt
 * ticket; `ext` never is.
 * @returns undefined if the payload is still too large.
 */
export function alertPayload(message: Message, view: AlertView): Fitted<AlertPayload> | undefined {
  const fitted = withShorterTexts(message, view) ?? withoutAvatar(message, view);
  if (fitted !== undefined) return fitted;
  // Without a ticket the app can still report with its user's login, so it must not keep a message from being sent.
  const { receipt, ...plain } = view;
  if (receipt !== undefined) return alertPayload(message, plain);
  // What fits with a sound fits without one, but maybe not as a passive notification.
  return view.isSilent ? alertPayload(soundless(message), { ...view, isSilent: false }) : undefined;
}

function soundless(message: Message): Message {
  return { ...message, offlinePush: { ...message.offlinePush, sound: 'none' } };
}

function withoutAvatar(message: Message, view: AlertView): Fitted<AlertPayload> | undefined {
  if (message.sender.avatarUrl === undefined) return undefined;
  const { avatarUrl: _dispensable, ...sender } = message.sender;
  const plain = withShorterTexts({ ...message, sender }, view);
  return plain && { ...plain, truncated: true };
}

function withShorterTexts(message: Message, view: AlertView): Fitted<AlertPayload> | undefined {
  const texts = withoutLocalized(shownTexts(message, view.locale), message.offlinePush);
  const names = (['body', 'subtitle', 'title'] as const).filter((name) => texts[name] !== undefined);
  return fitTexts(
    names.map((name) => texts[name] ?? ''),
    pushTypeRules.alert.maxPayloadBytes,
    (shorter) => build(message, view, Object.fromEntries(names.map((name, index) => [name, shorter[index]]))),
  );
}

/** A text that the app has in its own languages replaces Ringpost's. */
function withoutLocalized({ title, subtitle, body }: ShownTexts, push: OfflinePush): Partial<ShownTexts> {
  if (push.contentFree) return { body };
  return {
    ...(push.titleLocKey === undefined && { title }),
    ...(push.subtitleLocKey === undefined && { subtitle }),
    ...(push.locKey === undefined && { body }),
  };
}

function build(message: Message, view: AlertView, texts: Partial<ShownTexts>): AlertPayload {
  const { offlinePush: push } = message;
  return present({
    aps: present({
      alert: present({
        title: texts.title,
        subtitle: texts.subtitle,
        body: texts.body,
        ...(!push.contentFree && localizationKeys(push)),
      }),
      badge: view.badge,
      sound: view.isSilent ? undefined : soundOf(push.sound),
      'thread-id': push.threadId,
      category: push.category,
      'interruption-level': view.isSilent ? 'passive' : push.interruptionLevel,
      'relevance-score': push.relevanceScore,
      'mutable-content': needsExtension(push) ? 1 : undefined,
      'content-available': push.wakeInBackground ? 1 : undefined,
    }),
    ringpost: messageReference(message, view.receipt),
    ext: push.ext,
  }) as AlertPayload;
}

function localizationKeys(push: OfflinePush) {
  return {
    'title-loc-key': push.titleLocKey,
    'title-loc-args': push.titleLocArgs?.map(isolatedIfTurning),
    'subtitle-loc-key': push.subtitleLocKey,
    'subtitle-loc-args': push.subtitleLocArgs?.map(isolatedIfTurning),
    'loc-key': push.locKey,
    'loc-args': push.locArgs?.map(isolatedIfTurning),
  };
}

/** Only the app's extension can fetch a picture, show a person, count, or get what was kept from Apple. */
export function needsExtension({ mutableContent, image, communication, contentFree, badge }: OfflinePush): boolean {
  return [mutableContent, communication, contentFree, badge?.mode === 'app'].includes(true) || image !== undefined;
}

function soundOf(sound: string | CriticalSound = 'default'): AlertAps['sound'] {
  if (typeof sound !== 'string') {
    const { name, critical, volume } = sound;
    return { critical: critical ? 1 : 0, name, volume };
  }
  return sound === 'none' ? undefined : sound;
}

/** What the app finds at `ringpost` in every push about a message. @param receipt its device's ticket. */
export function messageReference(message: Message, receipt?: string): MessageReference {
  const { messageId, from, sender, group, offlinePush: push } = message;
  const showsPerson = push.communication && !push.contentFree;
  return present({
    messageId,
    conversationId: conversationIdOf(message.from, message.group?.groupId),
    image: push.contentFree ? undefined : push.image,
    foreground: push.foreground,
    sender: showsPerson ? present({ userId: from, name: nameInGroup(sender), avatarUrl: sender.avatarUrl }) : undefined,
    group: showsPerson && group ? { groupId: group.groupId, name: shownName(group.name) ?? '' } : undefined,
    badge: push.badge?.mode === 'app' ? 'app' : undefined,
    receipt,
  }) as MessageReference;
}

/** Without absent members. A loop, because this runs several times for each push. */
function present<T extends object>(value: T): Partial<T> {
  const result: Partial<T> = {};
  for (const key in value) if (value[key] !== undefined) result[key] = value[key];
  return result;
}
